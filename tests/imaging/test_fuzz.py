"""A few hundred damaged pictures from a fixed seed: each opens or is refused, and nothing else happens."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from imaging.darkroom import Darkroom
from imaging.errors import Reason, Unreadable
from imaging.limits import Limits
from tests.imaging import pictures

pytestmark = pytest.mark.asyncio(loop_scope="module")

COUNT = 900


def seeds() -> list[tuple[str, bytes]]:
    small = pictures.scene((64, 40))
    exif = pictures.with_gps()
    return [
        ("jpg", pictures.saved(small, "JPEG", exif=exif, icc_profile=pictures.profile(b"Display P3"))),
        ("jpg", pictures.saved(small, "JPEG", progressive=True)),
        ("png", pictures.saved(small, "PNG", exif=exif)),
        ("webp", pictures.saved(small, "WEBP", exif=exif)),
        ("avif", pictures.saved(small, "AVIF", speed=10)),
        ("tif", pictures.saved(small, "TIFF", compression="tiff_lzw", exif=exif)),
        ("tif", pictures.tiff(3)),
        ("gif", pictures.gif(5)),
        ("bmp", pictures.saved(small, "BMP")),
    ]


def mutated(content: bytes, random: Random) -> bytes:
    """Flipped, cut, doubled, zeroed, or with a length made huge: mostly near the front, where the headers are."""
    raw = bytearray(content)
    for _ in range(random.choice((1, 2, 8))):
        place = random.randrange(min(len(raw), random.choice((64, 600, len(raw)))))
        match random.randrange(5):
            case 0:
                raw[place] ^= 1 << random.randrange(8)
            case 1:
                raw[place : place + 4] = random.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
            case 2:
                del raw[place : place + random.randrange(1, 40)]
            case 3:
                raw[place:place] = raw[place : place + random.randrange(1, 400)]
            case _:
                raw[place] = random.randrange(256)
    return bytes(raw or b"\0")


async def test_damaged_pictures_open_or_are_refused(tmp_path: Path) -> None:
    random, sources = Random(20_261_123), seeds()
    damaged = [(extension, mutated(content, random)) for extension, content in (sources * COUNT)[:COUNT]]

    async with Darkroom(Limits(cpu_seconds=5, wall_seconds=20), workers=2) as room:
        outcomes = await asyncio.gather(
            *(outcome(room, tmp_path / str(place), *one) for place, one in enumerate(damaged))
        )
        good = await outcome(room, tmp_path / "good", *sources[0])

    assert good == "opened"
    assert len(outcomes) == COUNT
    assert {"opened", Reason.DAMAGED, Reason.TRUNCATED} <= set(outcomes)
    assert not {Reason.CRASHED, Reason.TOOK_TOO_LONG} & set(outcomes)


async def outcome(room: Darkroom, source: Path, extension: str, content: bytes) -> str:
    source.write_bytes(content)
    try:
        await room.inspect(
            source, name=f"a.{extension}", preview=source.with_suffix(".p"), thumbnail=source.with_suffix(".t")
        )
    except Unreadable as refusal:
        return refusal.reason
    return "opened"
