"""What we hold: whole, once, read-only, under the hash of its bytes; and nothing else is left behind."""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from bot.storage import Storage, WrongSize

HERO = b"hero"


async def chunks(*content: bytes) -> AsyncIterator[bytes]:
    for chunk in content:
        yield chunk


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_the_same_bytes_are_kept_once_and_read_only(tmp_path: Path) -> None:
    storage = Storage(tmp_path)

    received = await storage.receive(chunks(b"he", b"ro"), announced=4, ceiling=10)
    (tmp_path / "repaired").write_bytes(HERO)
    adopted = await storage.adopt(tmp_path / "repaired")

    place = storage.original(sha256(HERO).hexdigest())
    assert received == adopted
    assert files(tmp_path) == [place]
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (HERO, 0o444)


@pytest.mark.parametrize(("announced", "ceiling"), [(3, 10), (5, 10), (None, 3)])
async def test_what_is_not_as_large_as_it_should_be_leaves_nothing(
    tmp_path: Path, announced: int | None, ceiling: int
) -> None:
    with pytest.raises(WrongSize):
        await Storage(tmp_path).receive(chunks(HERO), announced=announced, ceiling=ceiling)

    assert files(tmp_path) == []
