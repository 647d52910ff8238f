"""The noise budget: how much somebody may be written to about one picture before the rest waits for their digest."""

from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession


class NoiseBudget(Protocol):
    async def is_above(self, session: AsyncSession, team_id: str, person_id: str, asset_id: str) -> bool:
        """Whether one more message about this picture would be too many for them."""
        ...
