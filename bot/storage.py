"""The bytes we hold: originals by their hash, proofs and renditions beside them, all below one data folder."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


class WrongSize(Exception):
    """Slack announced one size and sent another."""

    def __init__(self, *, expected: int, actual: int) -> None:
        self.expected, self.actual = expected, actual
        super().__init__(f"{actual:,} bytes came instead of the announced {expected:,}")


@dataclass(frozen=True, kw_only=True)
class Stored:
    sha256: str
    size_bytes: int


class Storage:
    """Content-addressed and write-once: the same bytes are kept once, and no path is made from a stranger's name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def original(self, sha256: str) -> Path:
        return self.folder / "originals" / sha256[:2] / sha256

    def proof(self, sha256: str) -> Path:
        return self.folder / "proofs" / sha256[:2] / f"{sha256}.jpg"

    def thumbnail(self, sha256: str) -> Path:
        return self.folder / "proofs" / sha256[:2] / f"{sha256}.thumb.jpg"

    def sheet(self, batch_id: str, edition: int) -> Path:
        return self.folder / "sheets" / f"{batch_id}-{edition}.jpg"

    def comparison(self, comparison_id: str) -> Path:
        return self.folder / "comparisons" / f"{comparison_id}.jpg"

    def renditions(self, version_id: str) -> Path:
        return self.folder / "renditions" / version_id

    def relative(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    async def receive(self, chunks: AsyncIterator[bytes], *, announced: int | None, ceiling: int) -> Stored:
        """Stream bytes in, hashing on the way; kept only when whole. Raises WrongSize."""
        arriving = self.folder / "arriving" / secrets.token_hex(8)
        await asyncio.to_thread(arriving.parent.mkdir, parents=True, exist_ok=True)
        try:
            stored = await self._write(arriving, chunks, announced=announced, ceiling=ceiling)
            await asyncio.to_thread(_settle, arriving, self.original(stored.sha256))
        finally:
            await asyncio.to_thread(arriving.unlink, missing_ok=True)
        return stored

    async def adopt(self, path: Path) -> Stored:
        """Take in a file that Galley made itself (a repaired copy)."""
        return await asyncio.to_thread(self._adopt, path)

    async def _write(
        self, arriving: Path, chunks: AsyncIterator[bytes], *, announced: int | None, ceiling: int
    ) -> Stored:
        digest, size = hashlib.sha256(), 0
        with await asyncio.to_thread(arriving.open, "wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > (ceiling if announced is None else min(announced, ceiling)):
                    raise WrongSize(expected=announced if announced is not None else ceiling, actual=size)
                digest.update(chunk)
                await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(_flush, file)
        if announced is not None and size != announced:
            raise WrongSize(expected=announced, actual=size)
        return Stored(sha256=digest.hexdigest(), size_bytes=size)

    def _adopt(self, path: Path) -> Stored:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        stored = Stored(sha256=digest, size_bytes=path.stat().st_size)
        _settle(path, self.original(digest))
        return stored


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle(arriving: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    arriving.chmod(0o444)
    arriving.replace(place)
    _keep_names(place.parent)


def _keep_names(folder: Path) -> None:
    """A rename outlives a power cut once its folder is on the disk; the database will speak of this file soon."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
