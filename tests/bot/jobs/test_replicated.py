"""The replicated engine beyond the contract: visits in our own transactions, and replicas side by side."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.db import Database
from bot.jobs.effects import Limits
from bot.jobs.engine import engine_for
from bot.jobs.port import Engine, Order
from tests.bot.jobs.house import QUICK, House
from tests.bot.jobs.remote import LIMITS, Post, patient
from tests.databases import opened, sql
from tests.postgres import Postgres
from tests.waiting import eventually


@pytest.fixture
async def database(postgresql: Postgres) -> AsyncIterator[Database]:
    async with opened(postgresql.ready()) as database:
        yield database


def engine(house: House, *, visits: bool = True, limits: Limits = LIMITS) -> Engine:
    effects = [Post(house.remote, limits)]
    return engine_for(house.database, SystemClock(), effects, on_trouble=house.hear, visits=visits, vigil=QUICK)


@pytest.fixture
async def quiet_house(database: Database) -> House:
    """Nobody sends yet."""
    house = House(database)
    await house.build()
    house.engine = engine(house, visits=False)
    return house


async def count_visits(house: House) -> int:
    async with house.database.read() as session:
        return int((await sql(session, "SELECT count(*) FROM procrastinate_jobs")).scalar() or 0)


async def test_a_rollback_takes_the_visit_along(quiet_house: House):
    async def change_of_mind() -> None:
        async with quiet_house.database.write() as session:
            await quiet_house.engine.submit(session, kind="post", subject="card", lane="a", key="k")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await change_of_mind()

    assert await count_visits(quiet_house) == 0


async def test_many_orders_of_one_transaction_are_one_visit_a_lane(quiet_house: House):
    await place(quiet_house, jobs=40, lanes=4)

    assert await count_visits(quiet_house) == 4


async def test_three_engines_do_everything_once_and_in_order(quiet_house: House):
    engines = [engine(quiet_house) for _ in range(3)]
    for one in engines:
        await one.start()

    await place(quiet_house, jobs=60, lanes=5)
    await engines[0].settled()
    for one in engines:
        await one.drain(within=timedelta(seconds=2))

    assert quiet_house.remote.times == {f"{number:03}": 1 for number in range(60)}
    for lane in range(5):
        in_lane = [subject for subject in quiet_house.remote.subjects if int(subject) % 5 == lane]
        assert in_lane == sorted(in_lane)


async def test_a_visit_of_the_dead_is_made_by_the_living(quiet_house: House):
    await place(quiet_house, jobs=3, lanes=1)
    async with quiet_house.database.write() as session:
        await sql(session, "UPDATE procrastinate_jobs SET status = 'doing'")

    living = engine(quiet_house)
    await living.start()
    await living.settled()
    await living.drain(within=timedelta(seconds=2))

    assert quiet_house.remote.subjects == ["000", "001", "002"]


async def test_for_what_may_be_done_twice_nobody_waits_for_the_dead(quiet_house: House):
    await place(quiet_house, jobs=1, lanes=1)
    await claim_for_somebody_dead(quiet_house)
    slow = patient(timeout=timedelta(minutes=5), quarantine=timedelta(0))

    living = engine(quiet_house, limits=slow)
    await living.start()
    await eventually(lambda: quiet_house.remote.subjects == ["000"])
    await living.drain(within=timedelta(seconds=2))


async def claim_for_somebody_dead(house: House) -> None:
    claimed = "state = 'sending', attempt = 1, claimed_by = 'gone', intent_at = now()"
    async with house.database.write() as session:
        await sql(session, f"UPDATE job SET {claimed}, claimed_until = now() + interval '5 minutes'")  # noqa: S608


async def place(house: House, *, jobs: int, lanes: int) -> None:
    orders = [Order(kind="post", subject=f"{n:03}", lane=f"{n % lanes}", key=f"{n}") for n in range(jobs)]
    async with house.database.write() as session:
        for order in orders:
            await house.write_card(session, order.subject, "words")
        await house.engine.submit_all(session, orders)


async def test_a_promise_that_is_committed_after_its_moment_is_kept_at_once(quiet_house: House):
    house, seldom = quiet_house, replace(QUICK, look_around=timedelta(hours=1))
    post = Post(house.remote, LIMITS)
    house.engine = engine_for(house.database, house.clock, [post], on_trouble=house.hear, vigil=seldom)
    await house.engine.start()
    async with house.database.write() as session:
        await house.write_card(session, "late", "late")
        promised = house.clock.now() + timedelta(hours=1)
        await house.engine.submit(session, kind="post", subject="late", lane="a", key="late", not_before=promised)
        house.clock.jump(timedelta(hours=2))
        await house.quiet()  # they have looked at what came due by now, and this is not there yet

    await eventually(lambda: house.remote.subjects == ["late"], within=5)
    await house.close()
