"""People first: while somebody waits, transactions of jobs pass one at a time, and slow ones leave longer gaps."""

import asyncio
import time
from contextvars import Context, copy_context

import pytest

from bot.courtesy import LONGEST_YIELD_S, TIMES, YIELD_S, Courtesy


@pytest.fixture
def job() -> Context:
    """For whom nobody waits, though somebody may wait for another."""
    return copy_context()


async def test_where_nobody_waits_nothing_steps_back(job: Context):
    assert await _steps_back(Courtesy(), job) < YIELD_S


async def test_while_somebody_waits_jobs_pass_one_after_another(job: Context):
    courtesy = Courtesy()

    with courtesy.somebody_waits():
        waited = sorted(await asyncio.gather(*(_steps_back(courtesy, job.copy()) for _ in range(3))))

    assert all(found >= number * YIELD_S for number, found in enumerate(waited, start=1))


async def test_whoever_is_waited_for_passes_at_once():
    courtesy = Courtesy()

    with courtesy.somebody_waits():
        assert await _steps_back(courtesy, copy_context()) < YIELD_S


@pytest.mark.parametrize(("took", "wanted"), [(0.03, TIMES * 0.03), (0.2, LONGEST_YIELD_S)])
async def test_after_a_long_one_people_have_the_greater_part_but_no_job_waits_for_ever(
    job: Context, took: float, wanted: float
):
    courtesy = Courtesy()
    async with courtesy.passing():
        time.sleep(took)  # noqa: ASYNC251  nobody else is answered meanwhile: that is what is meant

    with courtesy.somebody_waits():
        waited = await _steps_back(courtesy, job)

    assert wanted <= waited < LONGEST_YIELD_S + 0.25


async def _steps_back(courtesy: Courtesy, context: Context) -> float:
    """How long until its transaction could begin, in seconds."""

    async def passing() -> float:
        began = time.monotonic()
        async with courtesy.passing():
            return time.monotonic() - began

    return await asyncio.get_running_loop().create_task(passing(), context=context)
