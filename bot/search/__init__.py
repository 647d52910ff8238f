"""The step in which people look for pictures: what they ask, what is found, page by page."""
