"""What Slack shows, and how Galley itself runs."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.events.event import Event

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
class PolicyPiloted(Event):
    """Another edition is tried in a few channels; or none any more, where `digest` is empty."""

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
