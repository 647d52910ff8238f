"""All sealed secrets, wherever they lie: put under the newest key, or only looked at, beside a running Galley."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Column, Table, and_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.config import Config
from bot.db import Database
from bot.migrate import version
from bot.vault import Unreadable, Vault
from models.columns import Sealed
from models.tables import METADATA

Place = tuple[Table, Column[str], tuple[str, ...]]  # a row by its primary key


@dataclass(frozen=True, kw_only=True)
class Count:
    """`unreadable` names where what no key opens lies: campaign.hook_secret 01a2..."""

    resealed: int = 0
    current: int = 0
    older: int = 0  # readable, under an older key
    unreadable: tuple[str, ...] = ()
    has_new_key: bool = False


async def look(config: Config) -> Count:
    """How many are under the newest key, and which ones cannot be read. Changes nothing."""
    return await _go_round(config, Vault.open(config), is_changing=False)


async def rotate(config: Config) -> Count:
    """Add a key and put everything under it; whoever was interrupted says it again and finishes with the same key.

    Raises WrongKey where GALLEY_KEYS names the keys and everything is under the first of them already.
    """
    vault = Vault.open(config)
    unfinished = await _is_unfinished(config, vault)
    if not unfinished:
        vault.add_key()
    found = await _go_round(config, vault, is_changing=True)
    return Count(
        resealed=found.resealed, current=found.current, unreadable=found.unreadable, has_new_key=not unfinished
    )


def sealed_columns() -> list[tuple[Table, Column[str]]]:
    return [(table, one) for table in METADATA.sorted_tables for one in table.columns if isinstance(one.type, Sealed)]


async def _is_unfinished(config: Config, vault: Vault) -> bool:
    """Something readable is under an older key."""
    async with _database(config) as db:
        if db is None:
            return False
        async with db.read() as session:
            return any([not vault.is_newest(kept) and _is_readable(vault, kept) async for *_, kept in _all(session)])


async def _go_round(config: Config, vault: Vault, *, is_changing: bool) -> Count:
    resealed, current, older, unreadable = 0, 0, 0, list[str]()
    async with _database(config) as db:
        if db is None:
            return Count()
        async with db.read() as session:
            found = [one async for one in _all(session)]
        for table, column, key, kept in found:
            if vault.is_newest(kept):
                current += 1
            elif not _is_readable(vault, kept):
                unreadable.append(f"{table.name}.{column.name} {' '.join(map(str, key))}")
            elif not is_changing:
                older += 1
            else:
                resealed += await _reseal(db, vault, (table, column, key), kept)
    return Count(resealed=resealed, current=current, older=older, unreadable=tuple(unreadable))


async def _reseal(db: Database, vault: Vault, place: Place, kept: str) -> int:
    """One at a time, and only what is still as it was read: a running Galley may have written a new one."""
    table, column, key = place
    same = and_(*(one == part for one, part in zip(table.primary_key.columns, key, strict=True)), column == kept)
    async with db.write() as session:
        statement = update(table).where(same).values({column.name: vault.seal(vault.unseal(kept))})
        done = await (await session.connection()).execute(statement)
    return int(done.rowcount)


async def _all(session: AsyncSession) -> AsyncIterator[tuple[Table, Column[str], tuple[str, ...], str]]:
    for table, column in sealed_columns():
        wanted = select(*table.primary_key.columns, column).where(column.is_not(None))
        for *key, kept in await (await session.connection()).execute(wanted):
            yield table, column, tuple(key), kept


def _is_readable(vault: Vault, kept: str) -> bool:
    try:
        vault.unseal(kept)
    except Unreadable:
        return False
    return True


@asynccontextmanager
async def _database(config: Config) -> AsyncIterator[Database | None]:
    """None where there is none yet."""
    if version(config.database) is None:
        yield None
        return
    db = Database(config.database)
    await db.open(alone=False)
    try:
        yield db
    finally:
        await db.close()
