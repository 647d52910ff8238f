"""A second chance for jobs that were given up."""

from pathlib import Path

import pytest

from bot import repairs
from bot.clock import SystemClock
from bot.config import Config
from bot.db import Database
from bot.jobs.port import NoSuchJob
from models.job import Job, JobState, WrongState


async def given_up(config: Config, state: JobState = JobState.SET_ASIDE) -> str:
    db = Database(config.database)
    await db.open()
    async with db.write() as session:
        at = SystemClock().wall()
        job = Job(key="k", kind="slack.show", subject="s", lane="l", state=state, created_at=at, problem="No.")
        session.add(job)
    await db.close()
    return job.id


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    return Config(data=tmp_path, database_url=database_url)


async def test_what_was_given_up_is_listed_with_its_problem(config: Config) -> None:
    job_id = await given_up(config)

    assert [(one.id, one.problem) for one in await repairs.troubles(config)] == [(job_id, "No.")]


async def test_a_job_is_tried_again_or_dropped_and_is_in_trouble_no_longer(config: Config) -> None:
    await repairs.retry(config, await given_up(config))

    assert not await repairs.troubles(config)


async def test_only_what_was_given_up_has_a_second_chance(config: Config) -> None:
    job_id = await given_up(config, JobState.DONE)

    with pytest.raises(WrongState):
        await repairs.drop(config, job_id)
    with pytest.raises(NoSuchJob):
        await repairs.retry(config, "nothing")
