"""Exports: lines that prove themselves, and a table that does no harm to whoever opens it."""

import csv
import io
import json
from datetime import timedelta

import pytest

from bot.audit import exporting
from bot.audit.exporting import Wanted
from bot.audit.lines import SEALED
from bot.audit.sealing import Sealer
from bot.audit.verifying import Broken, verify
from bot.db import Database
from bot.history import History
from models.events import DeedRefused
from tests.clocks import MONDAY_NOON, HeldClock

DANGEROUS = ('=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1")


async def test_an_export_is_whole_as_it_was_written(database: Database) -> None:
    await tell(database, HeldClock(), *DANGEROUS, 'a "quote", an é and a \u2028')

    lines = await exported(database, Wanted())

    assert verify(lines).entries == len(DANGEROUS) + 1
    assert [json.loads(line)["details"]["why"] for line in lines[1:-1]] == list(DANGEROUS)
    assert all(line.isascii() for line in lines)


async def test_a_part_of_history_proves_itself_too(database: Database) -> None:
    clock = HeldClock()
    for day in ("one", "two", "three", "four"):
        await tell(database, clock, day)
        clock.advance(timedelta(days=1))

    until = MONDAY_NOON + timedelta(days=3)
    lines = await exported(database, Wanted(since=MONDAY_NOON + timedelta(days=1), until=until))

    assert [json.loads(line)["details"]["why"] for line in lines[1:]] == ["two", "three"]
    assert verify(lines).entries == 2
    with pytest.raises(Broken):
        verify([lines[0], *lines[2:]])


async def test_no_cell_of_a_table_is_a_formula(database: Database) -> None:
    async with database.write() as session:
        for words in DANGEROUS:
            refused = DeedRefused(team_id="T1", asset_id=words, actor_id=words, deed=words, why=words)
            await History(HeldClock()).record(session, refused)
    await Sealer(database).seal()

    async with database.read() as session:
        written = "".join([line async for line in exporting.table(session, Wanted())])

    header, *rows = list(csv.reader(io.StringIO(written, newline="")))
    assert tuple(header) == SEALED
    assert [row[1] for row in rows] == [f"'{words}" for words in DANGEROUS]
    assert not [cell for row in rows for cell in row if cell.startswith(exporting.FORMULA)]


async def tell(database: Database, clock: HeldClock, *words: str) -> None:
    async with database.write() as session:
        for why in words:
            await History(clock).record(session, DeedRefused(team_id="T1", deed="submit", why=why))
    await Sealer(database).seal()


async def exported(database: Database, wanted: Wanted) -> list[bytes]:
    async with database.read() as session:
        return [line.encode() async for line in exporting.jsonl(session, wanted, at=MONDAY_NOON)]
