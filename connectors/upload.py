"""Other systems: a file as the body of a request, read as it is sent, and again if the request is replayed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

CHUNK = 1024 * 1024
SLOWEST = 128 * 1024  # bytes a second below which an upload is given up


class FileBody(httpx.AsyncByteStream):
    """The bytes of a file. `size` is what it had when this was made; send it as Content-Length."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = path.stat().st_size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        file = await asyncio.to_thread(self._path.open, "rb")
        try:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk
        finally:
            file.close()


def seconds_for(size: int) -> float:
    """The longest an upload of that many bytes may take beyond the ordinary timeout."""
    return size / SLOWEST
