"""Several processes on one PostgreSQL, each with its role: one takes in, another sends."""

import os
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot import clicks
from bot.config import Config, Role
from sandbox.serve import Sandbox
from tests.conftest import free_ports
from tests.journeys.photos import photo
from tests.journeys.stage import Stage
from tests.loopback import at_desk
from tests.waiting import eventually


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_one_takes_in_and_another_sends(config: Config, sandbox: Sandbox) -> None:
    async with at_desk(sandbox) as http:
        stage = Stage(http)
        async with playing(Role.WEB, config):
            await eventually(stage.is_connected)
            await stage.drop("uploader", "intake", ("hero.jpg", photo()))
            assert said(sandbox) == 0

            async with playing(Role.WORKER, config):
                card = await eventually(stage.card)
                await stage.click("designer1", card, clicks.APPROVE)
                await eventually(lambda: goes_on(stage))

    assert said(sandbox) > 0


async def goes_on(stage: Stage) -> bool:
    card = await stage.card()
    return card is not None and "*Brand*" in card.words


def said(sandbox: Sandbox) -> int:
    return sum("chat." in call.path for call in sandbox.world.calls.since(system="slack"))


@asynccontextmanager
async def playing(role: Role, config: Config) -> AsyncIterator[Process]:
    command = (sys.executable, "-m", "bot", "run", "--role", role)
    process = await create_subprocess_exec(*command, env={**os.environ, **environment(config)}, stderr=PIPE)
    try:
        yield process
    finally:
        process.terminate()
        _, log = await process.communicate()
        assert process.returncode == 0
        assert b"token" not in log  # Bolt finds none in the environment that it would have to leave aside


def environment(config: Config) -> dict[str, str]:
    return {
        "GALLEY_DATA": str(config.data),
        "GALLEY_POLICY": str(config.policy),
        "GALLEY_DATABASE_URL": config.database,
        "GALLEY_PORT": str(free_ports()),
        "GALLEY_SANDBOX_URL": str(config.sandbox_url),
        "GALLEY_LOG_LEVEL": "WARNING",
        "SLACK_API_URL": config.slack_api_url,
        "SLACK_BOT_TOKEN": config.bot_token,
        "SLACK_APP_TOKEN": config.app_token,
        "SLACK_SIGNING_SECRET": config.signing_secret,
    }
