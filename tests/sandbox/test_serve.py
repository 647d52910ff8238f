"""Five ports, started and stopped together."""

import asyncio
import signal
import sys
import time
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import connect

from sandbox.serve import PortTaken, Sandbox
from tests.conftest import free_ports
from tests.loopback import loopback


async def test_it_stops_within_a_second_while_somebody_listens():
    async with loopback() as client:
        async with Sandbox(free_ports()) as sandbox:
            request = client.build_request("GET", sandbox.world.addresses.page + "/control/stream")
            stream = await client.send(request, stream=True)
            began = time.monotonic()

        assert time.monotonic() - began < 1
        await stream.aclose()


async def test_it_stops_within_a_second_while_a_bot_is_connected():
    async with AsyncExitStack() as after, Sandbox(free_ports()) as sandbox:
        headers = {"Authorization": "Bearer xapp-sandbox"}
        async with loopback(sandbox.world.addresses.slack, headers=headers) as slack:
            link = (await slack.post("/api/apps.connections.open")).json()["url"]
        await after.enter_async_context(connect(link))
        assert await bot_at(sandbox) == "connected"
        after.callback(assert_quick, since=time.monotonic())


async def bot_at(sandbox: Sandbox) -> str:
    async with loopback() as client:
        return (await client.get(sandbox.world.addresses.page + "/control/health")).json()["bot"]


def assert_quick(*, since: float) -> None:
    assert time.monotonic() - since < 1


async def test_a_taken_port_is_said():
    async with Sandbox(free_ports()) as first:
        port = int(first.world.addresses.page.rpartition(":")[2])

        with pytest.raises(PortTaken, match=f"Port {port} is taken"):
            await Sandbox(port).__aenter__()


async def test_the_ports_are_free_again_afterwards():
    port = free_ports()
    for _ in range(2):
        async with Sandbox(port) as sandbox, loopback() as client:
            answer = await client.get(sandbox.world.addresses.page + "/control/health")
            assert answer.status_code == 200


@pytest.mark.parametrize("system", ["workfront", "mediavalet"])
async def test_what_is_not_played_yet_says_so(sandbox: Sandbox, system: str):
    async with loopback() as client:
        there = await client.get(getattr(sandbox.world.addresses, system) + "/anything")
        control = await client.get(f"{sandbox.world.addresses.page}/control/{system}")

    assert (there.status_code, control.status_code) == (501, 501)
    assert "does not play" in there.text
    assert "does not play" in control.json()["error"]


async def test_alone_it_says_where_it_is_and_stops_when_told():
    port = str(free_ports())
    alone = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", port, stdout=asyncio.subprocess.PIPE
    )
    assert alone.stdout is not None
    async with asyncio.timeout(20):
        said = await alone.stdout.readline()
        alone.send_signal(signal.SIGTERM)
        code = await alone.wait()

    assert (said, code) == (f"The sandbox is open at http://127.0.0.1:{port}\n".encode(), 0)
