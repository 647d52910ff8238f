"""How often somebody was rung about a picture, asked before they are rung once more."""

from typing import Protocol

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models import noise
from models.noise import Ring


class NoiseBudget(Protocol):
    """Whether one more message about this picture would be too many for them."""

    async def __call__(self, session: AsyncSession, team_id: str, person_id: str, asset_id: str) -> bool: ...


async def is_above_budget(session: AsyncSession, team_id: str, person_id: str, asset_id: str) -> bool:
    """Whether one message more to this person about this picture would be above the budget."""
    which = (Ring.team_id == team_id, Ring.person_id == person_id, Ring.asset_id == asset_id)
    counted: SelectOfScalar[int] = select(func.count(col(Ring.post_id))).where(*which)
    return noise.is_above_budget((await session.exec(counted)).one())
