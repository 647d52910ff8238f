"""Run as a program: publishes again and again, killed at the 1st, 2nd, 3rd ... touch of the disk."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from connectors.library import Publication
from connectors.local.declaration import open_library
from connectors.local.publishing import steps
from connectors.local.shelves import Shelves
from tests.connectors.publications import publication

TOUCHES = {"open", "os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove"}


def main(folder: Path) -> None:
    first = publication(folder)
    for kill_at in count(1):
        root = folder / f"killed-{kill_at}"
        in_child(partial(begin, root, first))
        ended = in_child(partial(attempt, root, kill_at))
        in_child(partial(finish, root))
        if ended == 0:
            break
    sys.stdout.write(f"{kill_at} kills, nothing lost\n")


def begin(root: Path, first: Publication) -> None:
    asyncio.run(open_library(root).publish(first))


def attempt(root: Path, kill_at: int) -> None:
    """Publishes version 2 and dies by SIGKILL at the given touch."""
    wanted = publication(root.parent, version=2, content=b"retouched")
    remaining = kill_at

    def die(event: str, _: tuple[object, ...]) -> None:
        nonlocal remaining
        if event not in TOUCHES:
            return
        remaining -= 1
        if remaining == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(die)
    for _ in steps(wanted, Shelves(root), system="local"):
        pass


async def finished(root: Path) -> None:
    """Whatever is found is whole; a second attempt leads to the same, once."""
    library = open_library(root)
    wanted = publication(root.parent, version=2, content=b"retouched")
    before = await library.find("asset-1", version=2)
    published = await library.publish(wanted)
    assert before in (None, published)
    (asset,) = (root / "assets").iterdir()
    assert sorted(path.name for path in asset.iterdir()) == ["asset.json", "current", "v1", "v2"]
    assert (asset / "current" / "hero.jpg").read_text() == "retouched"
    assert (asset / "v1" / "hero.jpg").read_text() == "original"
    assert [Path(path).read_text() for path in published.renditions.values()] == ["webretouched", "thumbretouched"]


def finish(root: Path) -> None:
    asyncio.run(finished(root))


def in_child(work: Callable[[], object]) -> int:
    """0, or the signal that ended it; anything else ends the driver."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended not in (0, -signal.SIGKILL):
        raise SystemExit(f"A child ended with {ended}.")
    return ended


if __name__ == "__main__":
    main(Path(sys.argv[1]))
