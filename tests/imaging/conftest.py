"""One warm darkroom for a whole file of tests, and a place to lay pictures down."""

from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path

import pytest
import pytest_asyncio

from imaging.darkroom import Darkroom
from imaging.facts import Inspection

Inspect = Callable[..., Coroutine[None, None, Inspection]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def darkroom() -> AsyncIterator[Darkroom]:
    async with Darkroom() as room:
        yield room


@pytest.fixture
def inspect(darkroom: Darkroom, tmp_path: Path) -> Inspect:
    """Lays bytes down, under another name than the announced one, and has them inspected."""

    async def inspected(content: bytes, name: str = "photo.jpg", *, room: Darkroom = darkroom) -> Inspection:
        source = tmp_path / "blob"
        source.write_bytes(content)
        return await room.inspect(source, name=name, preview=tmp_path / "preview.jpg", thumbnail=tmp_path / "thumb.jpg")

    return inspected
