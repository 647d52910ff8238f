"""A click until its acknowledgement, beside Bolt alone: `python -m tests.bench.bench_acknowledgement`."""

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table
from sqlmodel import func, select

from bot.db import Database
from models.approval import Decision
from sandbox.world import Addresses
from tests.bench.clicking import Waits, at_a_rate, one_by_one
from tests.bench.questions import fill
from tests.conftest import free_ports
from tests.loopback import loopback
from tests.waiting import eventually

ALONE, RATED, RATE = 200, 1000, 100


async def main() -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        port = free_ports()
        addresses = Addresses.from_port(port)
        # a process of its own, or it would share the load generator's time
        async with _running(["-m", "sandbox", "--port", str(port)], f"{addresses.page}/control/health"):
            api = f"{addresses.slack}/api/"
            measured = {
                "Bolt alone, default": await _bolt("default", api),
                "Bolt alone, before response": await _bolt("before", api),
                "Galley, decision committed": await _galley(Path(folder), addresses),
            }
    table = Table(
        "",
        "p50 of 1 client",
        f"p50 at {RATE}/s",
        f"p99 at {RATE}/s",
        "longest",
        "failed",
        title="Click to acknowledgement, ms",
    )
    for name, (alone, rated) in measured.items():
        figures = (alone.at(0.5), rated.at(0.5), rated.at(0.99), rated.each[-1])
        table.add_row(name, *(f"{one:.1f}" for one in figures), str(alone.failed + rated.failed))
    console.print(table)
    bolt, galley = measured["Bolt alone, default"], measured["Galley, decision committed"]
    console.print(
        f"Median of one client: {galley[0].at(0.5) / bolt[0].at(0.5):.2f} x Bolt's default (at most 1.00 wanted)"
    )


async def _bolt(mode: str, api: str) -> tuple[Waits, Waits]:
    port = free_ports()
    address = f"http://127.0.0.1:{port}"
    async with _running(["-m", "tests.bench.bare_bolt", str(port), mode, api], f"{address}/health"):
        return await _clicked(address, [f"S{number}" for number in range(ALONE + RATED)])


async def _galley(data: Path, addresses: Addresses) -> tuple[Waits, Waits]:
    stages, port = await fill(data, ALONE + RATED), free_ports()
    address = f"http://127.0.0.1:{port}"
    env = {
        "GALLEY_DATA": str(data),
        "GALLEY_PORT": str(port),
        "GALLEY_SLACK_TRANSPORT": "http",
        "GALLEY_SANDBOX_URL": addresses.page,
        "GALLEY_LOG_LEVEL": "WARNING",
        "SLACK_API_URL": f"{addresses.slack}/api/",
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_SIGNING_SECRET": "sandbox-signing-secret",
    }
    async with _running(["-m", "bot", "run"], f"{address}/health", env):
        measured = await _clicked(address, stages)
    await _all_committed(data, len(stages))
    return measured


async def _clicked(address: str, stages: Sequence[str]) -> tuple[Waits, Waits]:
    await one_by_one(address, stages[:20])
    alone = await one_by_one(address, stages[20:ALONE])
    return alone, await at_a_rate(address, stages[ALONE:], per_second=RATE)


async def _all_committed(data: Path, expected: int) -> None:
    db = Database(f"sqlite:///{data / 'galley.db'}")
    await db.open()
    async with db.read() as session:
        kept = (await session.exec(select(func.count()).select_from(Decision))).one()
    await db.close()
    if kept != expected:
        raise SystemExit(f"{expected} clicks were acknowledged and {kept} decisions are in the database")


@contextlib.asynccontextmanager
async def _running(arguments: list[str], health: str, env: dict[str, str] | None = None) -> AsyncIterator[None]:
    child = await asyncio.create_subprocess_exec(sys.executable, *arguments, env={**os.environ, **(env or {})})
    try:
        async with loopback() as http:
            await eventually(lambda: _answers(http, health), within=30)
        yield
    finally:
        child.terminate()
        await child.wait()


async def _answers(http: httpx.AsyncClient, health: str) -> bool:
    try:
        return (await http.get(health)).is_success
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    asyncio.run(main())
