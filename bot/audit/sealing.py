"""Sealing: a moment after it was written, each entry of history takes its place in its workspace's chain."""

from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from models.history import Chain, Entry

AT_ONCE = 200  # entries a transaction, so that no click waits long for SQLite's writer

_SEAL = (
    update(Entry)
    .where(col(Entry.number) == bindparam("its_number"))
    .values(seq=bindparam("its_seq"), prev=bindparam("its_prev"), link=bindparam("its_link"))
)


class Sealer:
    """Any number of replicas may seal: whoever holds the row of a workspace's chain does. Clicks never wait for it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def seal(self) -> int:
        """For the schedule: everything that is committed. Answers how many entries that were."""
        return sum([await self._seal_all(team_id, patient=False) for team_id in await self._loose()])

    async def seal_team(self, team_id: str) -> None:
        """For whoever is about to rest on it: what was committed before the call is sealed after it."""
        await self._seal_all(team_id, patient=True)

    async def _loose(self) -> list[str]:
        async with self._db.read() as session:
            wanted = select(Entry.team_id).where(col(Entry.seq).is_(None)).distinct()
            return sorted((await session.exec(wanted)).all())

    async def _seal_all(self, team_id: str, *, patient: bool) -> int:
        total = 0
        while True:
            async with self._db.write() as session:
                sealed = await _seal_some(session, team_id, patient=patient)
            total += sealed
            if sealed < AT_ONCE:
                return total


async def _seal_some(session: AsyncSession, team_id: str, *, patient: bool) -> int:
    """In the order of their numbers, as far as they are committed. One that was begun earlier and is committed later
    comes later: nobody can have acted on it before.
    """
    chain = await _taken(session, team_id, patient=patient)
    if chain is None:
        return 0
    loose = select(Entry.number, Entry.digest).where(Entry.team_id == team_id, col(Entry.seq).is_(None))
    found = (await session.exec(loose.order_by(col(Entry.number)).limit(AT_ONCE))).all()
    seals, head = [], chain.head
    for number, digest in found:
        before, head = head, head.follow(team_id, digest)
        seals.append({"its_number": number, "its_seq": head.seq, "its_prev": before.link, "its_link": head.link})
    if seals:
        await (await session.connection()).execute(_SEAL, seals)
        chain.seq, chain.link = head.seq, head.link
    return len(seals)


async def _taken(session: AsyncSession, team_id: str, *, patient: bool) -> Chain | None:
    """The chain, locked; None when another replica has it and nobody wants to wait."""
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await (await session.connection()).execute(insert(Chain).values(team_id=team_id).on_conflict_do_nothing())
    wanted = select(Chain).where(Chain.team_id == team_id)
    return (await session.exec(wanted.with_for_update(skip_locked=not patient))).first()
