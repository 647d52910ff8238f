"""Being told to stop: every role finishes what it is sending, leaves in time, and the next one goes on where it was."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest

from bot.chaos.replicas import live
from bot.config import Config
from sandbox.serve import Sandbox
from tests.conftest import free_ports
from tests.journeys.photos import photo
from tests.journeys.stage import Stage
from tests.journeys.tally import Expected, count
from tests.loopback import at_desk, loopback
from tests.nursery import Child, born
from tests.waiting import PATIENCE_S, eventually

TITLES = ("one", "two", "three")


@pytest.mark.parametrize(
    ("database", "roles"), [("sqlite", ["all"]), ("postgresql", ["web", "worker"])], indirect=["database"]
)
async def test_whoever_is_told_to_stop_finishes_and_nothing_is_lost_or_doubled(
    config: Config, sandbox: Sandbox, roles: Sequence[str]
) -> None:
    async with at_desk(sandbox) as http:
        stage = Stage(http)
        async with running(config, roles) as processes:
            await eventually(stage.is_connected)
            await stage.post("faults", system="slack", kind="slow", match="chat.postMessage", rate=1.0)
            await stage.drop("uploader", "intake", *((f"{title}.jpg", photo(n)) for n, title in enumerate(TITLES)))
            await eventually(lambda: _is_speaking(stage))
            assert await leave(processes) == [0] * len(roles)

        sandbox.world.faults.disarm()
        async with running(config, roles) as processes:
            await eventually(lambda: _has_all(stage))
            assert await leave(processes) == [0] * len(roles)
        tally = await count(stage, config.data / "library", [Expected(title=one, is_approved=False) for one in TITLES])

    assert tally.doubled == ()
    assert [tally.found["card"][title] for title in TITLES] == [1, 1, 1]
    assert [tally.found["receipt"][title] for title in TITLES] == [1, 1, 1]


async def leave(processes: Sequence[Child]) -> list[int | None]:
    """How each of them ended, all told at the same moment."""
    for process in processes:
        process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE_S):
        return list(await asyncio.gather(*(process.wait() for process in processes)))


async def _is_speaking(stage: Stage) -> bool:
    return any(call["path"].endswith("chat.postMessage") for call in await stage.calls("slack"))


async def _has_all(stage: Stage) -> bool:
    card = await stage.card()
    receipts = [one for one in await stage.messages("uploader", "intake") if one.raw.get("reply_count")]
    return card is not None and bool(receipts) and all(title in card.words for title in TITLES)


@asynccontextmanager
async def running(config: Config, roles: Sequence[str]) -> AsyncIterator[list[Child]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(_replica(config, role)) for role in roles]


@asynccontextmanager
async def _replica(config: Config, role: str) -> AsyncIterator[Child]:
    port = free_ports()
    env = {
        "GALLEY_DATA": str(config.data),
        "GALLEY_POLICY": str(config.policy),
        "GALLEY_DATABASE_URL": config.database,
        "GALLEY_PORT": str(port),
        "GALLEY_ROLE": role,
        "GALLEY_SANDBOX_URL": str(config.sandbox_url),
        "GALLEY_LOG_LEVEL": "ERROR",
        "SLACK_API_URL": config.slack_api_url,
        "SLACK_BOT_TOKEN": config.bot_token,
        "SLACK_APP_TOKEN": config.app_token,
    }
    replica = await born(live, env, config.policy.with_name(f"{role}.log"))
    try:
        await eventually(lambda: _is_ready(port))
        yield replica
    finally:
        replica.kill()
        await replica.wait()


async def _is_ready(port: int) -> bool:
    try:
        async with loopback(f"http://127.0.0.1:{port}") as http:
            return (await http.get("/ready")).is_success
    except httpx.TransportError:
        return False
