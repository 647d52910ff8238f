"""Everything that can happen, in the past tense. Recording one is what makes the next step begin (bot/reactions.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

_BY_NAME: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """`asset_id` files it in an asset's history; `actor_id` is the person who caused it, None for Galley itself."""

    name: ClassVar[str] = ""
    team_id: str
    asset_id: str | None = None
    actor_id: str | None = None

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__
        _BY_NAME[cls.name] = cls


def event_named(name: str) -> type[Event]:
    """KeyError when history holds a name that no code knows."""
    return _BY_NAME[name]


# intake


@dataclass(frozen=True, kw_only=True)
class FilesReceived(Event):
    """A batch came in; its files are still with Slack."""

    batch_id: str


@dataclass(frozen=True, kw_only=True)
class VersionSubmitted(Event):
    """One file is to be fetched: the first of its asset, or a newer one that may become its next version."""

    batch_id: str
    version_id: str
    file_name: str
    position: int
    title: str
    filled: tuple[str, ...]  # the attributes of its asset that have a value


@dataclass(frozen=True, kw_only=True)
class VersionStored(Event):
    """Its bytes are here, whole and hashed."""

    version_id: str
    sha256: str
    size_bytes: int
    file_name: str  # as it is known by now
    title: str


@dataclass(frozen=True, kw_only=True)
class DuplicateFound(Event):
    """The same bytes were here already, as another asset."""

    batch_id: str
    version_id: str
    duplicate_of: str


@dataclass(frozen=True, kw_only=True)
class VersionRefused(Event):
    """The file could not be fetched or read."""

    batch_id: str
    version_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CandidateRefused(Event):
    """A newer file was known already, or could not be fetched or read: the version before it stays the current one."""

    batch_id: str
    version_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VersionBegun(Event):
    """A newer file is here, new and readable: it is the current version from now on."""

    batch_id: str
    version_id: str
    number: int
    file_name: str


@dataclass(frozen=True, kw_only=True)
class VersionInspected(Event):
    """It was measured and checked; `failed` names the rules it broke, `missing` the attributes nobody gave."""

    batch_id: str
    version_id: str
    facts: Mapping[str, object] = field(default_factory=dict)  # what was measured, as far as people read it
    checks: tuple[Mapping[str, object], ...] = ()  # every finding, with expected and actual
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not self.failed and not self.missing


@dataclass(frozen=True, kw_only=True)
class BatchChecked(Event):
    """Every file of a batch has been looked at: what passed may be shown to reviewers."""

    batch_id: str


@dataclass(frozen=True, kw_only=True)
class AttributesGiven(Event):
    batch_id: str
    fields: tuple[str, ...]
    title: str
    filled: tuple[str, ...]  # the attributes of its asset that have a value by now


@dataclass(frozen=True, kw_only=True)
class VersionReady(Event):
    """A version may be asked about: it passed, and its batch is checked."""

    batch_id: str
    version_id: str
    number: int


# approval


@dataclass(frozen=True, kw_only=True)
class ApprovalOpened(Event):
    batch_id: str
    approval_id: str
    version_id: str
    policy_digest: str
    opened_at: str
    round: int
    number: int  # of the version
    title: str
    submitter_id: str  # who brought the version
    stages: tuple[Mapping[str, object], ...]  # every rule and seat that counts for it
    names: Mapping[str, str]  # what the people concerned are called today


@dataclass(frozen=True, kw_only=True)
class StageOpened(Event):
    batch_id: str
    approval_id: str
    stage_id: str
    stage: str
    position: int
    approvers: tuple[str, ...]
    opened_at: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class DecisionMade(Event):
    batch_id: str
    stage_id: str
    stage: str
    decision_id: str
    version_id: str
    verdict: str
    decided_at: str
    click_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionFollowed(Event):
    """What a decision changes is done: people and boards may be told."""

    batch_id: str
    stage_id: str
    decision_id: str


