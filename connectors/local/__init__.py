"""The library on our own disk: the default, and readable by a person with a file manager."""
