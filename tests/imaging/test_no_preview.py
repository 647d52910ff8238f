"""Good files of which nothing can be shown here: a plate stands in for the proof and says why."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from pathlib import Path

import PIL
import pytest

from imaging import plain
from imaging.assistant import Assistant
from imaging.darkroom import Darkroom
from imaging.errors import Reason, Unreadable
from imaging.facts import Facts, Inspection
from imaging.limits import Limits
from imaging.recipes import Fit, Format, Recipe
from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).parents[2]
WEB = Recipe(name="web", format=Format.JPEG, fit=Fit.FIT, width=200, height=200, quality=80)

UNSEEN: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "SVG": (lambda: pictures.SVG, "logo.svg", "an SVG drawing"),
    "EPS": (lambda: pictures.EPS, "logo.eps", "a PostScript (EPS) drawing"),
    "AI": (pictures.pdf, "logo.ai", "an Illustrator drawing"),
    "RAW": (lambda: pictures.tiff(1), "photo.nef", "a camera's raw file"),
    "JPEG XL": (lambda: pictures.JXL, "photo.jxl", "a JPEG XL picture"),
    "JPEG 2000": (lambda: pictures.saved(pictures.scene(), "JPEG2000"), "photo.jp2", "a JPEG 2000 picture"),
    "PSB": (lambda: b"8BPS\0\x02" + bytes(60), "wall.psb", "a large Photoshop document"),
}
NOT_DRAWN: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "PSD": (lambda: pictures.psd(pictures.scene(), bits=32), "flyer.psd", "32 bits a channel"),
    "PSD ": (
        lambda: pictures.psd(pictures.scene(), resources=pictures.resource(1057, bytes(5))),
        "flyer.psd",
        "Maximize Compatibility",
    ),
    "TIFF": (pictures.grey_of_sixteen_bits_with_alpha, "scan.tif", "2 channels of 16 bits"),
}


@pytest.mark.parametrize("label", [*UNSEEN, *NOT_DRAWN])
async def test_what_cannot_be_shown_has_a_plate_that_says_why(inspect: Inspect, label: str) -> None:
    content, name, why = (UNSEEN | NOT_DRAWN)[label]

    seen = await inspect(content(), name)

    assert (seen.facts.format, seen.facts.width, seen.facts.dhash) == (label.strip(), None, None)
    assert why in (seen.facts.no_preview or "")
    assert Facts.from_json(seen.facts.to_json()) == seen.facts
    assert (seen.preview.width, seen.preview.height) == (1200, 800)
    assert (seen.thumbnail.width, seen.thumbnail.height) == (200, 133)


async def test_the_plate_is_the_same_for_the_same_file(inspect: Inspect) -> None:
    once = await inspect(pictures.SVG, "logo.svg")
    again = await inspect(pictures.SVG, "logo.svg")
    other = await inspect(pictures.SVG, "mark.svg")

    assert once.preview.sha256 == again.preview.sha256 != other.preview.sha256


@pytest.mark.parametrize("name", ["\u5199\u771f.svg", "long " * 30 + ".svg", "", "\u202egvs.svg"])
async def test_any_name_fits_on_the_plate(inspect: Inspect, name: str) -> None:
    assert (await inspect(pictures.SVG, name)).preview.width == 1200


async def test_no_rendition_is_made_of_it(darkroom: Darkroom, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(pictures.SVG)

    with pytest.raises(Unreadable) as refusal:
        await darkroom.render(tmp_path / "logo.svg", [WEB], tmp_path / "out")

    assert refusal.value.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    ("content", "name", "extra"),
    [
        (pictures.heic, "IMG_0001.heic", "galley[heif]"),
        (pictures.pdf, "flyer.pdf", "galley[pdf]"),
        (pictures.video, "spot.mp4", "galley[video]"),
    ],
)
async def test_without_its_extra_a_file_goes_to_review_with_the_extras_name(
    tmp_path: Path, content: Callable[[], bytes], name: str, extra: str
) -> None:
    (tmp_path / "blob").write_bytes(content())
    child = await child_with_pillow_alone(tmp_path)

    job = {"do": "inspect", "source": str(tmp_path / "blob"), "name": name}
    answer = await child.ask({**job, "preview": str(tmp_path / "p"), "thumbnail": str(tmp_path / "t")})

    await child.end()
    facts = Inspection.from_json(plain.mapping(answer, "done")).facts
    assert facts.no_preview is not None
    assert facts.no_preview.endswith(f"needs {extra}, which is not installed here")


async def child_with_pillow_alone(folder: Path) -> Assistant:
    """A child in an environment where nothing else is installed."""
    packages = folder / "packages"
    packages.mkdir()
    for name in ("PIL", "pillow.libs"):
        (packages / name).symlink_to(Path(PIL.__file__).parents[1] / name)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-S", "-m", "imaging.inside"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={"PYTHONPATH": f"{ROOT}:{packages}"},
    )
    child = Assistant(process)
    await child.ask({"limits": Limits().to_json()})
    return child
