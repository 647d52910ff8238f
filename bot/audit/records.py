"""History as it lies in the database, read in order and a page at a time."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.audit.lines import SEALED, Span, is_untouched
from bot.audit.verifying import Broken
from models.chain import Head, moment
from models.history import Chain, Entry

PAGE = 500

_COLUMNS = tuple(getattr(Entry, name) for name in SEALED)


async def read_spans(
    session: AsyncSession, *, since: datetime | None = None, until: datetime | None = None
) -> dict[str, Span]:
    """What there is of each workspace: all of it, or from the first entry at or after `since` to the last one before
    `until`, with everything in between.
    """
    heads = {chain.team_id: chain.head for chain in await session.exec(select(Chain))}
    named = await session.exec(select(Entry.team_id).where(col(Entry.seq).is_not(None)).distinct())
    spans = {}
    for team_id in sorted({*heads, *named.all()}):
        head = heads.get(team_id, Head())
        after = Head() if since is None else await _before(session, team_id, since) or head
        last = head if until is None else await _last(session, team_id, until) or after
        spans[team_id] = Span(after=after, until=last if last.seq >= after.seq else after)
    return spans


async def read_entries(
    session: AsyncSession, team_id: str, *, after: int, until: int | None
) -> AsyncIterator[dict[str, Any]]:
    """In the order of the chain. `until` None: also what stands behind its end, which is for verifying."""
    while True:
        wanted = select(*_COLUMNS).where(Entry.team_id == team_id, col(Entry.seq) > after)
        if until is not None:
            wanted = wanted.where(col(Entry.seq) <= until)
        page = (await (await session.connection()).execute(wanted.order_by(col(Entry.seq)).limit(PAGE))).all()
        for row in page:
            yield sealed(row)
        if len(page) < PAGE:
            return
        after = page[-1].seq


async def read_about(session: AsyncSession, asset_id: str) -> list[dict[str, Any]]:
    """Everything that is filed under an asset; what is not sealed yet comes last."""
    wanted = select(*_COLUMNS).where(Entry.asset_id == asset_id)
    ordered = wanted.order_by(col(Entry.seq).is_(None), col(Entry.seq), col(Entry.number))
    return [sealed(row) for row in (await session.exec(ordered)).all()]


async def check_loose(session: AsyncSession) -> int:
    """How many entries are too young to be sealed; raises Broken where the content of one was changed."""
    count, number = 0, 0
    while True:
        wanted = select(Entry.number, *_COLUMNS).where(col(Entry.seq).is_(None), col(Entry.number) > number)
        page = (await (await session.connection()).execute(wanted.order_by(col(Entry.number)).limit(PAGE))).all()
        for row in page:
            if not is_untouched(sealed(row)):
                what = f"the content of an entry that is not sealed yet (number {row.number}) was changed"
                raise Broken(what, team_id=row.team_id)
        count += len(page)
        if len(page) < PAGE:
            return count
        number = page[-1].number


def sealed(row: Row[Any]) -> dict[str, Any]:
    """As an export says it."""
    return {**{name: getattr(row, name) for name in SEALED}, "at": moment(row.at)}


async def _before(session: AsyncSession, team_id: str, since: datetime) -> Head | None:
    wanted = select(func.min(Entry.seq)).where(Entry.team_id == team_id, Entry.at >= since)
    first = (await session.exec(wanted)).one()
    if first is None:
        return None
    prev = (await session.exec(select(Entry.prev).where(Entry.team_id == team_id, Entry.seq == first))).one()
    return Head(seq=first - 1, link=prev or "")


async def _last(session: AsyncSession, team_id: str, until: datetime) -> Head | None:
    wanted = select(func.max(Entry.seq)).where(Entry.team_id == team_id, Entry.at < until)
    last = (await session.exec(wanted)).one()
    if last is None:
        return None
    link = (await session.exec(select(Entry.link).where(Entry.team_id == team_id, Entry.seq == last))).one()
    return Head(seq=last, link=link or "")
