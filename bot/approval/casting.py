"""Who is meant by the names of a stage today: people, user groups, roles of a campaign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.terms import Terms
from bot.policy import Policy
from bot.policy_stage import Late, StagePolicy
from bot.slack.people import People
from models.person import Person
from models.review import Review, Seating
from models.review.facts import Promise
from models.review.words import Deed, Rule


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody whom a stage concerns, as far as Slack knows them. `may` are those who may decide."""

    stage: StagePolicy
    seating: Seating
    may: tuple[str, ...]
    people: Mapping[str, Person]
    unknown: tuple[str, ...]
    deciders: tuple[str, ...] = ()  # whom the final decider's name means; the first of them was asked

    @property
    def is_enough(self) -> bool:
        """Whether it can pass with those who may decide."""
        if self.stage.final_decider is not None:
            return self.seating.final_decider in self.may
        return len(self.may) >= (self.stage.quorum or 1 if self.stage.rule is Rule.QUORUM else 1)

    @property
    def names(self) -> dict[str, str]:
        return {slack_id: person.name for slack_id, person in self.people.items()}


class Casting:
    """Within a transaction, so from what is known of Slack; bot/slack/people.py keeps it fresh."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def cast(self, session: AsyncSession, team_id: str, terms: Terms, *, submitter: str, campaign: str) -> Cast:
        stage, policy = terms.stage, terms.policy
        known: dict[str, Person] = {}
        unknown: list[str] = []

        async def look_up(references: Iterable[str]) -> tuple[str, ...]:
            meant = policy.expand(references, campaign=campaign, submitter=submitter)
            found, missing = await self._people.find(session, team_id, meant)
            known.update({person.slack_id: person for person in found})
            unknown.extend(missing)
            return tuple(person.slack_id for person in found)

        approvers = await look_up(stage.approvers)
        decider = await look_up([stage.final_decider] if stage.final_decider else [])
        seating = Seating(
            approvers=approvers,
            advisers=await look_up(stage.advisers),
            final_decider=decider[0] if decider else "",
            denied=await look_up(stage.deny),
        )
        allows_own_work = policy.review.allows_own_work(stage)
        barred = {*seating.denied, *(() if allows_own_work else (submitter,))}
        return Cast(
            stage=stage,
            seating=seating,
            may=tuple(one for one in dict.fromkeys(seating.named) if one not in barred),
            people=known,
            unknown=tuple(unknown),
            deciders=decider,
        )

    async def ids(
        self, session: AsyncSession, team_id: str, policy: Policy, references: Iterable[str]
    ) -> tuple[str, ...]:
        """Of people who are named outside stages."""
        found, _ = await self._people.find(session, team_id, policy.expand(references))
        return tuple(person.slack_id for person in found)

    async def promises(
        self, session: AsyncSession, team_id: str, terms: Terms, review: Review, *, due_at: datetime
    ) -> tuple[Promise, ...]:
        """What happens if nobody answers, in working time after the deadline."""
        working, policy = terms.policy.working_time, terms.policy
        made = []
        for late in terms.stage.late:
            deed, references = _deed(late)
            meant = policy.expand(references, campaign=review.subject.campaign, submitter=review.submitter)
            found, _ = await self._people.find(session, team_id, meant)
            to = tuple(person.slack_id for person in found)
            made.append(Promise(at=working.add(due_at, late.after), deed=deed, to=to))
        return tuple(made)


def _deed(late: Late) -> tuple[Deed, tuple[str, ...]]:
    if late.expire:
        return Deed.EXPIRE, ()
    return (Deed.REASSIGN, late.ask_instead) if late.ask_instead else (Deed.ESCALATE, late.tell)
