"""What the short fuzz run and the long one share: specimens of every format and attack, and ways to damage them."""

from pathlib import Path
from random import Random

from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from tests.imaging import pictures
from tests.imaging.hostile import ATTACKS, OPENED

UNSEEN = "no preview"
_HEAVIEST = 40_000  # bytes: a specimen that is damaged in one place is the same as ever in a million others


def specimens() -> list[tuple[str, bytes]]:
    """(extension, bytes): good files of every format that is opened, and those of hostile.py that are light enough."""
    small, exif = pictures.scene((64, 40)), pictures.with_gps()
    good = [
        ("jpg", pictures.saved(small, "JPEG", exif=exif, icc_profile=pictures.profile(b"Display P3"))),
        ("jpg", pictures.saved(small, "JPEG", progressive=True)),
        ("jpg", pictures.with_iptc(pictures.saved(small.convert("CMYK"), "JPEG"), (5, "Title"), (25, "sea"))),
        ("png", pictures.saved(small, "PNG", exif=exif)),
        (
            "png",
            pictures.png((9, 9), chunks=pictures.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + pictures.xmp(""))),
        ),
        ("webp", pictures.saved(small, "WEBP", exif=exif)),
        ("avif", pictures.saved(small, "AVIF", speed=10)),
        ("tif", pictures.saved(small, "TIFF", compression="tiff_lzw", exif=exif)),
        ("tif", pictures.tiff(3)),
        ("gif", pictures.gif(5)),
        ("bmp", pictures.saved(small, "BMP")),
        ("psd", pictures.psd(small, packed=True)),
        ("psd", pictures.psd(small.convert("CMYK"), bits=16, resources=pictures.resource(1057, b"\0\0\0\1\1"))),
        ("heic", pictures.heic((64, 40))),
        ("pdf", pictures.pdf((64, 40), (40, 64))),
        ("pdf", pictures.pdf_of(content="1 0 0 rg 5 5 40 40 re f BT /F 9 Tf (a) Tj ET")),
        *((extension, pictures.video(extension, dark=1, frames=3)) for extension in pictures.VIDEOS),
    ]
    hostile = ((name.rpartition(".")[2], make()) for make, name, _ in ATTACKS.values())
    return good + [(extension, content) for extension, content in hostile if len(content) <= _HEAVIEST]


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
        raw = raw or bytearray(1)
    return bytes(raw)


async def outcome(room: Darkroom, source: Path, extension: str, content: bytes) -> str:
    """How it ended: `opened`, `no preview`, or the reason of its refusal. Anything else is raised."""
    source.write_bytes(content)
    paths = {"preview": source.with_suffix(".p"), "thumbnail": source.with_suffix(".t")}
    try:
        seen = await room.inspect(source, name=f"a.{extension}", **paths)
    except Unreadable as refusal:
        return refusal.reason
    finally:
        source.unlink()
    for path in paths.values():
        path.unlink()
    return OPENED if seen.facts.no_preview is None else UNSEEN
