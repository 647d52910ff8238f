"""Who sits on whose seat today: those who are away with somebody standing in, looked up for a question."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.absences import Substitutes, held
from bot.slack.acquaintances import read_people
from models.review.seating import Substitution
from models.review.workflow import Subject


@dataclass(frozen=True, kw_only=True)
class Cover:
    """`inactive` are substitutes whom Slack does not let in any more; whether they may sit there the review says."""

    substitutions: tuple[Substitution, ...] = ()
    inactive: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)  # of both, as they are called today


class Covering:
    def __init__(self, substitutes: Substitutes) -> None:
        self._substitutes = substitutes

    async def of(
        self, session: AsyncSession, team_id: str, person_ids: Collection[str], *, subject: Subject, at: datetime
    ) -> Cover:
        """In the transaction that seats them: what it finds has not ended before it is kept."""
        found = await self._substitutes.standing_in(session, team_id, person_ids, subject=subject, at=at)
        if not found:
            return Cover()
        stands = await held(session, team_id, {one.delegation for one in found.values()})
        meant = tuple(found[one] for one in person_ids if one in found and found[one].delegation in stands)
        people = await read_people(session, team_id, {who for one in meant for who in (one.absent, one.substitute)})
        return Cover(
            substitutions=meant,
            inactive=tuple(
                one.substitute for one in meant if one.substitute not in people or not people[one.substitute].is_active
            ),
            names={who: person.name for who, person in people.items()},
        )
