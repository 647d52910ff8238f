"""Galley's own way: a darkroom with one child, whose processor time (in /proc, on Linux) counts with its parent's."""

import asyncio
import os
from pathlib import Path

from imaging.darkroom import Darkroom
from imaging.recipes import Fit, Format, Recipe
from tests.bench.ways.turns import Measured, Order, cpu_seconds, digest, memory_mb, take_turns

_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    with asyncio.Runner() as runner:
        darkroom = Darkroom()
        take_turns(lambda order: runner.run(_fill(darkroom, order)))
        runner.run(darkroom.__aexit__(None, None, None))


async def _fill(darkroom: Darkroom, order: Order) -> Measured:
    began, child_began = cpu_seconds(), _child_seconds(darkroom)
    digest(order)
    await darkroom.render(Path(order["source"]), [recipe(output) for output in order["outputs"]], Path(order["into"]))
    return {
        "cpu_s": cpu_seconds() - began + _child_seconds(darkroom) - child_began,
        "peak_mb": memory_mb("VmHWM", darkroom.children[0]),
    }


def recipe(output: Order) -> Recipe:
    """Cut in the middle, as the others cut."""
    return Recipe(**{**output, "format": Format(output["format"]), "fit": Fit(output["fit"])}, focus=(0.5, 0.5))


def _child_seconds(darkroom: Darkroom) -> float:
    """proc(5), stat: utime and stime, in ticks."""
    return (
        sum(sum(map(int, _told(pid, "stat").rpartition(")")[2].split()[11:13])) for pid in darkroom.children) / _TICKS
    )


def _told(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text(encoding="ascii")


if __name__ == "__main__":
    main()
