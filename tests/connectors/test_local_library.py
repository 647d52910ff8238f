"""The library on disk: what a person finds there, and what a crash, a full disk or a hostile title cannot do."""

import asyncio
import errno
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.errors import Refused, Unavailable
from connectors.local import disk
from connectors.local.declaration import open_library
from connectors.local.library import LocalLibrary
from connectors.local.publishing import steps
from connectors.local.shelves import Shelves
from tests.connectors.publications import publication

OTHER_DISK = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, so another file system


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(root: Path) -> LocalLibrary:
    return open_library(root)


def seen(root: Path) -> dict[str, str]:
    """What a person sees in the file manager: every file with its text, every link with its target."""
    assets = sorted(path for path in (root / "assets").rglob("*") if path.is_symlink() or path.is_file())
    names = {path: str(path.relative_to(root / "assets")) for path in assets}
    return {name: str(path.readlink()) if path.is_symlink() else path.read_text() for path, name in names.items()}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Another Python, with the same rooms in reach."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])  # noqa: S603


async def test_a_person_finds_the_asset_with_a_file_manager(library: LocalLibrary, root: Path, tmp_path: Path) -> None:
    await library.publish(publication(tmp_path))
    await library.publish(publication(tmp_path, version=2, content=b"retouched"))

    files = {name.split("/", 1)[1]: text for name, text in seen(root).items()}
    assert files["v1/hero.jpg"] == "original"
    assert files["v2/hero.jpg"] == "retouched"
    assert files["v2/renditions/web.jpg"] == "webretouched"
    assert files["current"] == "v2"
    assert json.loads(files["asset.json"])["attributes"]["campaign"] == "Autumn"
    assert next(iter(seen(root))).startswith("autumn-hero--")


async def test_a_version_that_comes_late_does_not_become_the_current_one(
    library: LocalLibrary, root: Path, tmp_path: Path
) -> None:
    await library.publish(publication(tmp_path, version=2, content=b"retouched", title="New"))
    await library.publish(publication(tmp_path, version=1, title="Old"))

    (folder,) = (root / "assets").iterdir()
    assert (folder / "current" / "hero.jpg").read_text() == "retouched"
    assert json.loads((folder / "asset.json").read_text())["title"] == "New"


async def test_the_same_bytes_lie_on_the_disk_once(library: LocalLibrary, root: Path, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))
    await library.publish(replace(publication(tmp_path), asset_id="asset-2"))

    assert len([path for path in (root / "objects").rglob("*") if path.is_file()]) == 3
    assert Path(published.location).stat().st_nlink == 3


async def test_what_a_person_deleted_or_overwrote_is_mended_by_publishing_again(
    library: LocalLibrary, tmp_path: Path
) -> None:
    published = await library.publish(publication(tmp_path))
    Path(published.renditions["web"]).unlink()
    Path(published.location).chmod(0o644)
    Path(published.location).write_text("scribble")

    await library.publish(publication(tmp_path))

    assert Path(published.location).read_text() == "original"
    assert Path(published.renditions["web"]).read_text() == "weboriginal"


async def test_stopped_after_any_step_it_is_done_by_a_second_attempt(tmp_path: Path) -> None:
    wanted = publication(tmp_path)
    whole = tmp_path / "whole"
    await open_library(whole).publish(wanted)
    count = len(list(steps(wanted, Shelves(tmp_path / "counted"), system="local")))

    for stop in range(count):
        root = tmp_path / f"stopped-{stop}"
        attempt = steps(wanted, Shelves(root), system="local")
        for _ in range(stop):
            next(attempt)

        assert await open_library(root).find("asset-1", version=1) is None
        await open_library(root).publish(wanted)
        assert seen(root) == seen(whole)


async def test_killed_at_any_touch_of_the_disk_it_is_done_by_a_second_attempt(tmp_path: Path) -> None:
    driver = Path(__file__).with_name("kill_driver.py")

    ended = await asyncio.to_thread(run, driver, tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout.split()[0]) > 30, "each touch was a kill"


async def test_many_at_once_do_not_meet(library: LocalLibrary, root: Path, tmp_path: Path) -> None:
    versions = [publication(tmp_path, version=number, content=f"{number}".encode()) for number in range(1, 9)]

    await asyncio.gather(*(library.publish(each) for each in versions), *(library.publish(each) for each in versions))

    (folder,) = (root / "assets").iterdir()
    assert (folder / "current" / "hero.jpg").read_text() == "8"
    assert len(json.loads((folder / "asset.json").read_text())["versions"]) == 8


