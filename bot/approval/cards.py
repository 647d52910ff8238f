"""Keeping what people see of an approval true: the card, the asks to its approvers, the thread, the outcome."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.ahead import Held, Planned, nobody, read_planned
from bot.approval import lines, notes, posted, views
from bot.approval.asking import is_being_asked, latest_rounds, was_asked_before
from bot.approval.basis import basis_of, read_marks
from bot.approval.card import Card
from bot.approval.reading import card_of, picture_of
from bot.clock import Clock
from bot.galley_yml import Policies
from bot.hours import free_from
from bot.links import Links
from bot.slack.acquaintances import read_people
from bot.slack.channels import Channels
from bot.slack.parts import Message
from bot.slack.people import People
from bot.slack.posts import BREATH, NEWS_EVERY, Posts, Wish
from bot.truth import BatchTruth, read_batch, read_truths
from models.approval import Approval
from models.asset import Asset, AssetState
from models.events import (
    ApprovalSettled,
    ApprovalWithdrawn,
    DecisionTakenBack,
    NotPosted,
    OthersAsked,
    PolicyAdopted,
    Posted,
    ReviewRecalled,
    ReviewReopened,
    SeatsChanged,
    SeatsReassigned,
    StageOpened,
    VersionReady,
    WorkGivenUp,
)
from models.people_events import AssetMuted, AssetUnmuted, NoticesChosen
from models.person import Person
from models.post import Post, PostKind

Asking = StageOpened | SeatsReassigned | SeatsChanged | OthersAsked
Lined = VersionReady | ApprovalWithdrawn | DecisionTakenBack | ReviewRecalled | ReviewReopened
Choice = NoticesChosen | AssetMuted | AssetUnmuted
Permalink = Callable[[Post], str]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`policy` is the digest of the edition that its approvals go by."""

    truth: BatchTruth
    shown: Card
    planned: Planned
    policy: str


