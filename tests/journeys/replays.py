"""Whatever a journey played, its approvals are told once more from history alone, and nothing differs."""

from sqlmodel import select

from bot.db import Database
from bot.replay import flow
from bot.replay.flow import Replayed
from models.approval import Approval


async def replay_all(db: Database) -> list[Replayed]:
    """Every approval there is, in one snapshot: what holds at the end holds at any moment."""
    async with db.read() as session:
        ids = (await session.exec(select(Approval.id))).all()
        replayed = [one async for one in flow.replay_all(session)]
    assert {one.approval_id for one in replayed} == set(ids)
    return replayed


async def nothing_differs(db: Database) -> list[Replayed]:
    replayed = await replay_all(db)
    differing = [one.first_difference or "" for one in replayed if not one.is_same]
    assert not differing, "\n".join(differing)
    return replayed
