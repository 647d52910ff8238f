"""Who reads a digest: whoever has chosen so, whoever Galley has written to too often, and leads once a week."""

from collections.abc import Sequence
from typing import Protocol

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.budget import NoiseBudget
from models.approval import Seat, Stage
from models.person import Person

LOOKED_AT = 50  # pictures that wait for one person


class TeamNews(Protocol):
    """What leads should know of their team, once a week."""

    async def leads(self, session: AsyncSession) -> Sequence[Person]: ...

    async def of_week(self, session: AsyncSession, person: Person) -> Sequence[str]:
        """Lines of mrkdwn; none for people who do not lead, and where nothing is to be told."""
        ...


class Readers:
    def __init__(self, *, budget: NoiseBudget, news: TeamNews) -> None:
        self._budget, self._news = budget, news

    async def all(self, session: AsyncSession) -> Sequence[Person]:
        """Everybody who may have one today, each once."""
        chosen = select(Person).where(col(Person.choices).is_not(None), col(Person.is_active))
        found = [person for person in await session.exec(chosen) if person.chosen.wants_digest]
        found += [*await self._news.leads(session), *await self._awaited(session)]
        return list({(person.team_id, person.slack_id): person for person in found}.values())

    async def is_one(self, session: AsyncSession, person: Person) -> bool:
        """Whether what waits for them belongs into a digest."""
        return person.chosen.wants_digest or await self._is_above(session, person)

    async def _awaited(self, session: AsyncSession) -> Sequence[Person]:
        """Any of them may be above the budget."""
        sitting = func.coalesce(Seat.substitute_id, Seat.person_id)
        open_seats = (
            select(sitting)
            .join(Stage, col(Stage.id) == Seat.stage_id)
            .where(col(Stage.opened_at).is_not(None), col(Stage.settled_at).is_(None))
        )
        wanted = select(Person).where(col(Person.slack_id).in_(open_seats), col(Person.is_active))
        return (await session.exec(wanted)).all()

    async def _is_above(self, session: AsyncSession, person: Person) -> bool:
        page = await turns.waiting_on(session, person.team_id, person.slack_id, most=LOOKED_AT)
        about = {(person.slack_id, turn.asset.id) for turn in page.turns}
        return bool(await self._budget(session, person.team_id, about))
