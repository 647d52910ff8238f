"""Damaged and hostile files by the thousand: `python -m tests.bench.bench_fuzz --files 20000 --seed 1`.

What must not happen: that this process ends, that an answer comes later than its limit, that memory grows. A child that
a codec takes down is a refusal (`crashed`), and is told.
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from imaging.darkroom import Darkroom
from imaging.errors import Reason
from imaging.limits import MEBIBYTE, Limits
from tests.bench.targets import Figure, tell
from tests.imaging.fuzzing import mutated, outcome, specimens

LIMITS = Limits(cpu_seconds=10, wall_seconds=30)
_LOOKS = 20  # how often memory is looked at


@dataclass
class Run:
    """What has been seen so far. Memory is in MiB."""

    outcomes: Counter[str] = field(default_factory=Counter)
    by_format: dict[str, Counter[str]] = field(default_factory=dict)
    children: set[int] = field(default_factory=set)
    slowest: float = 0.0
    late: int = 0
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    def count(self, extension: str, ended: str, seconds: float) -> None:
        self.outcomes[ended] += 1
        self.by_format.setdefault(extension, Counter())[ended] += 1
        self.slowest = max(self.slowest, seconds)
        self.late += seconds > LIMITS.wall_seconds + 1

    def look(self, room: Darkroom) -> None:
        self.ours.append(_resident(None))
        self.theirs.append(max((_resident(pid) for pid in room.children), default=0.0))


async def run(files: int, seed: int, folder: Path, workers: int) -> Run:
    seen, random, sources = Run(), Random(seed), specimens()
    numbers = iter(range(files))

    async def work(room: Darkroom) -> None:
        for number in numbers:
            extension, content = sources[number % len(sources)]
            started = time.monotonic()
            ended = await outcome(room, folder / str(number), extension, mutated(content, random))
            seen.count(extension, ended, time.monotonic() - started)
            seen.children.update(room.children)
            if number % max(1, files // _LOOKS) == 0:
                seen.look(room)

    async with Darkroom(LIMITS, workers=workers) as room:
        await asyncio.gather(*(work(room) for _ in range(workers)))
        seen.look(room)
    return seen


def report(seen: Run, files: int, seconds: float) -> None:
    table = Table("format", "files", *sorted(seen.outcomes), title=f"{files:,} damaged files in {seconds:,.0f} s")
    for extension, counts in [*sorted(seen.by_format.items()), ("all", seen.outcomes)]:
        table.add_row(extension, f"{counts.total():,}", *(f"{counts[ended]:,}" for ended in sorted(seen.outcomes)))
    Console(width=160).print(table)
    quarter = max(1, len(seen.ours) // 4)
    tell(
        "Safe opening",
        [
            Figure(name="answers, of each file one", found=seen.outcomes.total(), at_least=files),
            Figure(name="answers over their limit", found=seen.late, at_most=0),
            Figure(name="slowest answer, s", found=seen.slowest, at_most=LIMITS.wall_seconds + 1),
            Figure(name="children that a decoder took down", found=seen.outcomes[Reason.CRASHED]),
            Figure(name="children started", found=len(seen.children)),
            Figure(name="parent after a quarter, MiB", found=seen.ours[quarter]),
            Figure(name="parent has grown since, MiB", found=seen.ours[-1] - seen.ours[quarter], at_most=8),
            Figure(name="largest child, MiB", found=max(seen.theirs), at_most=LIMITS.memory_bytes / MEBIBYTE),
            Figure(name="child at the end, MiB", found=seen.theirs[-1]),
        ],
    )


def _resident(pid: int | None) -> float:
    """MiB of memory that a process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid or 'self'}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * 4096 / MEBIBYTE


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--files", type=int, default=20_000)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--workers", type=int, default=2)
    asked = wanted.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(run(asked.files, asked.seed, Path(folder), asked.workers))
    report(seen, asked.files, time.monotonic() - started)


if __name__ == "__main__":
    main()