@pytest.mark.parametrize(
    ("title", "file_name"),
    [
        ("../../etc", "../../../passwd"),
        ("/absolute", "/etc/passwd"),
        ("..", ".."),
        ("", ""),
        ("CON", "nul.jpg"),
        ("a\x00b\n", "a\x00\n\u202egpj.exe"),
        ("renditions", "renditions"),
        ("x" * 5000, "ü" * 5000 + ".jpg"),
        ("\\\\server\\share", "C:\\evil.jpg"),
    ],
)
async def test_no_title_and_no_file_name_leads_outside(
    library: LocalLibrary, root: Path, tmp_path: Path, title: str, file_name: str
) -> None:
    published = await library.publish(replace(publication(tmp_path), title=title, file_name=file_name))

    location = Path(published.location)
    assert location.parent.parent.parent == root / "assets"
    assert location.read_text() == "original"
    assert {path.name for path in root.iterdir()} == {"assets", "objects", ".galley"}


async def test_renditions_that_would_overwrite_one_another_are_refused(library: LocalLibrary, tmp_path: Path) -> None:
    wanted = publication(tmp_path)
    web, thumb = wanted.renditions

    with pytest.raises(Refused, match="same file name"):
        await library.publish(replace(wanted, renditions=(web, replace(thumb, name="WEB"))))


async def test_a_sidecar_that_a_person_broke_is_named(library: LocalLibrary, root: Path, tmp_path: Path) -> None:
    await library.publish(publication(tmp_path))
    (sidecar,) = root.glob("assets/*/asset.json")
    sidecar.write_text("{")

    with pytest.raises(Refused, match=r"asset\.json was edited"):
        await library.find("asset-1", version=1)


async def test_what_a_person_wrote_into_the_sidecar_stays(library: LocalLibrary, root: Path, tmp_path: Path) -> None:
    await library.publish(publication(tmp_path))
    (sidecar,) = root.glob("assets/*/asset.json")
    sidecar.write_text(json.dumps(json.loads(sidecar.read_text()) | {"note": "ask Bo first"}))

    await library.describe("asset-1", {})

    assert json.loads(sidecar.read_text())["note"] == "ask Bo first"


async def test_a_full_disk_is_a_sentence_and_nothing_is_half_there(root: Path, tmp_path: Path) -> None:
    script = (
        "import asyncio, resource, signal, sys; from pathlib import Path\n"
        "from connectors.errors import Unavailable; from connectors.local.declaration import open_library\n"
        "from tests.connectors.publications import publication\n"
        "wanted = publication(Path(sys.argv[2]), content=b'x' * 100_000)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try: asyncio.run(open_library(Path(sys.argv[1])).publish(wanted))\n"
        "except Unavailable as error: print(error)\n"
    )

    ended = await asyncio.to_thread(run, "-c", script, root, tmp_path)

    assert "disk" in ended.stdout, ended.stderr
    assert await open_library(root).find("asset-1", version=1) is None
    await open_library(root).publish(publication(tmp_path, content=b"x" * 100_000))


def test_no_space_left_is_said_in_words(root: Path) -> None:
    with pytest.raises(Unavailable, match="is full"), disk.trouble("local", root):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_where_no_link_is_possible_the_bytes_are_copied(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=OTHER_DISK) as elsewhere:
        source, target = Path(elsewhere) / "source", tmp_path / "asset" / "hero.jpg"
        source.write_bytes(b"original")
        if source.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is only one file system here")

        disk.link(source, target, scratch=tmp_path / "incoming")
        disk.link(source, target, scratch=tmp_path / "incoming")

    assert target.read_bytes() == b"original"
    assert list((tmp_path / "incoming").iterdir()) == []


async def test_a_check_sweeps_what_killed_processes_left_days_ago(library: LocalLibrary, root: Path) -> None:
    incoming = root / ".galley" / "incoming"
    incoming.mkdir(parents=True)
    old, fresh = incoming / "old.part", incoming / "fresh.part"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))

    await library.check()

    assert [path.name for path in incoming.iterdir()] == [fresh.name]


async def test_a_picture_that_is_called_as_its_receipt_does_not_meet_it(
    library: LocalLibrary, root: Path, tmp_path: Path
) -> None:
    published = await library.publish(replace(publication(tmp_path), file_name="Receipt.json"))

    await library.enclose(published.remote_id, version=1, documents={"receipt.json": b"{}"})

    names = {Path(name).name: words for name, words in seen(root).items()}
    assert (names["_Receipt.json"], names["receipt.json"]) == ("original", "{}")
