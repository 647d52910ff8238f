"""Where pictures stand and what comes next, in plain values: read once, for whoever asks in whichever room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import calling
from bot.ahead import Held, Planned, next_by_itself, nobody, read_planned
from bot.calling import StandIn
from bot.clock import Clock
from bot.galley_yml import Channel, Edition, Policies, as_written
from bot.policy import Policy
from bot.slack.acquaintances import read_people
from bot.truth import AssetTruth, mentioned, read_cards, read_truths
from bot.wishes import ToDo, to_do_of
from models.approval import Approval, Decision, Stage
from models.asset import Asset, AssetState
from models.batch import Batch
from models.checks import Finding
from models.person import Person
from models.post import Post
from models.reminder import Rung
from models.review.words import Deed, Rule, Verdict


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The stage that is asked now, and what happens by itself if nobody answers."""

    stage_id: str
    stage: str
    position: int
    of: int
    rule: Rule
    needed: int
    yes: int
    seats: int
    awaited: tuple[str, ...]  # names
    awaited_ids: tuple[str, ...]
    since: datetime
    due_at: datetime
    is_late: bool
    then: tuple[str, ...]  # the stages after this one; none for the last
    next_rung: Rung | None
    next_at: datetime | None
    decider: str = ""  # whose yes alone counts; empty where the others' count
    next_deed: Deed | None = None  # what happens at `next_at`, where it is no reminder
    next_to: tuple[str, ...] = ()  # names
    beside: tuple[str, ...] = ()  # the stages that are asked at the same time
    stand_ins: tuple[StandIn, ...] = ()
    by_hand: tuple[str, ...] = ()  # those of `then` that the lead has to open
    has_failed: bool = False  # enough said no; the others are still heard


@dataclass(frozen=True, kw_only=True)
class Verdicted:
    """The decision that ended it."""

    by: str
    verdict: Verdict
    reason: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class Task:
    permalink: str
    status: str
    due: str  # a day, as people write it; empty when there is none
    assignees: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """One picture. `since` is when it came to where it is."""

    asset_id: str
    batch_id: str
    title: str
    file_name: str
    version: int
    state: AssetState
    submitter: str
    since: datetime
    place: str  # a link to the card; empty before there is one
    asking: Asking | None
    verdict: Verdicted | None
    problems: tuple[str, ...]  # why it is the uploader's turn
    first_stage: str
    location: str  # in the library
    task: Task | None
    by_hand: tuple[str, ...] = ()  # stages that wait until the lead opens them, where nobody is asked
    by_time: tuple[str, ...] = ()  # stages that a moment brings, where nobody is asked
    opens_at: datetime | None = None  # that moment
    to_do: tuple[ToDo, ...] = ()  # what was asked for with a yes
    pilot: str = ""  # the digest of the edition on trial that asks about it
    is_given_up: bool = False  # it could not be checked, or could not be published; an admin is told


