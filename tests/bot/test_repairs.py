"""A second chance for jobs that were given up."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot import repairs
from bot.clock import SystemClock
from bot.config import Config
from bot.db import Database
from bot.jobs.port import NoSuchJob
from models.job import Job, JobState, WrongState
from tests.databases import opened


async def given_up(config: Config, state: JobState = JobState.SET_ASIDE) -> str:
    db = Database(config.database)
    await db.open()
    async with db.write() as session:
        at = SystemClock().wall()
        job = Job(key="k", kind="slack.show", subject="s", lane="l", state=state, created_at=at, problem="No.")
        session.add(job)
    await db.close()
    return job.id


async def state_of(config: Config, job_id: str) -> JobState:
    async with opened(config.database) as db, db.read() as session:
        return (await session.get_one(Job, job_id)).state


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    return Config(data=tmp_path, database_url=database_url)


async def test_what_was_given_up_is_listed_with_its_problem(config: Config) -> None:
    job_id = await given_up(config)

    assert [(one.id, one.problem) for one in await repairs.troubles(config)] == [(job_id, "No.")]


@pytest.mark.parametrize(("chance", "then"), [(repairs.retry, JobState.WAITING), (repairs.drop, JobState.DROPPED)])
async def test_a_job_is_tried_again_or_dropped_and_is_in_trouble_no_longer(
    config: Config, chance: Callable[[Config, str], Awaitable[None]], then: JobState
) -> None:
    job_id = await given_up(config)

    await chance(config, job_id)

    assert not await repairs.troubles(config)
    assert await state_of(config, job_id) is then


async def test_only_what_was_given_up_has_a_second_chance(config: Config) -> None:
    job_id = await given_up(config, JobState.DONE)

    with pytest.raises(WrongState):
        await repairs.drop(config, job_id)
    with pytest.raises(NoSuchJob):
        await repairs.retry(config, "nothing")