PATIENCE = timedelta(minutes=1)  # how long an ask waits for the card, to lead to it


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
        links: Links,
        held: Held = nobody,
    ) -> None:
        self._clock, self._policies, self._posts, self._held = clock, policies, posts, held
        self._people, self._channels, self._permalink, self._links = people, channels, permalink, links

    async def show(self, session: AsyncSession, event: VersionReady) -> None:
        """A version goes to review: its batch has a card from now on."""
        await self._posts.show(
            session,
            team_id=event.team_id,
            kind=PostKind.CARD,
            subject_id=event.batch_id,
            key=card_key(event.batch_id),
            channel_id=self._review_channel(event.team_id),
        )
        if await was_asked_before(session, event):
            await self._say_new_version(session, event)

    async def appeared(self, session: AsyncSession, event: Posted) -> None:
        """Whatever else is said of a batch can link to its card from now on."""
        if event.kind == PostKind.CARD:
            await self._release_asks(session, event.team_id, event.subject_id)
            self._posts.refresh(session, subject_id=event.subject_id, kinds=(PostKind.RECEIPT, PostKind.ASK))

    async def kept_out(self, session: AsyncSession, event: NotPosted) -> None:
        """The card must wait for somebody to put something right, unless galley.yml names another channel by now.
        Whoever can decide without it is asked meanwhile.
        """
        if event.kind == PostKind.CARD:
            await self._posts.move(
                session, [await session.get_one(Post, event.post_id)], to=self._review_channel(event.team_id)
            )
            await self._release_asks(session, event.team_id, event.subject_id)

    async def move(self, session: AsyncSession, event: PolicyAdopted) -> None:
        """Another review channel: what could not be said in the one before is said there."""
        cards = await posted.cards_kept_out(session, event.team_id)
        await self._posts.move(session, cards, to=self._review_channel(event.team_id))

    async def promise(self, session: AsyncSession, event: Choice) -> None:
        """Somebody is reminded otherwise from now on, so the cards that wait for them say so."""
        waiting = await turns.batches(session, event.team_id, event.actor_id or "", of=event.asset_id)
        for number, batch_id in enumerate(waiting):
            pause = BREATH + number * NEWS_EVERY
            self._posts.refresh(session, subject_id=batch_id, kinds=(PostKind.CARD,), is_news=True, pause=pause)

    async def ask(self, session: AsyncSession, event: Asking) -> None:
        """Tell each approver once, when they may be written to. Pictures of one batch share one message, which leads
        to their card: so it comes after it, as long as that does not take too long.
        """
        approval = await session.get_one(Approval, event.approval_id)
        people = await read_people(session, event.team_id, event.approvers)
        earliest = self._clock.now() + (timedelta() if await posted.card_is_up(session, event.batch_id) else PATIENCE)
        wishes = [
            self._ask(event, person, round_number=approval.round, earliest=earliest) for person in people.values()
        ]
        await self._posts.show_all(session, event.team_id, wishes)

    async def tell_outcome(self, session: AsyncSession, event: ApprovalSettled | WorkGivenUp) -> None:
        """One message to each uploader about their own pictures, once nothing of the batch is still being asked; later
        rounds tell again.
        """
        if await is_being_asked(session, event.batch_id):
            return
        told = await posted.told_rounds(session, event.batch_id)
        latest = await latest_rounds(session, event.batch_id)
        people = await read_people(session, event.team_id, latest)
        wishes = [
            self._outcome(event.batch_id, submitter, people.get(submitter), after=told.get(submitter, 0), latest=last)
            for submitter, last in latest.items()
            if last > told.get(submitter, 0)
        ]
        await self._posts.show_all(session, event.team_id, wishes)

    async def say_withdrawn(self, session: AsyncSession, event: ApprovalWithdrawn) -> None:
        asset = await session.get_one(Asset, event.asset_id)
        is_joined = asset.state is AssetState.DUPLICATE
        message = lines.joined(asset.title) if is_joined else lines.withdrawn(asset.title, asset.version_number - 1)
        await self._line(session, event, f"withdrawn:{event.approval_id}", message)

    async def say_second_thought(
        self, session: AsyncSession, event: DecisionTakenBack | ReviewRecalled | ReviewReopened
    ) -> None:
        """Whoever follows the thread reads why the card has changed."""
        asset = await session.get_one(Asset, event.asset_id)
        people = await read_people(session, event.team_id, [event.actor_id or ""])
        name = next((person.name for person in people.values()), event.actor_id or "Galley")
        match event:
            case DecisionTakenBack():
                message = lines.taken_back(name, asset.title, event.stage)
            case ReviewRecalled():
                message = lines.recalled(name, asset.title)
            case ReviewReopened():
                why = str(next((fact.get("why") for fact in event.facts if fact.get("why")), ""))
                message = lines.asked_again(name, asset.title, event.stage, why)
        await self._line(session, event, f"thought:{event.review_id}:{event.first}", message)

    async def render_card(self, session: AsyncSession, post: Post) -> Message | None:
        """With what it rests on, for the record."""
        at = self._clock.now()
        reading = await self._read(session, post, at=at)
        if reading is None:
            return None
        truth, shown = reading.truth, reading.shown
        marks = await read_marks(session, truth)
        basis = basis_of(
            truth,
            marks,
            policy=reading.policy,
            lead=shown.lead,
            planned=reading.planned,
            picture=picture_of(truth),
            at=at,
        )
        return views.card(shown, batch_id=post.subject_id).resting_on(basis)

    async def render_ask(self, session: AsyncSession, post: Post) -> Message | None:
        reading = await self._read(session, post)
        if reading is None:
            return None
        shown, place = reading.shown, self._place(reading.truth)
        position, round_number = int(post.details["position"]), int(post.details["round"])
        whom = post.recipient_id or ""
        mine = notes.asked_of(shown, whom, position=position, round_number=round_number)
        if post.ts is None and not mine:
            return None  # it was answered before they could read it
        asked = notes.ask(shown, whom, position=position, round_number=round_number, place=place)
        return asked.telling_of(row.asset_id for row in mine)

    async def render_outcome(self, session: AsyncSession, post: Post) -> Message | None:
        reading = await self._read(session, post)
        if reading is None:
            return None
        truth, shown = reading.truth, reading.shown
        theirs = {one.asset.id: one for one in truth.assets if one.version.submitter_id == post.recipient_id}
        rows = tuple(
            replace(row, download=self._links.download(post.team_id, theirs[row.asset_id].publication))
            for row in shown.rows
            if row.asset_id in theirs
        )
        rounds = range(int(post.details["after"]) + 1, int(post.details["round"]) + 1)
        outcome = notes.outcome(replace(shown, rows=rows), rounds=rounds, place=self._place(truth)) if rows else None
        return outcome and outcome.telling_of(row.asset_id for row in rows if row.round in rounds)

    def _place(self, truth: BatchTruth) -> str:
        """A link to the card; empty until Slack has it."""
        return self._permalink(truth.card) if truth.card and truth.card.ts else ""

    async def _read(self, session: AsyncSession, post: Post, *, at: datetime | None = None) -> Reading | None:
        truth = await read_batch(session, post.subject_id)
        if truth is None:
            return None
        edition = self._policies.under(is_pilot=truth.is_pilot)
        policy, named = edition.policy, edition.policy.people.lead
        found, _ = await self._people.find(session, post.team_id, [named])
        lead, at = found[0].name if found else named, at or self._clock.now()
        stages = [stage for one in truth.assets if one.approval for stage in one.approval.open_stages]
        planned = await read_planned(session, stages, at=at, held=self._held)
        shown = card_of(truth, policy, lead=lead, planned=planned, at=at)
        return Reading(truth=truth, shown=shown, planned=planned, policy=edition.digest) if shown else None

    async def _say_new_version(self, session: AsyncSession, event: VersionReady) -> None:
        asset = await session.get_one(Asset, event.asset_id)
        people = await read_people(session, event.team_id, [event.actor_id or ""])
        name = next((person.name for person in people.values()), "Galley")
        (truth,) = await read_truths(session, [asset])
        holds = [stage.name for stage in truth.approval.carried_over] if truth.approval else []
        message = lines.new_version(asset.title, event.number, name, holds=holds)
        await self._line(session, event, f"version:{event.version_id}", message)

    async def _line(self, session: AsyncSession, event: Lined, key: str, message: Message) -> None:
        await self._posts.say(
            session,
            team_id=event.team_id,
            kind=PostKind.LINE,
            subject_id=event.batch_id,
            key=key,
            channel_id=self._review_channel(event.team_id),
            thread_of=card_key(event.batch_id),
            message=message,
        )

    def _ask(self, event: Asking, person: Person, *, round_number: int, earliest: datetime) -> Wish:
        return Wish(
            kind=PostKind.ASK,
            subject_id=event.batch_id,
            key=f"ask:{event.batch_id}:{event.position}:{round_number}:{person.slack_id}",
            channel_id=person.slack_id,
            recipient_id=person.slack_id,
            details={"position": event.position, "round": round_number},
            not_before=max(earliest, self._release(person)),
        )

    async def _release_asks(self, session: AsyncSession, team_id: str, batch_id: str) -> None:
        """Nothing need be waited for any more but each person's own hours."""
        asks = await posted.unread_asks(session, batch_id)
        people = await read_people(session, team_id, {ask.recipient_id or "" for ask in asks})
        await self._posts.hurry(
            session, [(ask, self._release(people[ask.recipient_id])) for ask in asks if ask.recipient_id in people]
        )

    def _outcome(self, batch_id: str, submitter_id: str, person: Person | None, *, after: int, latest: int) -> Wish:
        return Wish(
            kind=PostKind.OUTCOME,
            subject_id=batch_id,
            key=f"outcome:{batch_id}:{latest}:{submitter_id}",
            channel_id=submitter_id,
            recipient_id=submitter_id,
            details={"after": after, "round": latest},
            not_before=self._release(person) if person else None,
        )

    def _release(self, person: Person) -> datetime:
        return free_from(self._clock.now(), person, self._policies.current)

    def _review_channel(self, team_id: str) -> str:
        review = self._policies.current.review.channel
        return self._channels.known(team_id, review) or review


def card_key(batch_id: str) -> str:
    return f"card:{batch_id}"
