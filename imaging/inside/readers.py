"""Readers that come with an extra: loaded when the first file of their kind comes, so that the child stays light."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from imaging.inside.kinds import Kind

_READERS = {
    "heif": ("pillow_heif", "imaging.inside.heif"),
    "pdf": ("pypdfium2", "imaging.inside.pages"),
    "video": ("av", "imaging.inside.poster"),
}


class Locked(Exception):
    """A password stands before it."""


class NotDrawn(Exception):
    """A good file of a kind that is opened, with nothing in it to show; why, as the rest of a sentence."""


def is_missing(kind: Kind) -> bool:
    """Whether the extra that reads such files is not installed here."""
    return kind.extra is not None and find_spec(_READERS[kind.extra][0]) is None


@cache
def make_ready(kind: Kind) -> None:
    """Has the reader register itself with Pillow, once a child."""
    if kind.extra is not None:
        import_module(_READERS[kind.extra][1])
