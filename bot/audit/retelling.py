"""History retold: the rows about the pictures of a batch as they must stand, made from nothing but the entries.

Whoever adds a kind of event says here what it changes on a card or in an approval; None: nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from models import events, people_events
from models.approval import Approval, Outcome, Refusal, Rule, Seat, Stage, Verdict
from models.asset import CANDIDATE, Asset, AssetState, Version
from models.batch import Batch, Origin
from models.publication import Publication

Entry = Mapping[str, Any]
Details = Mapping[str, Any]


class Untellable(Exception):
    """What history says cannot be retold: it contradicts itself, or this Galley does not know how."""


@dataclass(kw_only=True)
class Story:
    """The rows so far, by their ids; `approvals` and `publications` by their version's."""

    batch: Batch | None = None
    assets: dict[str, Asset] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    publications: dict[str, Publication] = field(default_factory=dict)

    def current(self, asset: Asset) -> Version:
        theirs = (one for one in self.versions.values() if one.asset_id == asset.id)
        return next(one for one in theirs if one.number == asset.version_number)

    def is_current(self, version: Version) -> bool:
        return version.number == self.assets[version.asset_id].version_number


def retell(entries: Iterable[Entry]) -> Story:
    """In the order of their numbers. Raises Untellable."""
    story = Story()
    for entry in entries:
        fold = FOLDS[_kind(entry)]
        if fold is None:
            continue
        try:
            fold(story, entry, entry["details"])
        except (KeyError, Refusal) as error:
            raise Untellable(f"entry {entry['number']} ({entry['event']}) cannot be retold: {_why(error)}") from error
    return story


def _kind(entry: Entry) -> type[events.Event]:
    try:
        return events.event_named(entry["event"])
    except KeyError as error:
        raise Untellable(f"entry {entry['number']} is a {entry['event']}, which this Galley does not know") from error


def _why(error: KeyError | Refusal) -> str:
    if isinstance(error, Refusal):
        return f"{error}, by what was told before"
    return f"it needs {error}, which is not told; an older Galley did not note everything"


def _received(story: Story, entry: Entry, told: Details) -> None:
    story.batch = Batch(
        id=told["batch_id"],
        team_id=entry["team_id"],
        channel_id="",
        submitter_id=entry["actor_id"],
        origin=Origin.DROP,
        submitted_at=entry["at"],
    )


def _submitted(story: Story, entry: Entry, told: Details) -> None:
    is_first = entry["asset_id"] not in story.assets
    if is_first:
        asset = Asset(
            id=entry["asset_id"],
            team_id=entry["team_id"],
            batch_id=told["batch_id"],
            position=told["position"],
            submitter_id=entry["actor_id"],
            created_at=entry["at"],
        )
        _describe(asset, told)
        story.assets[asset.id] = asset
    story.versions[told["version_id"]] = Version(
        id=told["version_id"],
        team_id=entry["team_id"],
        asset_id=entry["asset_id"],
        number=1 if is_first else CANDIDATE,
        file_name=told["file_name"],
        submitter_id=entry["actor_id"],
        submitted_at=entry["at"],
    )


def _stored(story: Story, entry: Entry, told: Details) -> None:
    version = story.versions[told["version_id"]]
    version.sha256, version.size_bytes, version.file_name = told["sha256"], told["size_bytes"], told["file_name"]
    asset = story.assets[entry["asset_id"]]
    asset.attributes = {**asset.attributes, "title": told["title"]}


def _begun(story: Story, entry: Entry, told: Details) -> None:
    story.assets[entry["asset_id"]].begin(story.versions[told["version_id"]])


def _inspected(story: Story, entry: Entry, told: Details) -> None:
    version, asset = story.versions[told["version_id"]], story.assets[entry["asset_id"]]
    version.facts, version.checks, version.given_up = dict(told["facts"]), list(told["checks"]), None
    is_ready = not told["failed"] and not told["missing"]
    _conclude(story, asset, version, AssetState.CHECKING if is_ready else AssetState.NEEDS_WORK)


def _refused(story: Story, entry: Entry, told: Details) -> None:
    version = story.versions[told["version_id"]]
    version.refusal, version.given_up = told["reason"], None
    _conclude(story, story.assets[entry["asset_id"]], version, AssetState.NEEDS_WORK)


def _duplicated(story: Story, entry: Entry, told: Details) -> None:
    asset, version = story.assets[entry["asset_id"]], story.versions[told["version_id"]]
    _conclude(story, asset, version, AssetState.DUPLICATE)


def _conclude(story: Story, asset: Asset, version: Version, state: AssetState) -> None:
    if story.is_current(version) and asset.state is not AssetState.DUPLICATE:
        asset.state = state


def _described(story: Story, entry: Entry, told: Details) -> None:
    _describe(story.assets[entry["asset_id"]], told)


def _describe(asset: Asset, told: Details) -> None:
    """History keeps which attributes have a value, and of values only the title."""
    asset.attributes = {**dict.fromkeys(told["filled"], "-"), "title": told["title"]}


def _ready(story: Story, entry: Entry, told: Details) -> None:
    del told
    story.assets[entry["asset_id"]].state = AssetState.IN_REVIEW