class Outlooks:
    def __init__(
        self,
        *,
        clock: Clock,
        policies: Policies,
        permalink: Callable[[Post], str],
        held: Held = nobody,
        channel: Channel = as_written,
    ) -> None:
        self._clock, self._policies, self._permalink = clock, policies, permalink
        self._held, self._channel = held, channel

    async def read(self, session: AsyncSession, assets: Sequence[Asset]) -> tuple[Outlook, ...]:
        """In the order of `assets`, in a fixed number of queries."""
        if not assets:
            return ()
        truths = await read_truths(session, assets)
        cards = await read_cards(session, {asset.batch_id for asset in assets})
        stages, at = [stage for one in truths if one.approval and (stage := one.approval.current)], self._clock.now()
        known = _Known(
            policy=self._policies.current,
            people=await read_people(session, assets[0].team_id, mentioned(truths)),
            places={batch_id: self._permalink(card) for batch_id, card in cards.items()},
            first_stages=await self._first_stages(session, assets),
            planned=await read_planned(session, stages, at=at, held=self._held),
            at=at,
        )
        return tuple(_outlook(one, known) for one in truths)

    async def _first_stages(self, session: AsyncSession, assets: Sequence[Asset]) -> Mapping[str, str]:
        """By batch: what is asked first by the edition that is tried where it came in, or by the one in force."""
        tried = self._policies.tried_in(assets[0].team_id, self._channel)
        batches = {asset.batch_id for asset in assets}
        wanted = select(Batch.id).where(col(Batch.id).in_(batches), col(Batch.channel_id).in_(tried))
        on_trial = set((await session.exec(wanted)).all()) if tried else set()
        return {one: _first_stage(self._policies.under(is_pilot=one in on_trial)) for one in batches}


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the pictures of one reading share. `places` are links to cards, `first_stages` names, by batch."""

    policy: Policy
    people: Mapping[str, Person]
    places: Mapping[str, str]
    first_stages: Mapping[str, str]
    planned: Planned
    at: datetime

    def name(self, person_id: str) -> str:
        return self.people[person_id].name if person_id in self.people else person_id


def _outlook(one: AssetTruth, known: _Known) -> Outlook:
    stage = one.approval.current if one.approval else None
    return Outlook(
        asset_id=one.asset.id,
        batch_id=one.asset.batch_id,
        title=one.asset.title,
        file_name=one.version.file_name,
        version=one.version.number,
        state=one.asset.state,
        submitter=known.name(one.version.submitter_id),
        since=_since(one, stage),
        place=known.places.get(one.asset.batch_id, ""),
        asking=_asking(one.approval, stage, known) if one.approval and stage else None,
        verdict=_verdict(one.approval, known) if one.approval else None,
        problems=_problems(one, known.policy),
        first_stage=known.first_stages[one.asset.batch_id],
        location=one.publication.shelf if one.publication else "",
        task=_task(one),
        by_hand=_by_hand(one.approval) if one.approval and not stage else (),
        by_time=tuple(ahead.name for ahead in one.approval.by_time) if one.approval and not stage else (),
        opens_at=one.approval.wakes_at if one.approval and not stage else None,
        to_do=to_do_of(one.approval, one.asset.title, known.name),
        pilot=one.approval.policy_digest if one.approval and one.approval.is_pilot else "",
        is_given_up=one.version.given_up is not None and one.asset.state in (AssetState.CHECKING, AssetState.APPROVED),
    )


def _first_stage(edition: Edition) -> str:
    return edition.policy.review.every_stage[0].name


def _since(one: AssetTruth, stage: Stage | None) -> datetime:
    approval, publication = one.approval, one.publication
    settled_at = approval.settled_at if approval else None
    return (
        (publication.published_at if publication else None)
        or settled_at
        or (stage.opened_at if stage else None)
        or (_settled_last(approval) if approval else None)
        or one.version.submitted_at
    )


def _settled_last(approval: Approval) -> datetime | None:
    return max((stage.settled_at for stage in approval.stages if stage.settled_at), default=None)


def _by_hand(approval: Approval) -> tuple[str, ...]:
    return tuple(stage.name for stage in approval.by_hand)


def _asking(approval: Approval, stage: Stage, known: _Known) -> Asking | None:
    if stage.opened_at is None or stage.due_at is None:
        return None
    ahead = next_by_itself(stage, known.planned, at=known.at)
    return Asking(
        stage_id=stage.id,
        stage=stage.name,
        position=stage.step,
        of=approval.steps,
        rule=stage.rule,
        needed=stage.needed,
        yes=stage.approvals,
        seats=len(stage.seats),
        decider=calling.decider(stage, known.name) if stage.rule is Rule.FINAL else "",
        awaited=calling.awaited(stage, known.name),
        awaited_ids=stage.awaited,
        since=stage.opened_at,
        due_at=stage.due_at,
        is_late=stage.is_late(at=known.at),
        then=tuple(stage.then),
        next_rung=ahead.rung if ahead else None,
        next_at=ahead.at if ahead else None,
        next_deed=ahead.deed if ahead else None,
        next_to=tuple(map(known.name, ahead.to)) if ahead else (),
        beside=tuple(one.name for one in approval.open_stages if one is not stage),
        stand_ins=calling.stand_ins(stage, known.name),
        by_hand=tuple(name for name in _by_hand(approval) if name in stage.then),
        has_failed=stage.has_failed,
    )


def _verdict(approval: Approval, known: _Known) -> Verdicted | None:
    """What stopped it, or else the last yes."""
    spoken = [(decision, stage) for stage in approval.stages for decision in stage.standing]
    if not spoken:
        return None
    decision, stage = max(spoken, key=_weight)
    by = calling.decided(decision.person_id, [decision.seat_id], known.name)
    return Verdicted(by=by, verdict=decision.verdict, reason=decision.reason, stage=stage.name)


def _weight(spoken: tuple[Decision, Stage]) -> tuple[bool, datetime]:
    decision, _ = spoken
    return not decision.verdict.is_yes, decision.decided_at


def _problems(one: AssetTruth, policy: Policy) -> tuple[str, ...]:
    if one.asset.state is not AssetState.NEEDS_WORK:
        return ()
    if one.version.refusal:
        return (one.version.refusal,)
    findings = [Finding.from_json(kept) for kept in one.version.checks or ()]
    failed = [f"{one.rule} is {one.actual}, expected {one.expected}" for one in findings if one.is_failed]
    labels = [policy.attributes[name].label for name in one.asset.missing(policy.needed(one.asset.type))]
    return (*failed, *(f"{label} is missing" for label in labels))


def _task(one: AssetTruth) -> Task | None:
    task = one.task
    if task is None or task.task_id is None or task.is_gone:
        return None
    return Task(
        permalink=task.permalink,
        status=task.status,
        due=f"{task.due.day} {task.due:%b}" if task.due else "",
        assignees=tuple(task.assignees),
    )
