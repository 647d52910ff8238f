"""What has ended is cleared away, and never done again for it; on both databases."""

import asyncio
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, col, func, select

from bot.db import Database
from bot.galley_yml import Policies
from bot.jobs.port import Order
from bot.retention import ANSWERS, AT_ONCE, DELIVERIES, ENDED, REMINDERS, RINGS, Retention, Shelf
from models.history import Entry, Received
from models.job import Job, JobState, Lane
from models.post import ANSWER, Post, PostKind
from tests.bot.jobs.house import House
from tests.clocks import MONDAY_NOON
from tests.databases import sql

LONG = timedelta(days=100)


@pytest.fixture
def retention(house: House) -> Retention:
    return Retention(house.database, house.clock, Policies(Path("galley.yml")))


async def test_what_was_done_is_never_done_again_however_often_it_is_asked_for(
    house: House, retention: Retention
) -> None:
    random, asked = Random(7), set[str]()
    for _ in range(12):
        orders = [_order(f"{random.randrange(20)}") for _ in range(8)]
        asked.update(order.subject for order in orders)
        async with house.database.write() as session:
            for order in orders:
                await house.write_card(session, order.subject, "words")
            await house.engine.submit_all(session, orders)
        await house.quiet()
        house.clock.advance(timedelta(days=random.choice((0, 1, 40))))
        await asyncio.gather(retention.sweep(), retention.sweep())

    assert sorted(house.remote.subjects) == sorted(asked)


async def test_of_an_occasion_the_key_is_kept_and_of_an_edit_nothing(house: House, retention: Retention) -> None:
    await house.ask("occasion")
    await house.ask("edit", coalesce=True)
    await house.quiet()

    house.clock.advance(LONG)
    await retention.sweep()

    async with house.database.read() as session:
        kept = (await session.exec(select(Job))).one()
    assert (kept.key, kept.state) == ("post:occasion", JobState.FORGOTTEN)
    assert (kept.remote_id, kept.details, kept.cause) == (None, {}, None)


async def test_what_waits_needs_a_look_or_is_young_stays(house: House, retention: Retention) -> None:
    await house.ask("later", not_before=MONDAY_NOON + 2 * LONG)
    await house.ask("done")
    await house.quiet()
    async with house.database.write() as session:
        stuck = _job("stuck", JobState.NEEDS_LOOK)
        history = Entry(team_id="T", event="Old", at=MONDAY_NOON, digest="0")
        session.add_all([stuck, history, _delivery("drop:C:1"), _delivery("Ev1")])

    house.clock.advance(timedelta(days=29))
    assert await retention.sweep() == 0

    house.clock.advance(LONG)
    await retention.sweep()
    async with house.database.read() as session:
        states = dict((await session.exec(select(Job.subject, Job.state))).all())
        deliveries = (await session.exec(select(Received.key))).all()
        events = (await session.exec(select(func.count()).select_from(Entry))).one()
    assert states == {"later": "waiting", "done": "forgotten", "stuck": "needs_look"}
    assert (deliveries, events) == (["drop:C:1"], 1)


async def test_answers_go_and_idle_lanes_but_not_one_that_is_held(house: House, retention: Retention) -> None:
    later = int((MONDAY_NOON + 2 * LONG).timestamp() * 1000)
    async with house.database.write() as session:
        session.add_all([_post(f"{ANSWER}1"), _post("welcome:C:U")])
        session.add_all([Lane(name="idle"), Lane(name="held", free_at_ms=later), Lane(name="struck", strikes=1)])

    house.clock.advance(LONG)
    await retention.sweep()

    async with house.database.read() as session:
        assert (await session.exec(select(Post.key))).all() == ["welcome:C:U"]
        assert (await session.exec(select(Lane.name).order_by(col(Lane.name)))).all() == ["held", "struck"]


async def test_replicas_share_the_work(house: House, retention: Retention) -> None:
    async with house.database.write() as session:
        session.add_all([_job(f"{number:04}", JobState.DONE) for number in range(3 * AT_ONCE)])
    house.clock.advance(LONG)

    await asyncio.gather(*(retention.sweep() for _ in range(3)))

    async with house.database.read() as session:
        states = (await session.exec(select(Job.state, func.count()).group_by(col(Job.state)))).all()
    assert states == [(JobState.FORGOTTEN, 3 * AT_ONCE)]


@pytest.mark.parametrize("shelf", [ENDED, DELIVERIES, ANSWERS, REMINDERS, RINGS], ids=lambda shelf: shelf.table.name)
async def test_an_index_leads_to_what_is_over(database: Database, shelf: Shelf) -> None:
    statement = f"SELECT * FROM {shelf.table.name} WHERE {shelf.which} AND {shelf.since} < '2026-01-01'"  # noqa: S608
    async with database.write() as session:
        if not database.is_sqlite:
            await sql(session, "SET LOCAL enable_seqscan = off")  # it would rather read a table that is empty
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        plan = (await (await session.connection()).execute(text(f"{explain} {statement}"))).all()

    indexes = {str(one.name) for one in SQLModel.metadata.tables[shelf.table.name].indexes}
    assert any(name in str(plan) for name in indexes)


def _order(name: str) -> Order:
    return Order(kind="post", subject=name, lane=f"lane {name[-1]}", key=f"occasion:{name}")


def _job(subject: str, state: JobState) -> Job:
    ended = {"created_at": MONDAY_NOON, "done_at": MONDAY_NOON}
    return Job(key=subject, kind="post", subject=subject, lane="a", state=state, **ended)


def _delivery(key: str) -> Received:
    return Received(team_id="T", key=key, at=MONDAY_NOON)


def _post(key: str) -> Post:
    said = {"channel_id": "C", "created_at": MONDAY_NOON, "posted_at": MONDAY_NOON, "ts": "1.0"}
    return Post(team_id="T", key=key, kind=PostKind.WHISPER, subject_id="U", **said)
