"""A stage that nobody can make pass any more: whoever leads it reads so once, and what they can do about it."""

from collections.abc import Callable, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.leading import Leading
from bot.approval.notes import stuck, unstuck
from bot.clock import Clock
from bot.galley_yml import Policies
from bot.hours import free_from
from bot.slack.parts import Message
from bot.slack.posts import BREATH, Posts, Wish
from bot.truth import read_card
from models.approval import Approval, Stage
from models.asset import Asset
from models.events import StageStuck
from models.ids import id_of
from models.person import Person
from models.post import Post, PostKind
from models.review.words import Outcome


class Stuck:
    """One message for all pictures of a batch that are stuck alike; it is edited once none of them is."""

    def __init__(
        self, *, clock: Clock, policies: Policies, leading: Leading, posts: Posts, permalink: Callable[[Post], str]
    ) -> None:
        self._clock, self._policies = clock, policies
        self._leading, self._posts, self._permalink = leading, posts, permalink

    async def tell_lead(self, session: AsyncSession, event: StageStuck) -> None:
        """A moment later, with the batch's other pictures."""
        approval = await session.get_one(Approval, event.approval_id)
        leads = await self._leading.of(session, await session.get_one(Asset, event.asset_id))
        wishes = [self._wish(event, one, approval.round) for one in leads]
        await self._posts.show_all(session, event.team_id, wishes)

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        """None where it was freed before anybody could read of it."""
        found = await _stuck(session, post)
        card = await read_card(session, post.subject_id)
        place = self._permalink(card) if card and card.ts else ""
        if found:
            told = stuck([asset.title for asset in found], post.details["stage"], post.details["why"], place=place)
            return told.telling_of(asset.id for asset in found)
        return unstuck(post.details["stage"], place=place) if post.ts else None

    def _wish(self, event: StageStuck, lead: Person, round_number: int) -> Wish:
        cause = id_of(event.batch_id, event.stage, str(round_number), event.why)
        return Wish(
            kind=PostKind.STUCK,
            subject_id=event.batch_id,
            key=f"stuck:{cause}:{lead.slack_id}",
            channel_id=lead.slack_id,
            recipient_id=lead.slack_id,
            details={"stage": event.stage, "round": round_number, "why": event.why},
            not_before=free_from(self._clock.now() + BREATH, lead, self._policies.current),
        )


async def _stuck(session: AsyncSession, post: Post) -> Sequence[Asset]:
    """The pictures that are stuck there for this reason, as it stands."""
    details = post.details
    wanted = (
        select(Asset)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .join(Stage, col(Stage.approval_id) == Approval.id)
        .where(Asset.batch_id == post.subject_id, Asset.team_id == post.team_id, Approval.round == details["round"])
        .where(Stage.name == details["stage"], Stage.stuck == details["why"], Stage.outcome == Outcome.PENDING)
        .order_by(col(Asset.position))
    )
    return (await session.exec(wanted)).all()
