"""Readiness: nothing is sent to a process that leaves, or whose database is away."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from bot.config import Config, Unusable
from bot.db import Database
from bot.readiness import Readiness
from bot.service import open_house, receiving
from sandbox.serve import Sandbox
from tests.conftest import free_ports
from tests.house.sizes import ROOT
from tests.loopback import loopback
from tests.waiting import eventually


async def test_who_leaves_says_so_while_the_door_is_still_open(sandbox: Sandbox, tmp_path: Path) -> None:
    at = sandbox.world.addresses
    config = Config(data=tmp_path, policy=ROOT / "galley.yml", port=free_ports())
    noticed = asyncio.Event()

    async with AsyncExitStack() as stack, loopback(f"http://127.0.0.1:{config.port}") as http:
        house = await stack.enter_async_context(open_house(config.in_sandbox(at.page, slack=at.slack, wrike=at.wrike)))
        await stack.enter_async_context(receiving(house, wait=lambda _: noticed.wait()))
        await eventually(lambda: _is_ready(http))
        with pytest.raises(Unusable, match="GALLEY_PORT"):  # the port is ours, and whoever starts a second one hears it
            await stack.enter_async_context(receiving(house))

        ending = asyncio.create_task(stack.pop_all().aclose())
        answer = await eventually(lambda: _refusal(http))
        alive = await http.get("/health")
        noticed.set()
        await ending

    assert answer == {"ready": False, "problems": ["Galley is stopping."]}
    assert alive.is_success


async def test_without_its_database_it_is_not_ready() -> None:
    db = Database(f"postgresql://nobody@127.0.0.1:{free_ports()}/nothing")

    (problem,) = await Readiness(db, None, asyncio.Event()).problems()

    assert "cannot be reached" in problem
    await db.close()


async def _is_ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/ready")).is_success
    except httpx.ConnectError:
        return False


async def _refusal(http: httpx.AsyncClient) -> dict[str, object] | None:
    answer = await http.get("/ready")
    return None if answer.is_success else answer.json()
