"""Our own rules say no."""


class Refusal(Exception):
    """The words are for the person who asked; nothing has changed."""
