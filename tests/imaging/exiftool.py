"""ExifTool, by Phil Harvey: what others read in our files, and a hand to write theirs."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="there is no ExifTool here")


def read(*files: Path) -> list[dict[str, Any]]:
    """By group and name, such as `XMP-dc:Title`; numbers and addresses as they are written."""
    said = _run(["-j", "-G1", "-n", "-a", "-struct", *map(str, files)])
    return [dict(one) for one in json.loads(said)]


def write(file: Path, *said: str) -> None:
    """With tags such as `-IPTC:Headline=Dawn`."""
    _run(["-q", "-n", "-overwrite_original", *said, str(file)])


def complaints(*files: Path) -> list[str]:
    """What is not as the standards have it, minor matters apart."""
    return [
        line for line in _run(["-validate", "-warning", "-a", "-s3", *map(str, files)]).splitlines() if "rror" in line
    ]


def _run(words: Sequence[str]) -> str:
    done = subprocess.run(["exiftool", *words], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603, S607
    return done.stdout
