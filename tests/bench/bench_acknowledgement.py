"""A click until its acknowledgement, beside Bolt alone: `python -m tests.bench.bench_acknowledgement`."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlmodel import func, select

from bot.db import Database
from models.approval import Decision
from sandbox.world import Addresses
from tests.bench.clicking import Waits, at_a_rate, one_by_one
from tests.bench.processes import running
from tests.bench.questions import fill
from tests.bench.targets import Figure, tell
from tests.conftest import free_ports
from tests.postgres import serving

ALONE, RATED, RATES = 200, 1000, (100, 200)
CLICKS = ALONE + RATED * len(RATES)
LONGEST_WANTED = 500
P99_WANTED = {100: 50, 200: 100}

Clicked = tuple[Waits, ...]
"""Of one client, and at each rate."""


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "postgresql", {}) as postgresql:
        addresses = Addresses.from_port(free_ports())
        port = addresses.page.rpartition(":")[2]
        sqlite = f"sqlite:///{Path(folder) / 'sqlite' / 'galley.db'}"
        # a process of its own, or it would share the load generator's time
        async with running(["-m", "sandbox", "--port", port], f"{addresses.page}/control/health"):
            api = f"{addresses.slack}/api/"
            measured = {
                "Bolt alone, default": await _bolt("default", api),
                "Bolt alone, before response": await _bolt("before", api),
                "Galley, SQLite": await _galley(Path(folder) / "sqlite", sqlite, addresses),
                "Galley, PostgreSQL": await _galley(Path(folder) / "pg", postgresql.ready(), addresses),
            }
    _print(measured)
    bolt = measured["Bolt alone, default"][0].at(0.5)
    tell(
        "What is wanted of the acknowledgement",
        [
            figure
            for name in ("Galley, SQLite", "Galley, PostgreSQL")
            for figure in _figures(name, measured[name], bolt)
        ],
    )


def _print(measured: Mapping[str, Clicked]) -> None:
    rates = [words for rate in RATES for words in (f"p50 at {rate}/s", f"p99 at {rate}/s")]
    table = Table("", "p50, 1 client", *rates, "longest", "failed", title="Click to acknowledgement, ms")
    for name, (alone, *rated) in measured.items():
        figures = [alone.at(0.5), *(one.at(share) for one in rated for share in (0.5, 0.99))]
        figures.append(max(one.each[-1] for one in rated))
        table.add_row(name, *(f"{one:.1f}" for one in figures), str(sum(one.failed for one in (alone, *rated))))
    Console().print(table)


def _figures(name: str, clicked: Clicked, bolt: float) -> Iterator[Figure]:
    alone, *rated = clicked
    yield Figure(name=f"{name}: median of one client, x Bolt's default", found=alone.at(0.5) / bolt, at_most=1.0)
    for rate, waits in zip(RATES, rated, strict=True):
        yield Figure(name=f"{name}: p99 at {rate}/s, ms", found=waits.at(0.99), at_most=P99_WANTED[rate])
    yield Figure(name=f"{name}: longest, ms", found=max(one.each[-1] for one in rated), at_most=LONGEST_WANTED)
    yield Figure(name=f"{name}: lost", found=sum(one.failed for one in clicked), at_most=0)


async def _bolt(mode: str, api: str) -> Clicked:
    port = free_ports()
    address = f"http://127.0.0.1:{port}"
    async with running(["-m", "tests.bench.bare_bolt", str(port), mode, api], f"{address}/health"):
        return await _clicked(address, [f"S{number}" for number in range(CLICKS)])


async def _galley(data: Path, database: str, addresses: Addresses) -> Clicked:
    stages, port = await fill(database, CLICKS), free_ports()
    address = f"http://127.0.0.1:{port}"
    env = {
        "GALLEY_DATA": str(data),
        "GALLEY_DATABASE_URL": database,
        "GALLEY_PORT": str(port),
        "GALLEY_SLACK_TRANSPORT": "http",
        "GALLEY_SANDBOX_URL": addresses.page,
        "GALLEY_LOG_LEVEL": "WARNING",
        "SLACK_API_URL": f"{addresses.slack}/api/",
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_SIGNING_SECRET": "sandbox-signing-secret",
    }
    async with running(["-m", "bot", "run"], f"{address}/health", env):
        measured = await _clicked(address, stages)
    await _all_committed(database, len(stages))
    return measured


async def _clicked(address: str, stages: Sequence[str]) -> Clicked:
    await one_by_one(address, stages[:20])
    waits, left = [await one_by_one(address, stages[20:ALONE])], stages[ALONE:]
    for rate in RATES:
        waits.append(await at_a_rate(address, left[:RATED], per_second=rate))
        left = left[RATED:]
    return tuple(waits)


async def _all_committed(database: str, expected: int) -> None:
    db = Database(database)
    await db.open()
    async with db.read() as session:
        kept = (await session.exec(select(func.count()).select_from(Decision))).one()
    await db.close()
    if kept != expected:
        raise SystemExit(f"{expected} clicks were acknowledged and {kept} decisions are in the database")


if __name__ == "__main__":
    asyncio.run(main())
