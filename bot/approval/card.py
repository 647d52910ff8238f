"""What the card says, in plain values: the truth of a batch, seen by its reviewers at one moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot import calling
from bot.ahead import Ahead, Planned, next_by_itself
from bot.approval.sayings import Said, said_of
from bot.calling import StandIn
from bot.policy import Policy
from bot.truth import AssetTruth, BatchTruth
from bot.wishes import ToDo
from models.approval import Approval, Stage
from models.asset import AssetState
from models.checks import Finding, weight
from models.picture import Picture
from models.reminder import Rung
from models.review.words import Deed


class Look(StrEnum):
    """The states of SURFACES, one golden each."""

    WAITING = "waiting"
    LATE = "late"
    AHEAD = "ahead"  # nobody is asked before a moment that galley.yml names
    DECIDED = "decided"  # a moment later the next stage opens, or the answer stands
    NOBODY = "nobody"  # no approver can be found; an admin is told
    CHECKING = "checking"  # a new version is being looked at
    NEEDS_WORK = "needs_work"  # a new version failed its checks
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    PUBLISHING = "publishing"
    UNPUBLISHED = "unpublished"  # approved, and the library could not be reached; an admin is told
    PUBLISHED = "published"
    EXPIRED = "expired"  # nobody answered in time
    WITHDRAWN = "withdrawn"
    BY_HAND = "by_hand"  # nobody is asked before somebody opens the next stage


_LOOKS = {
    AssetState.CHECKING: Look.CHECKING,
    AssetState.NEEDS_WORK: Look.NEEDS_WORK,
    AssetState.CHANGES_REQUESTED: Look.CHANGES_REQUESTED,
    AssetState.REJECTED: Look.REJECTED,
    AssetState.EXPIRED: Look.EXPIRED,
    AssetState.APPROVED: Look.PUBLISHING,
    AssetState.PUBLISHED: Look.PUBLISHED,
    AssetState.WITHDRAWN: Look.WITHDRAWN,
}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A stage that is asked now. Those of parallel paths share a step."""

    stage_id: str
    name: str
    position: int  # in galley.yml
    step: int
    of: int  # steps
    yes: int
    needed: int
    seats: int
    awaited: tuple[str, ...]  # names
    awaited_ids: tuple[str, ...]
    due_at: datetime
    then: tuple[str, ...]  # the stages after this one; none for the last
    next_rung: Rung | None
    next_at: datetime | None
    next_deed: Deed | None = None  # what happens then by itself, where it is no reminder
    next_to: tuple[str, ...] = ()  # to whom
    decider: str = ""  # whose word alone counts
    stand_ins: tuple[StandIn, ...] = ()
    by_hand: tuple[str, ...] = ()  # those of `then` that somebody has to open
    is_late: bool = False
    stuck: str = ""  # why nobody can make it pass any more
    has_failed: bool = False  # enough said no; the others are still heard


@dataclass(frozen=True, kw_only=True)
class Unopened:
    """A stage that waits until somebody opens it."""

    stage_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Reopened:
    """What was settled is asked again: who wished it, when, and why."""

    name: str
    at: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    permalink: str
    status: str
    due: date | None
    assignees: tuple[str, ...]
    is_gone: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One asset on the card."""

    asset_id: str
    number: int
    title: str
    file_name: str
    version: int
    round: int = 1
    look: Look
    facts: str  # "JPEG, 3000 x 2000 px, sRGB, 1.2 MB"
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]  # labels of attributes that are required by now
    turns: tuple[Turn, ...]
    said: tuple[Said, ...]
    carried_over: tuple[str, ...] = ()  # stages in which the yes to an earlier version holds
    pilot: str = ""  # the digest of the edition on trial that asks about it
    task: TaskLine | None
    location: str
    by_hand: tuple[Unopened, ...] = ()
    reopened: Reopened | None = None
    by_time: tuple[str, ...] = ()  # stages that a moment brings
    opens_at: datetime | None = None  # that moment
    download: str = ""  # a link to the original, where one is given


@dataclass(frozen=True, kw_only=True)
class Card:
    rows: tuple[Row, ...]
    campaign: str
    submitter: str
    picture_file_id: str | None
    picture_alt: str
    lead: str
    lacks_sheet: bool = False  # it could not be made
    may_change: bool = False  # one's decision, while the stage is open

    @property
    def open_stages(self) -> tuple[str, ...]:
        """What its buttons ask about: exactly the stages it shows as open."""
        return tuple(turn.stage_id for row in self.rows for turn in row.turns)

    @property
    def to_do(self) -> tuple[ToDo, ...]:
        """What was asked for with a yes, and nobody has done yet."""
        wished = [(row, said) for row in self.rows for said in row.said if said.to_do_id]
        return tuple(
            ToDo(decision_id=said.to_do_id, name=said.name, stage=said.stage, wish=said.reason, title=row.title)
            for row, said in wished
        )

    @property
    def asked(self) -> tuple[Row, ...]:
        """Those that wait for somebody's decision."""
        return tuple(row for row in self.rows if row.turns)


def card_of(truth: BatchTruth, policy: Policy, *, lead: str, planned: Planned, at: datetime) -> Card | None:
    """None while no reviewer need see anything of the batch."""
    shown = _shown(truth)
    if not shown:
        return None

    picture = picture_of(truth)
    return Card(
        rows=tuple(_row(one, truth, policy, planned, at=at) for one in shown),
        campaign=truth.campaign.title if truth.campaign else "",
        submitter=truth.name(shown[0].version.submitter_id if len(shown) == 1 else truth.batch.submitter_id),
        picture_file_id=picture.slack_file_id if picture else None,
        picture_alt=picture.alt_text if picture else "",
        lead=lead,
        may_change=policy.review.may_change,
        lacks_sheet=len(shown) > 1 and truth.batch.sheet_given_up is not None,
    )