@dataclass(frozen=True, kw_only=True)
class DecisionRefused(Event):
    """Somebody clicked who may not, or too late."""

    stage_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class DeedRefused(Event):
    """Somebody tried what their role does not allow."""

    deed: str
    why: str


@dataclass(frozen=True, kw_only=True)
class StageSettled(Event):
    batch_id: str
    stage_id: str
    stage: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ApprovalSettled(Event):
    batch_id: str
    approval_id: str
    version_id: str
    outcome: str
    settled_at: str


@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(Event):
    """A newer version came: the open votes of the older one are void."""

    batch_id: str
    approval_id: str
    version_id: str
    withdrawn_at: str


# distribution


@dataclass(frozen=True, kw_only=True)
class RenditionsMade(Event):
    version_id: str
    names: tuple[str, ...]
    files: Mapping[str, str]  # the SHA-256 of each


@dataclass(frozen=True, kw_only=True)
class AssetPublished(Event):
    batch_id: str
    version_id: str
    library: str
    location: str


@dataclass(frozen=True, kw_only=True)
class ReceiptFiled(Event):
    """The decision receipt of a published version is in the library beside it; `digest` is the receipt's own."""

    version_id: str
    library: str
    digest: str


# campaigns and tasks


@dataclass(frozen=True, kw_only=True)
class CampaignLinked(Event):
    campaign_id: str
    channel_id: str
    title: str
    permalink: str


@dataclass(frozen=True, kw_only=True)
class CampaignEnded(Event):
    """Its channel belongs to no project any more, or to another one."""

    campaign_id: str
    channel_id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class TaskLinked(Event):
    batch_id: str
    link_id: str
    permalink: str


@dataclass(frozen=True, kw_only=True)
class TaskChanged(Event):
    """Somebody changed the task on the board; `changed` names what: status, due, assignees, title, gone."""

    batch_id: str
    link_id: str
    changed: tuple[str, ...]


# reminders


@dataclass(frozen=True, kw_only=True)
class ReminderSent(Event):
    batch_id: str
    stage_id: str
    reminder_id: str
    rung: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class Snoozed(Event):
    stage_id: str
    until: str


# what Slack shows


@dataclass(frozen=True, kw_only=True)
class Posted(Event):
    """A message of ours appeared (not: was edited)."""

    post_id: str
    kind: str
    subject_id: str


@dataclass(frozen=True, kw_only=True)
class CardShown(Event):
    """A card appeared, or was edited. `shown` is the SHA-256 of what Slack was told, word for word.

    `changed` and `gone` tell what of it no other event tells (bot/approval/basis.py), as far as it differs from what
    was shown before. `is_bare`: still without its picture. `is_known` False: Slack was told before a crash, and what
    was true then was not noted.
    """

    batch_id: str
    post_id: str
    shown: str
    changed: Mapping[str, object]
    gone: tuple[str, ...]
    is_bare: bool
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class NotPosted(Event):
    """Slack does not take a message of ours before somebody has put something right."""

    post_id: str
    kind: str
    subject_id: str


@dataclass(frozen=True, kw_only=True)
class PicturesShared(Event):
    """Proofs or sheets may now be shown on the batch's card."""

    batch_id: str


# running


@dataclass(frozen=True, kw_only=True)
class PolicyAdopted(Event):
    digest: str


@dataclass(frozen=True, kw_only=True)
class WorkGivenUp(Event):
    """Nobody tries any more what a picture, or the contact sheet of its batch, waits for, unless an admin says so."""

    batch_id: str
    version_id: str | None = None
    work: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class TroubleFound(Event):
    """Something that an admin must see: a job set aside, a broken galley.yml, a channel Galley is not in."""

    key: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class WorkspaceJoined(Event):
    """Somebody installed Galley there, or again; `team_id` is an organisation's where it holds for all of it."""

    workspace: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WorkspaceLeft(Event):
    """Galley was removed, or its token revoked; the token is erased."""

    workspace: str
    why: str
