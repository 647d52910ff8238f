"""The control API: does for programs what the page does for people."""
