"""Jobs for tests of what a flow asks for."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.port import Jobs, Order


class Ordered(Jobs):
    """Notes what is asked for; sends nothing."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    async def submit(self, session: AsyncSession, **order: Any) -> None:
        await self.submit_all(session, [Order(**order)])

    async def submit_all(self, session: AsyncSession, orders: Sequence[Order]) -> None:
        del session
        self.orders += orders

    @property
    def lanes(self) -> list[str]:
        return [order.lane for order in self.orders]
