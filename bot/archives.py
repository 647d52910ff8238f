"""The audit from beside a running Galley: export the history, verify it, and write decision receipts again."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sqlmodel import col, select

from bot.audit import exporting
from bot.audit.exporting import Format, Wanted
from bot.audit.receipt import Receipt, compose
from bot.audit.records import check_loose, read_about
from bot.audit.sealing import Sealer
from bot.audit.verifying import Entry, KnownHeads, Whole, verify
from bot.clock import SystemClock
from bot.config import Config
from bot.db import Database, DatabaseError
from bot.migrate import version as revision_of
from models.asset import Version
from models.publication import Publication


class NothingToAudit(DatabaseError):
    """There is no database yet."""


class NotPublished(DatabaseError):
    """Only a published version has a receipt."""


@dataclass(frozen=True, kw_only=True)
class Proved:
    """What was verified; `loose` entries are younger than the last seal, and their content is untouched."""

    whole: Whole
    loose: int


async def export(config: Config, out: BinaryIO, form: Format, wanted: Wanted) -> None:
    """Everything that is committed now; it is sealed before it is written."""
    async with visiting(config) as db:
        await Sealer(db).seal()
        async with db.read() as session:
            at = SystemClock().now()
            lines = (
                exporting.jsonl(session, wanted, at=at) if form is Format.JSONL else exporting.table(session, wanted)
            )
            async for line in lines:
                out.write(line.encode("utf-8"))


async def verify_database(config: Config, known: KnownHeads, watch: Callable[[Entry], None] | None = None) -> Proved:
    """Changes nothing. Raises Broken."""
    async with visiting(config) as db:
        return await prove(db, known, watch)


async def prove(db: Database, known: KnownHeads, watch: Callable[[Entry], None] | None = None) -> Proved:
    """The same proof as that of an export, on the lines that one would have now. Raises Broken."""
    async with db.read() as session:
        with tempfile.TemporaryFile() as lines:
            async for line in exporting.jsonl(session, Wanted(beyond=True), at=SystemClock().now()):
                lines.write(line.encode("ascii"))
            lines.seek(0)
            whole = await asyncio.to_thread(verify, lines, known=known, watch=watch)
        return Proved(whole=whole, loose=await check_loose(session))


async def write_receipt(config: Config, asset_id: str, number: int | None) -> Receipt:
    """Of that version, or of the newest one that was published. Raises NotPublished, and Incomplete."""
    async with visiting(config) as db:
        version = await _published(db, asset_id, number)
        await Sealer(db).seal_team(version.team_id)
        async with db.read() as session:
            return compose(await read_about(session, asset_id), version.id)


async def _published(db: Database, asset_id: str, number: int | None) -> Version:
    wanted = select(Version).join(Publication, col(Publication.version_id) == Version.id)
    wanted = wanted.where(Version.asset_id == asset_id).order_by(col(Version.number).desc())
    async with db.read() as session:
        found = (await session.exec(wanted if number is None else wanted.where(Version.number == number))).first()
    if found is None:
        which = "No version" if number is None else f"Version {number}"
        raise NotPublished(f"{which} of the asset {asset_id} is published, so there is no decision receipt.")
    return found


@asynccontextmanager
async def visiting(config: Config) -> AsyncIterator[Database]:
    """Beside a running Galley, or none. Raises NothingToAudit."""
    if revision_of(config.database) is None:
        raise NothingToAudit("There is no database yet, and so no history. Start Galley first: galley run.")
    db = Database(config.database)
    await db.open(alone=False)
    try:
        yield db
    finally:
        await db.close()
