"""Setbacks: what was given up is written down where it was wanted, for people to read until it comes through."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.history import History
from models.asset import Asset, Version
from models.batch import Batch
from models.events import WorkGivenUp


async def give_up_version(session: AsyncSession, history: History, version_id: str, *, work: str, problem: str) -> None:
    """Whoever brings it further after all clears `version.given_up` again."""
    version = await session.get_one(Version, version_id)
    asset = await session.get_one(Asset, version.asset_id)
    version.given_up = problem
    given_up = WorkGivenUp(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        version_id=version.id,
        work=work,
        problem=problem,
    )
    await session.flush()
    await history.record(session, given_up)


async def give_up_sheet(session: AsyncSession, history: History, batch_id: str, *, problem: str) -> None:
    """The same for `batch.sheet_given_up`."""
    batch = await session.get_one(Batch, batch_id)
    batch.sheet_given_up = problem
    given_up = WorkGivenUp(team_id=batch.team_id, batch_id=batch.id, work="the contact sheet", problem=problem)
    await session.flush()
    await history.record(session, given_up)
