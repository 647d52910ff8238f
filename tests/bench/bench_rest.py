"""A replica: its start, at rest, its broom, 10,000 reminders: `python -m tests.bench.bench_rest [--minutes N]`."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlmodel import col, func, select

from bot import logs
from bot.db import Database
from bot.migrate import migrate
from models.reminder import Reminder
from tests.bench import questions, reminding
from tests.bench.clicking import Waits, at_a_rate
from tests.bench.replicas import a_replica, a_sandbox
from tests.bench.sweeping import sweep
from tests.journeys.photos import photo
from tests.loopback import loopback
from tests.postgres import serving
from tests.waiting import eventually

PEOPLE, EACH, TOGETHER = 1_000, 10, 20
OLD_ROWS = 100_000
PICTURES = 5
CLICKS_A_SECOND = 5
DUE_AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
DIGEST_S = 3  # from ready to rest


@dataclass(frozen=True, kw_only=True)
class Row:
    """`is_met` is None for a figure without a target."""

    what: str
    found: str
    target: str = ""
    is_met: bool | None = None


def at_most(what: str, found: float, limit: float, unit: str) -> Row:
    return Row(what=what, found=f"{found:.1f} {unit}", target=f"at most {limit:g}", is_met=found <= limit)


def none_of(what: str, found: int) -> Row:
    return Row(what=what, found=str(found), target="0", is_met=found == 0)


async def main(minutes: float) -> bool:
    logs.configure(level="ERROR", as_json=False)
    with ExitStack() as stack:
        postgresql = stack.enter_context(serving(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "pg", {}))
        rows: list[Row] = []
        for name, url_in in (("SQLite", _sqlite), ("PostgreSQL", lambda _: postgresql.empty())):
            for measure in (_at_rest, _swept, lambda folder, url: _reminded(folder, url, minutes)):
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                found = await measure(folder, url_in(folder))
                rows += [
                    Row(what=f"{name}: {one.what}", found=one.found, target=one.target, is_met=one.is_met)
                    for one in found
                ]
    _print(rows)
    return all(one.is_met is not False for one in rows)


async def _at_rest(data: Path, url: str) -> list[Row]:
    async with a_sandbox() as addresses:
        async with a_replica(data, url, addresses) as first:
            first_start = first.ready_after_s
        async with a_replica(data, url, addresses) as replica, loopback(addresses.page, timeout=30) as http:
            await asyncio.sleep(DIGEST_S)
            fresh = replica.cost()
            for number in range(PICTURES):
                await http.post(
                    "/control/slack/upload",
                    data={"user": "uploader", "channel": "intake"},
                    files={"file": (f"{number}.jpg", photo(number))},
                )
            await asyncio.sleep(5 * DIGEST_S)
            worked = replica.cost()
    return [
        at_most("start to ready", replica.ready_after_s, 3, "s"),
        Row(what="CPU until at rest", found=f"{fresh.cpu_s:.1f} s"),
        Row(what="first start, the tables made", found=f"{first_start:.1f} s"),
        at_most("resting memory of the replica", fresh.resident, 150, "MB"),
        at_most("the same after work on pictures", worked.resident, 150, "MB"),
        Row(what="its children, shared pages counted in full", found=f"{worked.children:.0f} MB"),
        at_most("all of them, shared pages counted once", worked.own_with_children, 150, "MB"),
    ]


async def _swept(data: Path, url: str) -> list[Row]:
    del data
    found = await sweep(url, rows=OLD_ROWS)
    return [
        none_of(f"of {OLD_ROWS:,} old jobs left unswept", OLD_ROWS - found.rows),
        Row(what="rows swept a second", found=f"{found.rows / found.seconds:,.0f}"),
        at_most("p99 of the bursts in which the writer is held", _at(found.held, 0.99), 50, "ms"),
        at_most("p99 of a click's commit meanwhile", _at(found.waited, 0.99), 50, "ms"),
        Row(what="the longest burst", found=f"{found.held[-1]:.1f} ms"),
    ]


async def _reminded(data: Path, url: str, minutes: float) -> list[Row]:
    async with AsyncExitStack() as stack:
        addresses = await stack.enter_async_context(a_sandbox())
        http = await stack.enter_async_context(loopback(addresses.page, timeout=60))
        await http.post("/control/clock", json={"set": (DUE_AT - timedelta(minutes=1)).isoformat()})
        people = (await http.post("/control/slack/crowd", json={"count": PEOPLE})).json()["people"]
        migrate(url)
        db = Database(url)
        stages = await questions.ask(db, round(minutes * 60 * CLICKS_A_SECOND))
        planned = await reminding.fill(db, people, each=EACH, together=TOGETHER, due_at=DUE_AT)
        replica = await stack.enter_async_context(
            a_replica(data, url, addresses, GALLEY_SLACK_TRANSPORT="http", GALLEY_LEAVE_AFTER="0")
        )
        await http.post("/control/clock", json={"set": DUE_AT.isoformat()})
        began = time.perf_counter()
        clicking = asyncio.create_task(at_a_rate(replica.address, stages, per_second=CLICKS_A_SECOND))
        handed_over = await _until(lambda: _nothing_is_due(db), began)
        clicks: Waits = await clicking
        drained = await reminding.seen(http, people, seconds=time.perf_counter() - began)
        await db.close()
    return [
        Row(what=f"{planned:,} reminders due in one minute, handed over after", found=f"{handed_over:.0f} s"),
        Row(what=f"of those, sent within {minutes:g} minutes", found=f"{drained.reminded:,}"),
        Row(what="a minute; Slack takes some 300 of everything", found=f"{drained.per_minute:.0f}"),
        none_of("doubled, seen at the sandbox", drained.doubled),
        none_of("out of order within a person's channel", drained.out_of_order),
        at_most("share refused with a 429", 100 * drained.refused / max(drained.reminded, 1), 1, "%"),
        none_of("clicks lost meanwhile", clicks.failed),
        at_most("the slowest click meanwhile", clicks.each[-1], 500, "ms"),
        Row(what="its p99", found=f"{clicks.at(0.99):.0f} ms"),
    ]


async def _until(condition: Callable[[], Awaitable[bool]], began: float) -> float:
    await eventually(condition, within=1800)
    return time.perf_counter() - began


async def _nothing_is_due(db: Database) -> bool:
    async with db.read() as session:
        due = select(func.count()).where(col(Reminder.settled_at).is_(None), Reminder.due_at <= DUE_AT)
        return (await session.exec(due)).one() == 0


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'galley.db'}"


def _at(each: tuple[float, ...], share: float) -> float:
    return each[min(len(each) - 1, int(len(each) * share))]


def _print(rows: list[Row]) -> None:
    table = Table("", "found", "target", "", title="One replica")
    for one in rows:
        table.add_row(one.what, one.found, one.target, {None: "", True: "met", False: "MISSED"}[one.is_met])
    Console(width=120).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=2, help="how long reminders are watched; all take about fifty")
    sys.exit(0 if asyncio.run(main(parser.parse_args().minutes)) else 1)