def picture_of(truth: BatchTruth) -> Picture | None:
    """Of one picture its proof, of several their contact sheet."""
    shown = _shown(truth)
    return shown[0].proof if len(shown) == 1 else truth.sheet


def facts_line(facts: dict[str, object] | None, size_bytes: int | None) -> str:
    """`JPEG, 3000 x 2000 px, sRGB, 1.2 MB`; empty while nobody has measured it."""
    if not facts:
        return ""
    heavy = f", {weight(size_bytes)}" if size_bytes else ""
    return f"{facts['format']}, {facts['width']} x {facts['height']} px, {facts['colour_space']}{heavy}"


def _shown(truth: BatchTruth) -> list[AssetTruth]:
    return [one for one in truth.assets if _concerns_reviewers(one)]


def _concerns_reviewers(one: AssetTruth) -> bool:
    return one.was_asked or one.asset.state is AssetState.IN_REVIEW


def _row(one: AssetTruth, truth: BatchTruth, policy: Policy, planned: Planned, *, at: datetime) -> Row:
    approval = one.approval
    turns = tuple(_turns(approval, truth, planned, at=at)) if approval else ()
    return Row(
        asset_id=one.asset.id,
        number=one.asset.position,
        title=one.asset.title,
        file_name=one.version.file_name,
        version=one.version.number,
        round=approval.round if approval else 0,
        look=_look(one, turns),
        facts=facts_line(one.version.facts, one.version.size_bytes),
        findings=tuple(Finding.from_json(kept) for kept in one.version.checks or ()),
        missing=tuple(policy.attributes[name].label for name in one.asset.missing(policy.required)),
        turns=turns,
        said=tuple(said_of(approval, truth)) if approval else (),
        carried_over=tuple(stage.name for stage in approval.carried_over) if approval else (),
        pilot=approval.policy_digest if approval and approval.is_pilot else "",
        task=_task(one),
        location=one.publication.shelf if one.publication else "",
        by_time=tuple(stage.name for stage in approval.by_time) if approval and not turns else (),
        opens_at=approval.wakes_at if approval and not turns else None,
        by_hand=tuple(Unopened(stage_id=stage.id, name=stage.name) for stage in approval.by_hand) if approval else (),
        reopened=_reopened(approval, truth) if approval else None,
    )


def _reopened(approval: Approval, truth: BatchTruth) -> Reopened | None:
    if approval.reopened_at is None:
        return None
    name, why = truth.name(approval.reopened_by), approval.reopened_why
    return Reopened(name=name, at=approval.reopened_at, why=why)


def _look(one: AssetTruth, turns: Sequence[Turn]) -> Look:
    if one.asset.state is AssetState.APPROVED and one.version.given_up:
        return Look.UNPUBLISHED
    if one.asset.state is not AssetState.IN_REVIEW:
        return _LOOKS[one.asset.state]
    if not turns:
        return _between(one.approval) if one.approval else Look.NOBODY
    return Look.LATE if any(turn.is_late for turn in turns) else Look.WAITING


def _between(approval: Approval) -> Look:
    """Nobody is asked just now; or not before a moment comes, or somebody opens what is next."""
    is_called = any(stage.is_ahead and stage.called_at is not None for stage in approval.stages)
    if approval.by_time:
        return Look.AHEAD
    return Look.BY_HAND if approval.by_hand and not is_called else Look.DECIDED


def _turns(approval: Approval, truth: BatchTruth, planned: Planned, *, at: datetime) -> Iterator[Turn]:
    for stage in approval.open_stages:
        if stage.due_at is not None:
            turn = _turn(stage, stage.due_at, truth, next_by_itself(stage, planned, at=at))
            by_hand = tuple(one.name for one in approval.by_hand if one.name in turn.then)
            yield replace(turn, of=approval.steps, is_late=stage.is_late(at=at), by_hand=by_hand)


def _turn(stage: Stage, due_at: datetime, truth: BatchTruth, ahead: Ahead | None) -> Turn:
    return Turn(
        stage_id=stage.id,
        name=stage.name,
        position=stage.position,
        step=stage.step,
        of=stage.step,
        yes=stage.approvals,
        needed=stage.needed,
        seats=len(stage.seats),
        awaited=calling.awaited(stage, truth.name),
        awaited_ids=stage.awaited,
        due_at=due_at,
        then=tuple(stage.then),
        next_rung=ahead.rung if ahead else None,
        next_at=ahead.at if ahead else None,
        next_deed=ahead.deed if ahead else None,
        next_to=tuple(truth.name(person) for person in ahead.to) if ahead else (),
        decider=calling.decider(stage, truth.name),
        stand_ins=calling.stand_ins(stage, truth.name),
        stuck=stage.stuck,
        has_failed=stage.has_failed,
    )


def _task(one: AssetTruth) -> TaskLine | None:
    task = one.task
    if task is None or task.task_id is None:
        return None
    return TaskLine(
        permalink=task.permalink,
        status=task.status,
        due=task.due,
        assignees=tuple(task.assignees),
        is_gone=task.is_gone,
    )
