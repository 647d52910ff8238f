"""Whose turn it is: the open stages that wait for one person, oldest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, distinct
from sqlmodel import and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models.approval import Decision, Seat, Stage
from models.asset import Asset, Version


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A stage that this person may decide now."""

    stage_id: str
    asset: Asset


@dataclass(frozen=True, kw_only=True)
class Page:
    """`after` begins the next page; empty on the last one."""

    turns: Sequence[Turn]
    after: str


async def waiting_on(session: AsyncSession, team_id: str, person_id: str, *, after: str = "", most: int) -> Page:
    """A stage that opened for an older picture comes first. By key, so that far pages cost no more than near ones."""
    theirs = select(Seat.stage_id).join(Stage, col(Stage.id) == Seat.stage_id).where(*open_for(person_id))
    mine = (
        select(Stage.id, Asset)
        .join(Version, col(Version.id) == Stage.version_id)
        .join(Asset, col(Asset.id) == Version.asset_id)
        .where(Asset.team_id == team_id, col(Stage.id).in_(theirs.correlate(None)), col(Stage.id) > after)
        .order_by(col(Stage.id))
        .limit(most + 1)
    )
    found = [Turn(stage_id=stage_id, asset=asset) for stage_id, asset in (await session.exec(mine)).all()]
    return Page(turns=found[:most], after=found[most - 1].stage_id if len(found) > most else "")


async def count_waiting(session: AsyncSession, team_id: str, person_id: str) -> int:
    counted: SelectOfScalar[int] = (
        select(func.count(distinct(col(Stage.id))))
        .select_from(Stage)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .join(Version, col(Version.id) == Stage.version_id)
        .where(Version.team_id == team_id, *open_for(person_id))
    )
    return (await session.exec(counted)).one()


async def batches(session: AsyncSession, team_id: str, person_id: str, *, of: str | None = None) -> Sequence[str]:
    """Those with a picture that waits for them; `of` one picture alone, where it is named."""
    wanted = (
        select(Asset.batch_id)
        .join(Version, col(Version.asset_id) == Asset.id)
        .join(Stage, col(Stage.version_id) == Version.id)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .where(Asset.team_id == team_id, *open_for(person_id))
    )
    one = wanted.where(Asset.id == of) if of else wanted
    return (await session.exec(one.distinct().order_by(col(Asset.batch_id)))).all()


def open_for(person_id: str) -> tuple[ColumnElement[bool], ...]:
    """Of stages joined with their seats: the open ones that wait for this person; twice where they stand in as well."""
    is_decided = select(Decision.id).where(
        Decision.stage_id == Seat.stage_id, Decision.seat_id == Seat.person_id, col(Decision.stands)
    )
    theirs = and_(col(Seat.person_id) == person_id, col(Seat.substitute_id).is_(None), col(Seat.is_active))
    return (
        or_(theirs, col(Seat.substitute_id) == person_id),
        col(Stage.opened_at).is_not(None),
        col(Stage.settled_at).is_(None),
        ~is_decided.exists(),
    )
