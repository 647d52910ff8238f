"""A batch of 24-megapixel pictures through the darkroom: with one worker, and with as many as there are cores."""

import asyncio
import os
import time
from collections.abc import Sequence
from pathlib import Path

from imaging.darkroom import Darkroom
from imaging.recipes import Recipe
from tests.bench.photographs import SIZES, photograph
from tests.bench.targets import Figure
from tests.bench.ways.galley import recipe
from tests.bench.ways.turns import Order, memory_mb

_MEGAPIXELS = 24


def batch(folder: Path, outputs: Sequence[Order], count: int) -> list[Figure]:
    """Throughput of both, and what the parent has grown by meanwhile; its children's memory is not its own."""
    source = photograph(folder / "batch.jpg", SIZES[_MEGAPIXELS])
    recipes = [recipe(output) for output in outputs]
    cores = len(os.sched_getaffinity(0))
    before = memory_mb("VmRSS")
    alone, together = (asyncio.run(_filled(source, recipes, folder, count, workers)) for workers in (1, cores))
    return [
        Figure(name=f"{count} pictures, 1 worker: a second", found=count / alone),
        Figure(name=f"{count} pictures, {cores} workers: a second", found=count / together),
        Figure(name=f"{cores} workers x one", found=alone / together),
        Figure(name="the parent grew by, MB", found=memory_mb("VmRSS") - before),
    ]


async def _filled(source: Path, recipes: Sequence[Recipe], folder: Path, count: int, workers: int) -> float:
    """Seconds by the clock, with warm children."""
    async with Darkroom(workers=workers) as darkroom:
        await _all(darkroom, source, recipes, [folder / f"warm{number}" for number in range(workers)])
        began = time.perf_counter()
        await _all(darkroom, source, recipes, [folder / f"batch{number}" for number in range(count)])
        return time.perf_counter() - began


async def _all(darkroom: Darkroom, source: Path, recipes: Sequence[Recipe], places: Sequence[Path]) -> None:
    async with asyncio.TaskGroup() as group:
        for place in places:
            group.create_task(darkroom.render(source, recipes, place))
