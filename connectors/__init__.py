"""Other systems: libraries and boards behind two small ports. Frozen dataclasses in and out."""
