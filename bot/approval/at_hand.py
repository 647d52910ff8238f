"""A stage that waits for a hand, and for nothing else any more: whoever leads it reads so once, with the button."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import telling
from bot.approval.leading import Leading
from bot.approval.openers import opened_by_now, waits_for_you
from bot.clock import Clock
from bot.galley_yml import Policies
from bot.hands import PASSED_ON, all_waiting, read_approval, stages_at_hand
from bot.history import History
from bot.hours import free_from
from bot.inbox import is_first
from bot.slack.acquaintances import read_people
from bot.slack.parts import Message
from bot.slack.posts import BREATH, Posts, Wish
from bot.truth import read_card
from models.approval import Approval, Stage
from models.asset import Asset
from models.events import ApprovalOpened, PolicyAdopted, ReviewReopened, StageAtHand, StageSettled
from models.person import Person
from models.post import Post, PostKind

Turning = ApprovalOpened | ReviewReopened | StageSettled


class AtHand:
    """One message for all pictures of a batch that wait there; it is edited once none of them does."""

    def __init__(
        self,
        *,
        clock: Clock,
        history: History,
        policies: Policies,
        leading: Leading,
        posts: Posts,
        permalink: Callable[[Post], str],
    ) -> None:
        self._clock, self._history, self._policies = clock, history, policies
        self._leading, self._posts, self._permalink = leading, posts, permalink

    async def notice(self, session: AsyncSession, event: Turning) -> None:
        """Whether by this something waits for a hand alone. Once for each stage and round."""
        approval = await read_approval(session, event.approval_id)
        if approval is None:
            return
        waiting = [
            stage
            for stage in approval.at_hand
            if await is_first(session, event.team_id, f"at_hand:{stage.id}:{approval.round}", at=self._clock.now())
        ]
        if not waiting:
            return
        asset = await session.get_one(Asset, approval.asset_id)
        leads = tuple(one.slack_id for one in await self._leading.of(session, asset))
        for stage in waiting:
            due_at = self._due_at(stage.name)
            told = telling.stage_at_hand(asset, approval, stage, leads=leads, due_at=due_at)
            await self._history.record(session, told)

    async def follow(self, session: AsyncSession, event: PolicyAdopted) -> None:
        """galley.yml may name another lead by now, who is told as the one before was; theirs is the button then."""
        for stage, asset, posts in await all_waiting(session, event.team_id):
            leads = {one.slack_id for one in await self._leading.of(session, asset)}
            before = {post.recipient_id or "" for post in posts if not post.details.get(PASSED_ON)}
            if leads and leads != before:
                await self._pass_on(session, stage, asset, posts, leads)

    async def _pass_on(
        self, session: AsyncSession, stage: Stage, asset: Asset, posts: Sequence[Post], leads: set[str]
    ) -> None:
        for post in posts:
            post.details = post.details | {PASSED_ON: post.recipient_id not in leads}
        await session.flush()
        led_before = {post.recipient_id for post in posts if post.recipient_id} - leads
        approval, due_at = await session.get_one(Approval, stage.approval_id), self._due_at(stage.name)
        told = telling.stage_at_hand(asset, approval, stage, leads=tuple(sorted(leads)), due_at=due_at)
        await self._history.record(session, replace(told, led_before=tuple(sorted(led_before))))
        self._posts.refresh(session, subject_id=asset.batch_id, kinds=(PostKind.HAND, PostKind.REMINDER))

    async def tell_leads(self, session: AsyncSession, event: StageAtHand) -> None:
        """A moment later, with the batch's other pictures."""
        approval = await session.get_one(Approval, event.approval_id)
        people = await read_people(session, event.team_id, event.leads)
        wishes = [self._wish(event, one, approval.round) for one in people.values()]
        await self._posts.show_all(session, event.team_id, wishes)

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        """None where somebody opened it before they could read of it."""
        found = await stages_at_hand(session, post)
        card = await read_card(session, post.subject_id)
        place = self._permalink(card) if card and card.ts else ""
        stage = post.details["stage"]
        if found:
            waiting = waits_for_you([one.title for _, one in found], stage, [one.id for one, _ in found], place=place)
            return waiting.telling_of(asset.id for _, asset in found)
        return opened_by_now(stage, place=place) if post.ts else None

    def _due_at(self, name: str) -> datetime | None:
        """Until when it should be open, as if its time counted from now. None where galley.yml knows it no more."""
        policy = self._policies.current
        stage = policy.review.stage(name)
        return policy.working_time.add(self._clock.now(), stage.due_in) if stage else None

    def _wish(self, event: StageAtHand, lead: Person, round_number: int) -> Wish:
        return Wish(
            kind=PostKind.HAND,
            subject_id=event.batch_id,
            key=f"hand:{event.batch_id}:{event.position}:{round_number}:{lead.slack_id}",
            channel_id=lead.slack_id,
            recipient_id=lead.slack_id,
            details={"stage": event.stage, "round": round_number},
            not_before=free_from(self._clock.now() + BREATH, lead, self._policies.current),
        )
