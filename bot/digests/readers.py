"""Who reads a digest: whoever has chosen so, whoever Galley has written to too often, and leads once a week."""

from collections.abc import Sequence
from typing import Protocol

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.budget import NoiseBudget
from bot.matters import MATTERS, unsent
from models.approval import Seat, Stage
from models.person import Person
from models.post import Post

LOOKED_AT = 50  # pictures that wait for one person


class TeamNews(Protocol):
    """What leads should know of their team, once a week."""

    async def leads(self, session: AsyncSession) -> Sequence[Person]: ...

    async def of_week(self, session: AsyncSession, person: Person) -> Sequence[str]:
        """Lines of mrkdwn; none for people who do not lead, and where nothing is to be told."""
        ...


class Holding(Protocol):
    """Whether a message about a matter is held back."""

    async def __call__(self, session: AsyncSession, post: Post) -> bool: ...


class Readers:
    def __init__(self, *, budget: NoiseBudget, news: TeamNews, holds: Holding) -> None:
        self._budget, self._news, self._holds = budget, news, holds

    async def all(self, session: AsyncSession) -> Sequence[Person]:
        """Everybody who may have one today, each once."""
        chosen = select(Person).where(col(Person.choices).is_not(None), col(Person.is_active))
        found = [person for person in await session.exec(chosen) if person.chosen.wants_digest]
        found += [*await self._news.leads(session), *await self._awaited(session), *await self._concerned(session)]
        return list({(person.team_id, person.slack_id): person for person in found}.values())

    async def is_one(self, session: AsyncSession, person: Person) -> bool:
        """Whether what waits for them belongs into a digest."""
        if person.chosen.wants_digest or await self._is_above(session, person):
            return True
        return bool(await self.held(session, person))

    async def held(self, session: AsyncSession, person: Person) -> Sequence[Post]:
        """What is not sent to them as a message of its own."""
        waiting = await unsent(session, person.team_id, person.slack_id)
        return [post for post in waiting if await self._holds(session, post)]

    async def _concerned(self, session: AsyncSession) -> Sequence[Person]:
        """Any of them may have muted it, or be above the budget."""
        unsaid = (col(Post.ts).is_(None), col(Post.recipient_id).is_not(None), col(Post.kind).in_(MATTERS))
        wanted = select(Person).where(col(Person.slack_id).in_(select(Post.recipient_id).where(*unsaid)))
        return (await session.exec(wanted.where(col(Person.is_active)))).all()

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
