"""What leads read of their team in the first digest of a week."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.reports import views
from bot.reports.flow import Reports
from models.person import Person


class Weekly:
    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    async def leads(self, session: AsyncSession) -> Sequence[Person]:
        return await self._reports.leads(session)

    async def of_week(self, session: AsyncSession, person: Person) -> Sequence[str]:
        found = await self._reports.of_week(session, person)
        return [views.line(found)] if found else []
