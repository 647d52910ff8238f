"""Limits that all replicas share: two engines on one database, of each kind in turn."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.jobs.declared import is_held, limits_for
from bot.jobs.effects import BackOff, Bucket, Limits, Seats
from connectors.errors import Unavailable
from connectors.wrike.declaration import WRIKE
from tests.bot.jobs.house import House
from tests.bot.jobs.remote import Post, Remote, patient
from tests.waiting import eventually

SECOND = timedelta(seconds=1)
METHOD = Bucket(name="method", per_minute=600, burst=10)


class Edit(Post):
    """Another kind of job that calls the same method."""

    kind = "edit"


class Counting(Remote):
    """Knows how many calls were under way at most."""

    under_way = most = 0

    async def post(self, subject: str, words: str, *, key: str) -> str:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            return await super().post(subject, words, key=key)
        finally:
            self.under_way -= 1


class Pair:
    """Two houses with one database, one clock and one system at the other end."""

    def __init__(self, house: House) -> None:
        self.one, self.other = house, House(house.database)
        self.remote = Counting()
        self.one.remote = self.other.remote = self.remote
        self.other.clock = self.one.clock

    async def open(self, limits: Limits, *, edits: Limits | None = None) -> None:
        await self.one.close()
        for house in (self.one, self.other):
            await house.open(limits, Edit(self.remote, edits or limits))

    async def wait(self, time: timedelta) -> None:
        self.one.clock.advance(time)
        await self.quiet()

    async def quiet(self) -> None:
        """What rests in one of them stirs in the eyes of the other, so one that is idle says it for both; on SQLite
        each sees its own lanes only.
        """
        both = {asyncio.create_task(house.quiet()) for house in (self.one, self.other)}
        is_shared = not self.one.database.is_sqlite
        done, waiting = await asyncio.wait(both, return_when="FIRST_COMPLETED" if is_shared else "ALL_COMPLETED")
        for task in waiting:
            task.cancel()
        await asyncio.gather(*done)


@pytest.fixture
async def pair(house: House) -> AsyncIterator[Pair]:
    pair = Pair(house)
    yield pair
    await pair.other.close()


async def test_no_more_calls_are_under_way_than_a_tenant_has_seats(pair: Pair):
    await pair.open(patient(seats=Seats(name="tenant", count=2)))
    gate = asyncio.Event()
    for number in range(6):
        pair.remote.held[f"{number}"] = gate
        await (pair.one, pair.other)[number % 2].ask(f"{number}", lane=f"{number}")
    await eventually(lambda: moved_on(pair, begun=2))
    for _ in range(3):
        pair.one.clock.advance(0.2 * SECOND)
    assert len(pair.remote.calls) == 2

    gate.set()

    await eventually(lambda: moved_on(pair, sent=6))
    assert pair.remote.most == 2
    assert set(pair.remote.times.values()) == {1}


async def test_a_seat_of_the_dead_lapses(pair: Pair):
    await pair.open(patient(seats=Seats(name="tenant", count=1)))
    pair.remote.held["dead"] = asyncio.Event()
    await pair.one.ask("dead", lane="a")
    await eventually(lambda: pair.remote.under_way == 1)
    await pair.other.ask("next", lane="b")

    await eventually(lambda: moved_on(pair, sent=1))

    assert pair.remote.subjects == ["next"]


async def test_who_is_told_no_time_holds_everybody_back_longer_each_time(pair: Pair):
    await pair.open(patient(back_off=BackOff(first=2 * SECOND)))
    pair.remote.always = Unavailable("paper", "Too many.")
    await pair.one.ask("first", lane="a")
    await pair.quiet()
    await pair.other.ask("second", lane="b")

    await pair.wait(1.9 * SECOND)
    assert len(pair.remote.calls) == 1

    await pair.wait(0.2 * SECOND)
    assert len(pair.remote.calls) == 2

    await pair.wait(3.7 * SECOND)
    assert len(pair.remote.calls) == 2

    pair.remote.always = None
    await eventually(lambda: moved_on(pair, sent=2))
    assert sorted(pair.remote.subjects) == ["first", "second"]


async def test_a_retry_after_holds_every_kind_that_calls_the_method(pair: Pair):
    own, others = (Bucket(name=name, per_minute=600, burst=10) for name in ("posts", "edits"))
    await pair.open(patient(bucket=own, method=METHOD), edits=patient(bucket=others, method=METHOD))
    pair.remote.before["first"].append(Unavailable("paper", "Too many.", retry_after=30))
    await pair.one.ask("first", lane="a")
    await pair.quiet()

    await pair.other.ask("second", lane="b", kind="edit")
    await pair.wait(27 * SECOND)
    assert pair.remote.calls == ["first"]

    await eventually(lambda: moved_on(pair, sent=2))
    assert sorted(pair.remote.subjects) == ["first", "second"]


async def test_what_a_job_was_told_is_known_to_those_who_only_look(pair: Pair):
    await pair.open(limits_for(WRIKE, calls=1))
    pair.remote.before["first"].append(Unavailable("paper", "Too many.", retry_after=30))
    await pair.one.ask("first", lane="a")
    await pair.quiet()

    async with pair.other.database.read() as session:
        now = pair.one.clock.wall()
        assert await is_held(session, WRIKE, at=now + 29 * SECOND)
        assert not await is_held(session, WRIKE, at=now + 31 * SECOND)


async def test_a_bucket_is_one_for_all_replicas(pair: Pair):
    await pair.open(patient(bucket=Bucket(name="token", per_minute=60)))
    for number in range(6):
        await (pair.one, pair.other)[number % 2].ask(f"{number}", lane=f"{number}")
    await pair.quiet()
    assert len(pair.remote.calls) == 1

    for _ in range(3):
        await pair.wait(SECOND)
    assert len(pair.remote.calls) <= 4


def moved_on(pair: Pair, *, begun: int = 0, sent: int = 0) -> bool:
    """Time passes until so much has begun, or was sent."""
    pair.one.clock.advance(0.2 * SECOND)
    return len(pair.remote.calls) >= begun and len(pair.remote.subjects) >= sent
