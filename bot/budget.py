"""How often people were rung about pictures, asked before they are rung once more."""

from collections.abc import Collection
from typing import Protocol

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import noise
from models.noise import Ring

About = tuple[str, str]
"""A person, and a picture."""


class NoiseBudget(Protocol):
    """Of these, those for whom one more message would be too many."""

    async def __call__(self, session: AsyncSession, team_id: str, asked: Collection[About]) -> set[About]: ...


async def above_budget(session: AsyncSession, team_id: str, asked: Collection[About]) -> set[About]:
    """In one question, however many they are."""
    if not asked:
        return set()
    people, pictures = zip(*asked, strict=True)
    rung = select(Ring.person_id, Ring.asset_id, func.count(col(Ring.post_id)))
    which = (Ring.team_id == team_id, col(Ring.person_id).in_(set(people)), col(Ring.asset_id).in_(set(pictures)))
    counted = (await session.exec(rung.where(*which).group_by(col(Ring.person_id), col(Ring.asset_id)))).all()
    return {(person, picture) for person, picture, times in counted if noise.is_above_budget(times)} & set(asked)
