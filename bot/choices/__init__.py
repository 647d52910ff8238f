"""The step in which people choose what they are told, how and when."""
