"""Look-alikes: what a look-up costs among a million, and what it finds: `python -m tests.bench.bench_likeness`.

The hashes are drawn by chance. Each is sought by another that differs from it in as many bits as the column says.
"""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table
from sqlalchemy import make_url

from bot.db import Database
from bot.looks import alike
from bot.migrate import migrate
from models.asset import Version
from models.likeness import REACH, look_of, marks
from tests.clocks import MONDAY_NOON
from tests.postgres import serving

LIBRARIES = (10_000, 100_000, 1_000_000)
ASKED = 40
TEAM = "T0123456789"

Row = tuple[str, int, int, str]


@dataclass(frozen=True, kw_only=True)
class Found:
    """Milliseconds, sorted; and of those that were sought at a distance, how many were found."""

    waited: tuple[float, ...]
    recall: dict[int, float]


async def main() -> None:
    table = Table(title="A look-up of look-alikes", title_justify="left")
    for column in ("Database", "Pictures", "p50 ms", "p99 ms", *(f"{apart} bits" for apart in range(0, REACH + 1, 2))):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "postgresql", {}) as postgresql:
        for size in LIBRARIES:
            for name, url in (("SQLite", f"sqlite:///{folder}/{size}.db"), ("PostgreSQL", postgresql.empty())):
                found = await measure(url, size)
                waited = (found.waited[len(found.waited) // 2], found.waited[int(len(found.waited) * 0.99)])
                shares = (f"{found.recall[apart]:.0%}" for apart in range(0, REACH + 1, 2))
                table.add_row(name, f"{size:,}", *(f"{one:.1f}" for one in waited), *shares)
    Console().print(table)


async def measure(url: str, size: int) -> Found:
    migrate(url)
    chance = random.Random(size)
    hashes = [chance.getrandbits(64) for _ in range(size)]
    _fill(url, (row for number, one in enumerate(hashes) for row in _rows(number, one)))
    database = Database(url)
    await database.open()
    try:
        return await _seek(database, hashes, chance)
    finally:
        await database.close()


def _fill(url: str, rows: Iterator[Row]) -> None:
    """Beside the house, where nobody asks for the versions that these rows speak of."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(place.database or "")) as file:
            file.executemany("INSERT INTO likeness VALUES (?, ?, ?, ?)", rows)
            file.commit()
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        with server.cursor().copy("COPY likeness FROM STDIN") as copying:
            for row in rows:
                copying.write_row(row)
        server.execute("VACUUM ANALYZE likeness")


def _rows(number: int, bits: int) -> Iterator[Row]:
    look = look_of(f"{bits:016x}")
    for mark in marks(look):
        yield TEAM, mark, look, f"{number:026d}"


async def _seek(database: Database, hashes: list[int], chance: random.Random) -> Found:
    waited, recall = [], {}
    for apart in range(REACH + 1):
        hits = 0
        for number in chance.sample(range(len(hashes)), ASKED):
            began = time.perf_counter()
            async with database.read() as session:
                found = await alike(session, _seen(hashes[number], apart, chance))
            waited.append((time.perf_counter() - began) * 1000)
            hits += f"{number:026d}" in found
        recall[apart] = hits / ASKED
    return Found(waited=tuple(sorted(waited)), recall=recall)


def _seen(bits: int, apart: int, chance: random.Random) -> Version:
    for place in chance.sample(range(64), apart):
        bits ^= 1 << place
    return Version(
        team_id=TEAM, asset_id="", file_name="", submitter_id="", submitted_at=MONDAY_NOON,
        facts={"dhash": f"{bits:016x}"},
    )  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main())
