"""galley doctor --watch, as an operator has it: beside a running Galley, on a terminal or not, until Ctrl-C."""

import asyncio
import json
import os
import pty
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import clicks
from bot.config import Config
from tests.databases import BOTH
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.waiting import PATIENCE_S, eventually

Document = dict[str, Any]


@pytest.mark.parametrize("database", BOTH, indirect=True)
async def test_the_watch_sees_a_story_and_leaves_on_ctrl_c(galley: Galley) -> None:
    async with watching(galley.config, "--json") as watch:
        await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
        await galley.stage.click("designer1", await eventually(galley.stage.card), clicks.APPROVE)
        await galley.house.jobs.settled()
        await galley.stage.advance("PT30S")  # whoever waited for slow files need wait no longer

        seen = await until(watch, lambda one: not one["queues"] and (one["acknowledged_s"] or {}).get("p50"))
        assert (seen["state"], seen["troubles"], seen["problem"]) == ("ready", [], None)
        assert seen["replicas"] == (None if galley.house.db.is_sqlite else 1)
        assert seen["calls"]["slack 200"] >= 8

        watch.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(watch.wait(), PATIENCE_S) == 0


async def test_a_terminal_shows_a_table_and_a_file_gets_lines(tmp_path: Path) -> None:
    config = Config(data=tmp_path, port=1)
    ours, theirs = pty.openpty()
    async with watching(config, out=theirs) as child, watching(config) as lines:
        os.close(theirs)
        shown = await asyncio.to_thread(_shown, ours, b"has not run yet")
        told = await read(lines)
        child.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(child.wait(), PATIENCE_S) == 0
    os.close(ours)

    assert b"not running" in shown
    assert b"\x1b[" in shown  # drawn in place
    assert b"Galley is not running" in told


def _shown(terminal: int, wanted: bytes) -> bytes:
    shown = b""
    while wanted not in shown:
        shown += os.read(terminal, 4096)
    return shown


async def until(child: asyncio.subprocess.Process, is_it: Any) -> Document:
    async with asyncio.timeout(PATIENCE_S):
        while not is_it(document := json.loads(await read(child))):
            continue
    found: Document = document
    return found


async def read(child: asyncio.subprocess.Process) -> bytes:
    assert child.stdout is not None
    return await asyncio.wait_for(child.stdout.readline(), PATIENCE_S)


@asynccontextmanager
async def watching(
    config: Config, *options: str, out: int = asyncio.subprocess.PIPE
) -> AsyncIterator[asyncio.subprocess.Process]:
    env = {
        **os.environ,
        "GALLEY_DATA": str(config.data),
        "GALLEY_PORT": str(config.port),
        "GALLEY_DATABASE_URL": config.database,
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "TERM": "xterm",
    }
    command = [sys.executable, "-m", "bot", "doctor", "--watch", "--every", "0.2", *options]
    child = await asyncio.create_subprocess_exec(*command, stdout=out, env=env)
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
