"""A thousand damaged pictures from a fixed seed: each opens or is refused, and nothing else happens.

`python -m tests.bench.bench_fuzz` runs as many as one likes.
"""

import asyncio
from pathlib import Path
from random import Random

import pytest

from imaging.darkroom import Darkroom
from imaging.errors import Reason
from imaging.limits import Limits
from tests.imaging.fuzzing import mutated, outcome, specimens

pytestmark = pytest.mark.asyncio(loop_scope="module")

COUNT = 1_000


async def test_damaged_pictures_open_or_are_refused(tmp_path: Path) -> None:
    random, sources = Random(20_261_123), specimens()
    damaged = [(extension, mutated(content, random)) for extension, content in (sources * COUNT)[:COUNT]]

    async with Darkroom(Limits(cpu_seconds=5, wall_seconds=20), workers=2) as room:
        outcomes = await asyncio.gather(
            *(outcome(room, tmp_path / str(place), *one) for place, one in enumerate(damaged))
        )
        good = await outcome(room, tmp_path / "good", *sources[0])

    assert good == "opened"
    assert len(outcomes) == COUNT
    assert {"opened", Reason.DAMAGED, Reason.TRUNCATED} <= set(outcomes)
    assert Reason.TOOK_TOO_LONG not in outcomes
    crashed = {extension for (extension, _), ended in zip(damaged, outcomes, strict=True) if ended is Reason.CRASHED}
    assert crashed <= {"pdf"}  # a form drawn within itself: see hostile.py
