"""A fresh room with a board in it for every test."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.db import Database
from connectors.oauth import BearerAuth
from connectors.wrike.declaration import open_board
from sandbox.serve import Sandbox
from tests.bot.tasks.room import Room
from tests.clocks import HeldClock
from tests.conftest import free_ports
from tests.databases import new_database


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite, unless a file of tests asks for both."""
    return new_database(getattr(request, "param", "sqlite"), request, tmp_path)


@pytest.fixture
async def room(database: Database, sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Room]:
    board = open_board(base_url=sandbox.world.addresses.wrike, auth=BearerAuth("wrike-sandbox"))
    room = Room(
        database=database,
        sandbox=sandbox,
        clock=HeldClock(sandbox.world.clock.now()),
        board=board,
        folder=tmp_path / "data",
        port=free_ports(),
    )
    server = uvicorn.Server(_config(room))
    serving = asyncio.create_task(server.serve())
    await room.open()
    yield room
    await room.jobs.drain(within=timedelta(seconds=2))
    server.should_exit = True
    await serving
    await board.aclose()


def _config(room: Room) -> uvicorn.Config:
    app = Starlette(routes=room.its.routes)
    return uvicorn.Config(app, host="127.0.0.1", port=room.port, lifespan="off", log_config=None, access_log=False)
