"""A bad day strikes before the work, after it, or not at all; and every call is written down."""

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from sandbox.faults import Kind
from sandbox.serve import Sandbox
from sandbox.world import World
from tests.loopback import loopback

CUT = (httpx.RemoteProtocolError, httpx.ReadError)


@pytest.fixture
async def wrike(sandbox: Sandbox):
    headers = {"Authorization": "bearer wrike-sandbox"}
    async with loopback(sandbox.world.addresses.wrike, headers=headers) as client:
        yield client


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    return sandbox.world


async def test_a_call_is_written_down_with_who_made_it(world: World, wrike: httpx.AsyncClient):
    await wrike.get("/api/v4/account")

    [call] = world.calls.since(system="wrike")
    assert (call.method, call.path, call.status, call.who) == ("GET", "/api/v4/account", 200, "integration")


async def test_wrikes_429_says_every_other_time_how_long(world: World, wrike: httpx.AsyncClient):
    world.faults.arm(system="wrike", kind=Kind.RATE_LIMIT, times=2)

    first, second = await wrike.get("/api/v4/account"), await wrike.get("/api/v4/account")

    assert (first.status_code, second.status_code) == (429, 429)
    assert ("retry-after" in first.headers, "retry-after" in second.headers) == (True, False)
    assert first.json()["error"] == "rate_limit_exceeded"


async def test_slacks_429_always_says_how_long(world: World):
    world.faults.arm(system="slack", kind=Kind.RATE_LIMIT, times=2)

    async with loopback(world.addresses.slack) as slack:
        answers = [await slack.post("/api/auth.test") for _ in range(2)]

    assert [answer.headers["retry-after"] for answer in answers] == ["1", "1"]
    assert answers[0].json() == {"ok": False, "error": "ratelimited"}


async def test_an_error_does_no_work(world: World, wrike: httpx.AsyncClient):
    world.faults.arm(system="wrike", kind=Kind.ERROR, times=1)

    answer = await wrike.get("/api/v4/account")

    assert (answer.status_code, answer.json()["error"]) == (500, "server_error")


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.OFFLINE])
async def test_a_cut_connection_gives_no_answer(world: World, wrike: httpx.AsyncClient, kind: Kind):
    world.faults.arm(system="wrike", kind=kind, times=1)

    with pytest.raises(CUT):
        await wrike.get("/api/v4/account")

    [call] = world.calls.since(system="wrike")
    assert (call.status, call.detail) == (0, kind.value)


async def test_a_lost_reply_is_work_done_without_an_answer(world: World, wrike: httpx.AsyncClient):
    [space] = (await wrike.get("/api/v4/spaces")).json()["data"]
    world.faults.arm(system="wrike", kind=Kind.LOST_REPLY, match="/folders", times=1)

    with pytest.raises(CUT):
        await wrike.post(f"/api/v4/folders/{space['id']}/folders", json={"title": "Winter"})

    folders = (await wrike.get("/api/v4/folders")).json()["data"]
    assert "Winter" in [folder["title"] for folder in folders]
    assert [call.status for call in world.calls.since(system="wrike") if call.detail == "lost_reply"] == [200]


async def test_the_vendors_error_word_is_written_down(world: World, wrike: httpx.AsyncClient):
    await wrike.get("/api/v4/tasks", params={"colour": "red"})

    [call] = world.calls.since(system="wrike")
    assert (call.status, call.detail) == (400, "invalid_request")


async def test_a_fault_strikes_only_what_it_names(world: World, wrike: httpx.AsyncClient):
    world.faults.arm(system="wrike", kind=Kind.ERROR, match="/tasks")

    assert (await wrike.get("/api/v4/account")).status_code == 200
    assert (await wrike.get("/api/v4/tasks")).status_code == 500


async def test_offline_refuses_websockets(world: World):
    world.faults.arm(system="slack", kind=Kind.OFFLINE)

    with pytest.raises((WebSocketException, OSError, EOFError)):
        await connect(world.addresses.slack.replace("http", "ws") + "/link/")


async def test_offline_cuts_open_websockets(world: World):
    headers = {"Authorization": "Bearer xapp-sandbox"}
    async with loopback(world.addresses.slack, headers=headers) as slack:
        link = (await slack.post("/api/apps.connections.open")).json()["url"]

    async with connect(link) as bot:
        await bot.recv()
        world.faults.arm(system="slack", kind=Kind.OFFLINE)

        with pytest.raises(ConnectionClosed):
            await bot.recv()
