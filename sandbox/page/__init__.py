"""The web page on which one person plays everybody: plain files, talking only to the control API."""