def _approval_opened(story: Story, entry: Entry, told: Details) -> None:
    approval = Approval(
        id=told["approval_id"],
        team_id=entry["team_id"],
        asset_id=entry["asset_id"],
        version_id=told["version_id"],
        policy_digest=told["policy_digest"],
        round=told["round"],
        opened_at=_moment(told["opened_at"]),
    )
    approval.stages = [_stage(approval, told["submitter_id"], rules) for rules in told["stages"]]
    story.approvals[approval.version_id] = approval
    story.stages |= {stage.id: stage for stage in approval.stages}


def _stage(approval: Approval, submitter_id: str, rules: Details) -> Stage:
    stage = Stage(
        id=rules["stage_id"],
        approval_id=approval.id,
        version_id=approval.version_id,
        submitter_id=submitter_id,
        position=rules["position"],
        name=rules["name"],
        rule=Rule(rules["rule"]),
        needed=rules["needed"],
        due_in=timedelta(seconds=rules["due_in_s"]),
        allows_own_work=rules["allows_own_work"],
    )
    stage.seats = [
        Seat(stage_id=stage.id, person_id=person, position=place) for place, person in enumerate(rules["approvers"])
    ]
    stage.decisions = []
    return stage


def _stage_opened(story: Story, entry: Entry, told: Details) -> None:
    del entry
    story.stages[told["stage_id"]].open(at=_moment(told["opened_at"]), due_at=_moment(told["due_at"]))


def _decided(story: Story, entry: Entry, told: Details) -> None:
    """By the same rules as then: one that they refuse was never taken."""
    decision = story.stages[told["stage_id"]].decide(
        entry["actor_id"],
        Verdict(told["verdict"]),
        at=_moment(told["decided_at"]),
        reason=told["reason"],
        click_id=told["click_id"],
    )
    decision.id = told["decision_id"]


def _stage_settled(story: Story, entry: Entry, told: Details) -> None:
    _must_agree(entry, story.stages[told["stage_id"]].outcome, told["outcome"])


def _approval_settled(story: Story, entry: Entry, told: Details) -> None:
    approval = story.approvals[told["version_id"]]
    approval.advance(at=_moment(told["settled_at"]))
    _must_agree(entry, approval.outcome, told["outcome"])
    story.assets[entry["asset_id"]].state = AssetState(approval.outcome)  # they are called alike


def _withdrawn(story: Story, entry: Entry, told: Details) -> None:
    del entry
    story.approvals[told["version_id"]].withdraw(at=_moment(told["withdrawn_at"]))


def _rendered(story: Story, entry: Entry, told: Details) -> None:
    del entry
    story.versions[told["version_id"]].given_up = None


def _published(story: Story, entry: Entry, told: Details) -> None:
    version = story.versions[told["version_id"]]
    version.given_up = None
    story.publications[version.id] = Publication(
        asset_id=entry["asset_id"],
        version_id=version.id,
        library=told["library"],
        remote_id="",
        location=told["location"],
        published_at=entry["at"],
    )
    if story.is_current(version):
        story.assets[entry["asset_id"]].state = AssetState.PUBLISHED


def _given_up(story: Story, entry: Entry, told: Details) -> None:
    del entry
    if told["version_id"] is not None:
        story.versions[told["version_id"]].given_up = told["problem"]


def _must_agree(entry: Entry, found: Outcome, told: str) -> None:
    if found != told:
        raise Untellable(f"entry {entry['number']} says {told}, but by the rules and decisions before it is {found}")


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


Fold = Callable[[Story, Entry, Details], None]

FOLDS: Mapping[type[events.Event], Fold | None] = {
    events.FilesReceived: _received,
    events.VersionSubmitted: _submitted,
    events.VersionStored: _stored,
    events.DuplicateFound: _duplicated,
    events.VersionRefused: _refused,
    events.CandidateRefused: _refused,
    events.VersionBegun: _begun,
    events.VersionInspected: _inspected,
    events.BatchChecked: None,
    events.AttributesGiven: _described,
    events.VersionReady: _ready,
    events.ApprovalOpened: _approval_opened,
    events.StageOpened: _stage_opened,
    events.DecisionMade: _decided,
    events.DecisionFollowed: None,
    events.DecisionRefused: None,
    events.DeedRefused: None,
    events.StageSettled: _stage_settled,
    events.ApprovalSettled: _approval_settled,
    events.ApprovalWithdrawn: _withdrawn,
    events.RenditionsMade: _rendered,
    events.AssetPublished: _published,
    events.ReceiptFiled: None,
    events.CampaignLinked: None,
    events.CampaignEnded: None,
    events.TaskLinked: None,  # what a card shows of a task is noted with the card: our own moves are no events
    events.TaskChanged: None,
    events.ReminderSent: None,
    events.Snoozed: None,
    events.Posted: None,
    events.CardShown: None,
    events.NotPosted: None,
    events.PicturesShared: None,
    events.PolicyAdopted: None,
    events.WorkspaceJoined: None,
    events.WorkspaceLeft: None,
    events.WorkGivenUp: _given_up,
    events.TroubleFound: None,
    people_events.AbsenceNamed: None,  # who then decides for whom is told with the seat and the decision
    people_events.AbsenceBegan: None,
    people_events.AbsenceEnded: None,
    people_events.NoticesChosen: None,
    people_events.AssetMuted: None,
    people_events.AssetUnmuted: None,
    people_events.DigestDue: None,
}

TOLD = tuple(sorted(kind.name for kind, fold in FOLDS.items() if fold is not None))
"""The kinds of entries from which rows are retold."""
