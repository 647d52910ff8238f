"""The pipe between parent and child: a length of four bytes, then JSON."""

import json
from typing import TYPE_CHECKING, BinaryIO

from imaging import plain

if TYPE_CHECKING:  # the child has no event loop, and would load one for a fifth of its start
    from asyncio import StreamReader

MAX_FRAME = 1024 * 1024
_HEADER = 4


class BadFrame(Exception):
    """What came over the pipe is no message: too long, or not a JSON object."""


def pack(message: plain.Plain) -> bytes:
    """One message as bytes."""
    body = json.dumps(message).encode()
    return len(body).to_bytes(_HEADER) + body


def read(pipe: BinaryIO) -> dict[str, object] | None:
    """The next message, or None at the end of the pipe (blocking: the child's side)."""
    header = pipe.read(_HEADER)
    if len(header) < _HEADER:
        return None
    length = _length(header)
    body = pipe.read(length)
    return _unpack(body) if len(body) == length else None


async def receive(pipe: "StreamReader") -> dict[str, object]:
    """The next message (the parent's side). Raises EOFError at the end of the pipe, BadFrame on what is no message."""
    length = _length(await pipe.readexactly(_HEADER))
    return _unpack(await pipe.readexactly(length))


def _length(header: bytes) -> int:
    length = int.from_bytes(header)
    if length > MAX_FRAME:
        raise BadFrame(f"a message of {length} bytes")
    return length


def _unpack(body: bytes) -> dict[str, object]:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise BadFrame(str(error)) from error
    if not isinstance(message, dict):
        raise BadFrame("not a JSON object")
    return message
