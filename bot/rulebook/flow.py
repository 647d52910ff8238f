"""The stages that a picture from this channel goes through, with the people whom their names mean today."""

from collections.abc import Callable, Iterable, Iterator

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.galley_yml import Edition, Policies
from bot.policy import Policy
from bot.policy_stage import Late, StagePolicy
from bot.roles import Roles
from bot.rulebook import views
from bot.rulebook.page import Answerless, Page, StageLine
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.people import People
from models.campaign import Campaign
from models.review.plan import Plan, plan_of
from models.review.workflow import Subject
from models.roles import Deed

SUBMITTER = "whoever brought it"


class Rulebook:
    """`channel`: the id of the channel that galley.yml calls so."""

    def __init__(
        self,
        *,
        db: Database,
        policies: Policies,
        people: People,
        roles: Roles,
        channel: Callable[[str, str], str | None],
    ) -> None:
        self._db, self._policies, self._people, self._roles = db, policies, people, roles
        self._channel = channel

    async def read(self, by: Actor) -> Message:
        """Raises NotAllowed."""
        await self._roles.must(Deed.SEE_POLICY, by=by)
        edition, is_pilot = self._edition(by)
        async with self._db.read() as session:
            campaign = await _campaign(session, by)
            reader = _Reader(session, by.team_id, edition.policy, campaign, self._people)
            return views.page(await reader.page(edition, channel_id=by.channel_id or "", is_pilot=is_pilot))

    def _edition(self, by: Actor) -> tuple[Edition, bool]:
        is_pilot = by.channel_id in self._policies.tried_in(by.team_id, self._channel)
        return self._policies.under(is_pilot=is_pilot), is_pilot


class _Reader:
    def __init__(self, session: AsyncSession, team_id: str, policy: Policy, campaign: str, people: People) -> None:
        self._session, self._team_id, self._policy = session, team_id, policy
        self._campaign, self._people = campaign, people

    async def page(self, edition: Edition, *, channel_id: str, is_pilot: bool) -> Page:
        policy, plan = self._policy, plan_of(self._policy.workflow, ())
        asked = [stage for stage in policy.review.every_stage if self._may_apply(stage)]
        (lead,) = await self._names([policy.people.lead])
        return Page(
            channel_id=channel_id,
            campaign=self._campaign,
            stages=tuple([await self._line(stage, plan) for stage in asked]),
            ladder=policy.reminders.ladder,
            lead=lead,
            carries_over=policy.review.carry_over,
            digest=edition.digest,
            is_pilot=is_pilot,
        )

    def _may_apply(self, stage: StagePolicy) -> bool:
        """Whatever picture comes in here; of the conditions the campaign alone is known by now."""
        here = Subject(campaign=self._campaign)
        only = stage.when.model_copy(update={"file_type": (), "region": (), "attribute": {}})
        return not self._campaign or not only.condition.unmet(here)

    async def _line(self, stage: StagePolicy, plan: Plan) -> StageLine:
        denied = set(await self._names(stage.deny))
        approvers = tuple(name for name in await self._names(stage.approvers) if name not in denied)
        decider = await self._names([stage.final_decider] if stage.final_decider else [])
        return StageLine(
            name=stage.name,
            number=_depth(stage.name, plan),
            approvers=approvers,
            rule=stage.rule,
            quorum=stage.quorum or 1,
            decider=decider[0] if decider else "",
            closes_all=stage.closes,
            advisers=await self._names(stage.advisers),
            own_work=self._policy.review.allows_own_work(stage),
            due_in=stage.due_in,
            opens=stage.opens,
            opens_at=plan.rules[stage.name].opens_at,
            only_for=tuple(self._conditions(stage)),
            late=tuple([await self._late(one) for one in stage.late]) or await self._escalation(),
        )

    def _conditions(self, stage: StagePolicy) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Which pictures it is for, as far as this channel does not say."""
        when = stage.when
        named = (("campaign", when.campaign if not self._campaign else ()), ("file type", when.file_type))
        for kind, values in (*named, ("region", when.region), *when.attribute.items()):
            if values:
                yield kind, values

    async def _late(self, late: Late) -> Answerless:
        return Answerless(
            after=late.after,
            told=await self._names(late.tell),
            asked=await self._names(late.ask_instead),
        )

    async def _escalation(self) -> tuple[Answerless, ...]:
        """Where a stage says nothing itself."""
        after, lead = self._policy.reminders.escalate_after, [self._policy.people.lead]
        return (Answerless(after=after, told=await self._names(lead)),) if after is not None else ()

    async def _names(self, references: Iterable[str]) -> tuple[str, ...]:
        """What people are called; whom Slack does not know stays as galley.yml writes them."""
        meant = self._policy.expand(references, campaign=self._campaign, submitter=SUBMITTER)
        named: dict[str, None] = {}
        for one in meant:
            found, _ = await self._people.find(self._session, self._team_id, [one])
            named |= dict.fromkeys([person.name or person.handle for person in found] or [one])
        return tuple(named)


def _depth(name: str, plan: Plan) -> int:
    """Stages that are asked beside one another have the same."""
    return 1 + max((_depth(one, plan) for one in plan.before[name]), default=0)


async def _campaign(session: AsyncSession, by: Actor) -> str:
    """That is linked to this channel; empty where none is."""
    here = (Campaign.team_id == by.team_id, Campaign.channel_id == by.channel_id, col(Campaign.ended_at).is_(None))
    return (await session.exec(select(Campaign.title).where(*here).limit(1))).first() or ""
