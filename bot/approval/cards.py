"""Keeping what people see of an approval true: the card, the asks to its approvers, the thread, the outcome."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import notes, views
from bot.approval.card import Card, card_of
from bot.clock import Clock
from bot.galley_yml import Policies
from bot.slack.channels import Channels
from bot.slack.parts import Message
from bot.slack.people import People, zone_of
from bot.slack.posts import Posts, Wish
from bot.truth import BatchTruth, read_batch, read_people
from models.approval import Approval, Stage
from models.asset import Asset, AssetState, Version
from models.events import ApprovalSettled, ApprovalWithdrawn, Posted, StageOpened, VersionReady
from models.person import Person
from models.post import Post, PostKind

Permalink = Callable[[Post], str]


class Cards:
    def __init__(
        self,
        *,
        clock: Clock,
        policies: Policies,
        posts: Posts,
        people: People,
        channels: Channels,
        permalink: Permalink,
    ) -> None:
        self._clock, self._policies, self._posts = clock, policies, posts
        self._people, self._channels, self._permalink = people, channels, permalink

    async def show(self, session: AsyncSession, event: VersionReady) -> None:
        """A version goes to review: its batch has a card from now on."""
        review = self._policies.current.review.channel
        await self._posts.show(
            session,
            team_id=event.team_id,
            kind=PostKind.CARD,
            subject_id=event.batch_id,
            key=card_key(event.batch_id),
            channel_id=self._channels.known(review) or review,
        )
        if await _was_asked_before(session, event):
            await self._say_new_version(session, event)

    async def appeared(self, session: AsyncSession, event: Posted) -> None:
        """Whatever else is said of a batch can link to its card from now on."""
        if event.kind == PostKind.CARD:
            await self._posts.refresh(session, subject_id=event.subject_id, kinds=(PostKind.RECEIPT, PostKind.ASK))

    async def ask(self, session: AsyncSession, event: StageOpened) -> None:
        """Tell each approver once, when they may be written to. Pictures of one batch share one message."""
        stage = await session.get_one(Stage, event.stage_id)
        approval = await session.get_one(Approval, stage.approval_id)
        people = await read_people(session, event.team_id, event.approvers)
        wishes = [self._ask(event, person, round_number=approval.round) for person in people.values()]
        await self._posts.show_all(session, event.team_id, wishes)

    async def tell_outcome(self, session: AsyncSession, event: ApprovalSettled) -> None:
        """One message to the uploader, once nothing of the batch is still being asked; later rounds tell again."""
        if await _is_being_asked(session, event.batch_id):
            return
        version = await session.get_one(Version, event.version_id)
        told, latest = await _rounds(session, event.batch_id)
        submitter = await session.get(Person, (event.team_id, version.submitter_id))
        moment = self._release(submitter) if submitter else None
        await self._posts.show(
            session,
            team_id=event.team_id,
            kind=PostKind.OUTCOME,
            subject_id=event.batch_id,
            key=f"outcome:{event.batch_id}:{latest}",
            channel_id=version.submitter_id,
            recipient_id=version.submitter_id,
            details={"after": told, "round": latest},
            not_before=moment,
        )

    async def say_withdrawn(self, session: AsyncSession, event: ApprovalWithdrawn) -> None:
        asset = await session.get_one(Asset, event.asset_id)
        message = notes.withdrawn(asset.title, asset.version_number - 1)
        await self._line(session, event, f"withdrawn:{event.approval_id}", message)

    async def render_card(self, session: AsyncSession, post: Post) -> Message | None:
        _, shown = await self._read(session, post)
        return views.card(shown, batch_id=post.subject_id) if shown else None

    async def render_ask(self, session: AsyncSession, post: Post) -> Message | None:
        truth, shown = await self._read(session, post)
        if truth is None or shown is None:
            return None
        place = self._place(truth)
        position, round_number = int(post.details["position"]), int(post.details["round"])
        return notes.ask(shown, post.recipient_id or "", position=position, round_number=round_number, place=place)

    async def render_outcome(self, session: AsyncSession, post: Post) -> Message | None:
        truth, shown = await self._read(session, post)
        if truth is None or shown is None:
            return None
        rounds = range(int(post.details["after"]) + 1, int(post.details["round"]) + 1)
        return notes.outcome(shown, rounds=rounds, place=self._place(truth))

    def _place(self, truth: BatchTruth) -> str:
        """A link to the card; empty until Slack has it."""
        return self._permalink(truth.card) if truth.card and truth.card.ts else ""

    async def _read(self, session: AsyncSession, post: Post) -> tuple[BatchTruth | None, Card | None]:
        truth, policy = await read_batch(session, post.subject_id), self._policies.current
        if truth is None:
            return None, None
        found, _ = await self._people.find(session, post.team_id, [policy.people.lead])
        lead = found[0].name if found else policy.people.lead
        return truth, card_of(truth, policy, lead=lead, at=self._clock.now())

    async def _say_new_version(self, session: AsyncSession, event: VersionReady) -> None:
        asset = await session.get_one(Asset, event.asset_id)
        people = await read_people(session, event.team_id, [event.actor_id or ""])
        name = next((person.name for person in people.values()), "Galley")
        await self._line(
            session, event, f"version:{event.version_id}", notes.new_version(asset.title, event.number, name)
        )

    async def _line(
        self, session: AsyncSession, event: VersionReady | ApprovalWithdrawn, key: str, message: Message
    ) -> None:
        review = self._policies.current.review.channel
        await self._posts.say(
            session,
            team_id=event.team_id,
            kind=PostKind.LINE,
            subject_id=event.batch_id,
            key=key,
            channel_id=self._channels.known(review) or review,
            thread_of=card_key(event.batch_id),
            message=message,
        )

    def _ask(self, event: StageOpened, person: Person, *, round_number: int) -> Wish:
        return Wish(
            kind=PostKind.ASK,
            subject_id=event.batch_id,
            key=f"ask:{event.batch_id}:{event.position}:{round_number}:{person.slack_id}",
            channel_id=person.slack_id,
            recipient_id=person.slack_id,
            details={"position": event.position, "round": round_number},
            not_before=self._release(person),
        )

    def _release(self, person: Person) -> datetime:
        return self._policies.current.quiet_hours.release(self._clock.now(), zone_of(person))


def card_key(batch_id: str) -> str:
    return f"card:{batch_id}"


async def _is_being_asked(session: AsyncSession, batch_id: str) -> bool:
    """Whether another picture of the batch still waits for its answer."""
    wanted = select(Asset.id).where(
        Asset.batch_id == batch_id, col(Asset.state).in_((AssetState.CHECKING, AssetState.IN_REVIEW))
    )
    return (await session.exec(wanted.limit(1))).first() is not None


async def _rounds(session: AsyncSession, batch_id: str) -> tuple[int, int]:
    """The last round whose outcome was told, and the last one that was asked."""
    outcomes = select(Post.details).where(Post.subject_id == batch_id, Post.kind == PostKind.OUTCOME)
    told = [int(details["round"]) for details in (await session.exec(outcomes)).all()]
    asked = select(func.max(Approval.round)).join(Asset, col(Asset.id) == Approval.asset_id)
    latest = (await session.exec(asked.where(Asset.batch_id == batch_id))).one() or 1
    return max(told, default=0), latest


async def _was_asked_before(session: AsyncSession, event: VersionReady) -> bool:
    earlier = (Approval.asset_id == event.asset_id, Approval.version_id != event.version_id)
    return (await session.exec(select(Approval.id).where(*earlier).limit(1))).first() is not None
