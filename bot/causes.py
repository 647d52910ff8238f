"""Causes: one id from what came in to the last thing that follows from it, in every log line between."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from models.ids import new_id

NAME = "cause"


@contextmanager
def caused(by: str | None = None) -> Iterator[None]:
    """Whatever is logged inside, and every job asked for inside, carries this id; a new one by default."""
    with structlog.contextvars.bound_contextvars(**{NAME: by or new_id()}):
        yield


def cause() -> str | None:
    """Why we do what we are doing; None for what nobody asked for."""
    found = structlog.contextvars.get_contextvars().get(NAME)
    return None if found is None else str(found)
