"""The room of attributes: what must be known of a picture, in which words, and what its file suggests. Pure."""
