"""The part of the control API that belongs to no system."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sandbox.clock import FIRST_MORNING
from sandbox.serve import Sandbox
from tests.loopback import loopback


@pytest.fixture
async def desk(sandbox: Sandbox):
    async with loopback(sandbox.world.addresses.page) as client:
        yield client


async def test_health_says_whether_a_bot_is_there(desk: httpx.AsyncClient):
    answer = await desk.get("/control/health")

    assert (answer.status_code, answer.json()["bot"]) == (200, "absent")


async def test_the_clock_starts_on_the_first_morning(desk: httpx.AsyncClient):
    now = datetime.fromisoformat((await desk.get("/control/clock")).json()["now"])

    assert timedelta() <= now - FIRST_MORNING < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("P2W", timedelta(weeks=2)),
        ("PT90M", timedelta(minutes=90)),
        ("PT1.5S", timedelta(seconds=1.5)),
    ],
)
async def test_the_clock_jumps_by_a_duration(desk: httpx.AsyncClient, duration: str, expected: timedelta):
    before = datetime.fromisoformat((await desk.get("/control/clock")).json()["now"])

    after = datetime.fromisoformat((await desk.post("/control/clock", json={"advance": duration})).json()["now"])

    assert expected <= after - before < expected + timedelta(seconds=5)


async def test_the_clock_can_be_set(desk: httpx.AsyncClient):
    answer = await desk.post("/control/clock", json={"set": "2026-03-28T08:00:00Z"})

    now = datetime.fromisoformat(answer.json()["now"])
    assert timedelta() <= now - datetime(2026, 3, 28, 8, tzinfo=UTC) < timedelta(seconds=5)


async def test_who_waits_for_the_clock_hears_of_a_jump(desk: httpx.AsyncClient):
    seen = (await desk.get("/control/clock")).json()["version"]
    waiting = asyncio.create_task(desk.get("/control/clock", params={"seen": seen, "wait": 30}))

    await desk.post("/control/clock", json={"advance": "P1D"})

    assert (await asyncio.wait_for(waiting, 5)).json()["version"] == seen + 1


async def test_who_has_not_seen_the_last_jump_need_not_wait(desk: httpx.AsyncClient):
    answer = await asyncio.wait_for(desk.get("/control/clock", params={"seen": 0, "wait": 30}), 5)

    assert answer.json()["version"] > 0


async def test_a_wait_ends_without_a_jump(desk: httpx.AsyncClient):
    seen = (await desk.get("/control/clock")).json()["version"]

    answer = await desk.get("/control/clock", params={"seen": seen, "wait": 0.05})

    assert answer.json()["version"] == seen


async def test_faults_are_armed_listed_and_disarmed(desk: httpx.AsyncClient):
    await desk.post("/control/faults", json={"system": "slack", "kind": "error", "match": "chat.", "times": 2})
    assert [fault["match"] for fault in (await desk.get("/control/faults")).json()["faults"]] == ["chat."]

    assert (await desk.delete("/control/faults")).json() == {"faults": []}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/control/clock", b""),
        ("POST", "/control/clock", b"[]"),
        ("POST", "/control/clock", b"{}"),
        ("POST", "/control/clock", b'{"advance": "tomorrow"}'),
        ("POST", "/control/clock", b'{"advance": "P"}'),
        ("POST", "/control/clock", b'{"advance": "P1DT"}'),
        ("POST", "/control/clock", b'{"advance": "P99999999D"}'),
        ("POST", "/control/clock", b'{"set": "2026-03-28T08:00:00"}'),
        ("POST", "/control/clock", b'{"jump": "P1D"}'),
        ("GET", "/control/clock?seen=x", b""),
        ("GET", "/control/clock?seen=1&wait=-1", b""),
        ("POST", "/control/faults", b'{"system": "slack"}'),
        ("POST", "/control/faults", b'{"system": "fax", "kind": "error"}'),
        ("POST", "/control/faults", b'{"system": "slack", "kind": "fire"}'),
        ("POST", "/control/faults", b'{"system": "slack", "kind": "error", "times": 0}'),
        ("POST", "/control/faults", b'{"system": "slack", "kind": "error", "rate": 2}'),
        ("POST", "/control/faults", b'{"system": "slack", "kind": ["error"]}'),
        ("GET", "/control/calls?system=fax", b""),
        ("GET", "/control/calls?since=yesterday", b""),
        ("GET", "/control/stream?since=x", b""),
    ],
)
async def test_bad_input_is_answered_with_a_sentence(desk: httpx.AsyncClient, method: str, path: str, body: bytes):
    answer = await desk.request(method, path, content=body)

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/control/no", 404), ("GET", "/control/reset", 405)])
async def test_an_unknown_call_is_refused_as_json(desk: httpx.AsyncClient, method: str, path: str, status: int):
    answer = await desk.request(method, path)

    assert (answer.status_code, list(answer.json())) == (status, ["error"])


async def test_calls_are_listed_by_system_and_time(desk: httpx.AsyncClient, sandbox: Sandbox):
    async with loopback() as client:
        await client.get(sandbox.world.addresses.wrike + "/api/v4/account")
    now = (await desk.get("/control/clock")).json()["now"]

    assert len((await desk.get("/control/calls?system=wrike")).json()["calls"]) == 1
    assert (await desk.get("/control/calls", params={"since": now})).json() == {"calls": []}


async def test_everybody_is_listed(desk: httpx.AsyncClient):
    people = (await desk.get("/control/people")).json()["people"]

    assert {"uploader", "brand", "lead", "stranger"} <= {person["role"] for person in people}


async def test_the_stream_tells_what_changed(desk: httpx.AsyncClient, sandbox: Sandbox):
    async with desk.stream("GET", "/control/stream?since=0") as stream:
        sandbox.world.feed.tell("wrike", "task", id="T1")
        async with asyncio.timeout(5):
            data = [line async for line in _until(stream, "T1")][-1]

    assert json.loads(data.removeprefix("data: ")) == {"system": "wrike", "kind": "task", "id": "T1"}


async def _until(stream: httpx.Response, word: str):
    async for line in stream.aiter_lines():
        yield line
        if word in line:
            return


async def test_a_reset_goes_back_to_the_first_morning(desk: httpx.AsyncClient):
    await desk.post("/control/clock", json={"advance": "P3D"})
    await desk.post("/control/faults", json={"system": "slack", "kind": "error"})

    now = datetime.fromisoformat((await desk.post("/control/reset")).json()["now"])

    assert now - FIRST_MORNING < timedelta(seconds=5)
    assert (await desk.get("/control/faults")).json() == {"faults": []}
