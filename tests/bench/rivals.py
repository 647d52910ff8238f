"""Whom Galley's pictures are measured against, each where it can be had: libraries go into .venv, beside ours."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.house.sizes import ROOT

_SHELF = ROOT / ".venv" / "rivals"
_BINARY = "pyvips-binary"
_VIPS = ("pyvips==3.2.0", f"{_BINARY}==8.18.7")
_SHARP = "sharp@0.35.5"
_ALONE = {"MAGICK_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}  # threads that wait count too


@dataclass(frozen=True, kw_only=True)
class Way:
    """A process that takes orders: its words, what its environment needs besides ours, and how often it is asked."""

    name: str
    words: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    only_once: bool = False  # it takes so long that one turn, the first, must do


def ways() -> tuple[list[Way], list[str]]:
    """Ours and every rival that is here, and the names of those that are not."""
    rivals: dict[str, Callable[[], Way | None]] = {
        "pyvips": _vips,
        "sharp": lambda: _sharp("sharp", "clone"),
        "sharp, by hand": lambda: _sharp("sharp, by hand", "raw"),
        "ImageMagick": _magick,
    }
    found = {name: find() for name, find in rivals.items()}
    own = [_ours("Galley", "galley"), _ours("codec floor", "floor"), _ours("naive Pillow", "pillow")]
    return [*own, *(way for way in found.values() if way)], [name for name, way in found.items() if not way]


def _ours(name: str, module: str, *more: str) -> Way:
    return Way(name=name, words=(sys.executable, "-m", f"tests.bench.ways.{module}", *more))


def _vips() -> Way | None:
    """In an environment of its own, out of our locks. The binding comes as source, libvips does not."""
    python = str(_SHELF / "pyvips" / "bin" / "python")
    install = (python, "-m", "pip", "-qq", "--disable-pip-version-check", "install", "--only-binary", _BINARY, *_VIPS)
    is_here = _works(python, "-c", "import pyvips") or (
        _works(sys.executable, "-m", "venv", str(_SHELF / "pyvips")) and _works(*install)
    )
    way = Way(name="pyvips", words=(python, "-m", "tests.bench.ways.vips"), env={"VIPS_CONCURRENCY": "1"})
    return way if is_here else None


def _sharp(name: str, way: str) -> Way | None:
    node, npm, folder = shutil.which("node"), shutil.which("npm"), _SHELF / "sharp"
    if node is None or npm is None:
        return None
    if not (folder / "node_modules" / "sharp").exists():
        folder.mkdir(parents=True, exist_ok=True)
        if not _works(npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), _SHARP):
            return None
    return Way(name=name, words=(node, str(Path(__file__).parent / "ways" / "sharp.mjs"), str(folder), way))


def _magick() -> Way | None:
    program = shutil.which("magick") or shutil.which("convert-im6") or shutil.which("convert")
    is_real = program is not None and b"ImageMagick" in _said(program, "-version")
    return replace(_ours("ImageMagick", "magick", program), env=_ALONE, only_once=True) if program and is_real else None


def _works(*words: str) -> bool:
    try:
        return subprocess.run(words, check=False, capture_output=True).returncode == 0  # noqa: S603  our own words
    except FileNotFoundError:
        return False


def _said(*words: str) -> bytes:
    return subprocess.run(words, check=False, capture_output=True).stdout  # noqa: S603
