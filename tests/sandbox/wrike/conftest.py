"""One Wrike account, in process, and the two tokens that always exist."""

from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox.world import Addresses, World
from sandbox.wrike.app import WrikeStandIn
from tests.loopback import loopback
from tests.sandbox.wrike.listener import Listener


@pytest.fixture
def world() -> World:
    return World(addresses=Addresses.from_port(1))


@pytest.fixture
async def wrike(world: World) -> AsyncIterator[WrikeStandIn]:
    stand_in = WrikeStandIn(world, retry_spacing_s=0.01)
    yield stand_in
    await stand_in.aclose()


def client_of(wrike: WrikeStandIn, token: str) -> httpx.AsyncClient:
    return loopback(
        base_url="http://wrike/api/v4",
        transport=httpx.ASGITransport(wrike.asgi),
        headers={"Authorization": f"bearer {token}"},
    )


@pytest.fixture
async def api(wrike: WrikeStandIn) -> AsyncIterator[httpx.AsyncClient]:
    """The integration user's calls."""
    async with client_of(wrike, "wrike-sandbox") as client:
        yield client


@pytest.fixture
async def lead(wrike: WrikeStandIn) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(wrike, "wrike-person") as client:
        yield client


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with Listener() as listening:
        yield listening
