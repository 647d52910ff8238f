"""Deliveries come at least once; this makes them count once, in the transaction of whatever they cause."""

from datetime import datetime

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.history import Received


async def is_first(session: AsyncSession, team_id: str, key: str, *, at: datetime) -> bool:
    """Note the delivery `key`; False when it was taken in before."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(Received).values(team_id=team_id, key=key, at=at).on_conflict_do_nothing()
    return (await session.exec(row.returning(literal_column("1")))).first() is not None


async def note_latest(session: AsyncSession, team_id: str, key: str, *, at: datetime) -> None:
    """What is told again and again, and of which only the last time counts."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(Received).values(team_id=team_id, key=key, at=at)
    await session.exec(row.on_conflict_do_update(index_elements=["team_id", "key"], set_={"at": at}))


async def latest(session: AsyncSession, team_id: str, key: str) -> datetime | None:
    noted = select(Received.at).where(Received.team_id == team_id, col(Received.key) == key)
    return (await session.exec(noted)).first()
