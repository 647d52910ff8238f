"""Who should sit in a stage that is open, by the names of galley.yml and by who answers to them today."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.casting import Cast, Casting
from bot.approval.covering import Covering
from bot.approval.terms import Terms
from bot.clock import Clock
from bot.slack.acquaintances import read_people
from bot.slack.people import People
from models.person import Person
from models.review.seating import Seating, seatable
from models.review.state import Review, Stage
from models.review.words import Rule


@dataclass(frozen=True, kw_only=True)
class Recast:
    seating: Seating
    names: dict[str, str]  # what they are called today


class Recasting:
    """Nobody is taken from a seat by a name that means nobody just now: Slack may not have said, or said it wrong."""

    def __init__(self, *, clock: Clock, people: People, covering: Covering) -> None:
        self._clock, self._people, self._covering = clock, people, covering
        self._casting = Casting(people)

    async def recast(self, session: AsyncSession, team_id: str, terms: Terms, review: Review, stage: Stage) -> Recast:
        """Who comes may be away. For those who sit there already their absence has seen to it (handing.py)."""
        campaign, submitter = review.subject.campaign, review.submitter
        cast = await self._casting.cast(session, team_id, terms, submitter=submitter, campaign=campaign)
        here = await read_people(session, team_id, _seated(stage))
        gone = [person for person in here.values() if not person.is_active]
        named = terms.policy.expand(terms.stage.approvers, campaign=campaign, submitter=submitter)
        seating = replace(
            cast.seating,
            approvers=(*cast.seating.approvers, *self._staying(team_id, stage, cast, named, gone)),
            final_decider=_decider(stage, cast),
            inactive=tuple(person.slack_id for person in gone),
        )
        joining = [one for one in seatable(review, stage, seating) if one not in stage.seats]
        cover = await self._covering.of(session, team_id, joining, subject=review.subject, at=self._clock.now())
        return Recast(
            seating=replace(seating, substitutions=cover.substitutions, inactive=(*seating.inactive, *cover.inactive)),
            names=cast.names | cover.names,
        )

    def _staying(
        self, team_id: str, stage: Stage, cast: Cast, named: Sequence[str], gone: Sequence[Person]
    ) -> Iterator[str]:
        """Whoever is still named and deactivated, so that nobody passes for them; all, where a name means nobody."""

        def is_one_of_them(reference: str) -> bool:
            return any(self._people.means(team_id, person, [reference]) for person in gone)

        yield from (one.slack_id for one in gone if self._people.means(team_id, one, named))
        if any(one in named and not is_one_of_them(one) for one in cast.unknown):
            yield from stage.seats


def _decider(stage: Stage, cast: Cast) -> str:
    """Another one only where their name means others by now, and nobody has named them by hand."""
    seat = stage.seats.get(stage.final_decider)
    is_free = stage.rules.rule is Rule.FINAL and not (seat and seat.is_by_hand)
    if not is_free or stage.final_decider in cast.deciders:
        return stage.final_decider
    return cast.seating.final_decider or stage.final_decider


def _seated(stage: Stage) -> Iterable[str]:
    substitutes = (seat.substitute for seat in stage.seats.values() if seat.substitute)
    return {*stage.seats, *substitutes}
