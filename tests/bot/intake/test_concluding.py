"""The last picture of a message sends all of them on, whoever looked at it, on either database."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.candidates import Candidates
from bot.intake.flow import Intake
from bot.roles import Roles
from bot.slack.people import People
from bot.slack.posts import Posts
from models.asset import Asset, Version
from models.events import VersionInspected
from models.history import Entry
from tests.bot.intake.uploads import asset, batch, keep, version
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace


@pytest.fixture
def intake(database: Database) -> Intake:
    clock, jobs, policies = HeldClock(), Ordered(), Policies(Path("galley.yml"))
    history, posts = History(clock), Posts(jobs, clock)
    people = People(OneWorkspace(), database, clock)
    return Intake(
        clock=clock,
        history=history,
        policies=policies,
        jobs=jobs,
        posts=posts,
        roles=Roles(db=database, history=history, policies=policies, people=people),
        candidates=Candidates(clock=clock, history=history, posts=posts),
    )


async def test_two_that_are_concluded_at_one_instant_both_go_on(database: Database, intake: Intake) -> None:
    upload = batch()
    pictures = [asset(upload, 1), asset(upload, 2)]
    files = [version(one) for one in pictures]
    await keep(database, upload, *pictures, *files)

    async def conclude(number: int) -> None:
        async with database.write() as session:
            (await session.get_one(Version, files[number].id)).checks = []
            await intake.conclude(session, inspected(pictures[number], files[number]))
            if number == 0:
                waiting.append(asyncio.create_task(conclude(1)))
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(waiting[0]), 0.2)

    waiting: list[asyncio.Task[None]] = []
    await conclude(0)
    await waiting[0]

    async with database.read() as session:
        ready = (await session.exec(select(Entry.asset_id).where(Entry.event == "VersionReady"))).all()
    assert set(ready) == {one.id for one in pictures}


def inspected(picture: Asset, file: Version) -> VersionInspected:
    return VersionInspected(team_id=picture.team_id, asset_id=picture.id, batch_id=picture.batch_id, version_id=file.id)
