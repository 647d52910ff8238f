"""The clock room: two times, and following the sandbox's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.clock import FollowedClock, SystemClock
from tests.loopback import loopback
from tests.waiting import eventually

MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=5)


class Page(httpx.AsyncBaseTransport):
    """The sandbox's clock, answering in process."""

    def __init__(self) -> None:
        self.now = MARCH
        self.version = 0
        self.world = "first"
        self.is_away = False
        self.moved = asyncio.Event()

    def move(self, by: timedelta) -> None:
        self.now += by
        self.version += 1
        self.moved.set()
        self.moved = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_away:
            raise httpx.ConnectError("nobody is there")
        asked = request.url.params
        if int(asked.get("wait", 0)) and int(asked["seen"]) == self.version:
            await self.moved.wait()
        return httpx.Response(200, json={"now": self.now.isoformat(), "version": self.version, "world": self.world})


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
async def clock(page: Page) -> AsyncIterator[FollowedClock]:
    async with loopback(transport=page) as http:
        yield FollowedClock("http://page", http, patience=timedelta(0))


@asynccontextmanager
async def following(clock: FollowedClock) -> AsyncIterator[None]:
    task = asyncio.create_task(clock.follow())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_the_machines_clock_is_in_utc():
    assert SystemClock().now().tzinfo is UTC
    assert SystemClock().wall() - SystemClock().now() < A_MOMENT


async def test_a_followed_clock_takes_the_sandboxs_time(clock: FollowedClock):
    await clock.read()

    assert MARCH <= clock.now() < MARCH + A_MOMENT


async def test_real_time_is_never_the_sandboxs(clock: FollowedClock):
    await clock.read()

    assert abs(clock.wall() - datetime.now(UTC)) < A_MOMENT


async def test_a_followed_clock_runs_on_by_itself(clock: FollowedClock):
    await clock.read()
    first = clock.now()

    await eventually(lambda: clock.now() > first)


async def test_a_jump_is_followed_and_wakes_those_who_wait(clock: FollowedClock, page: Page):
    jumps: list[datetime] = []
    clock.on_jump(lambda: jumps.append(clock.now()))

    async with following(clock):
        await eventually(lambda: len(jumps) == 1)
        page.move(timedelta(days=3))
        await eventually(lambda: len(jumps) == 2)

    assert jumps[1] >= MARCH + timedelta(days=3)


async def test_an_answer_without_a_jump_wakes_nobody(clock: FollowedClock):
    await clock.read()
    jumps: list[str] = []
    clock.on_jump(lambda: jumps.append("jump"))

    await clock.read()

    assert jumps == []


async def test_a_sandbox_that_goes_away_and_comes_back_is_followed_again(clock: FollowedClock, page: Page):
    await clock.read()
    page.is_away = True

    async with following(clock):
        await eventually(lambda: clock.now() > MARCH)
        page.move(timedelta(days=3))
        page.is_away = False
        await eventually(lambda: clock.now() > MARCH + timedelta(days=3))


async def test_a_reset_of_the_sandbox_ends_its_world(page: Page, clock: FollowedClock):
    ended = asyncio.Event()
    await clock.read()
    clock.on_end(ended.set)

    async with following(clock):
        page.move(timedelta(days=1))
        await eventually(lambda: clock.now() >= MARCH + timedelta(days=1))
        assert not ended.is_set()

        page.world = "second"
        page.move(timedelta(days=-1))
        await asyncio.wait_for(ended.wait(), 5)
