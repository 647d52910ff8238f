"""A picture on its way, and the versions of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.attributes.schema import ASSET_TYPE, Moment
from models.columns import Instant, Json, word
from models.ids import new_id


class AssetState(StrEnum):
    CHECKING = "checking"
    NEEDS_WORK = "needs_work"  # a check failed, or an attribute is missing: the uploader's turn
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    EXPIRED = "expired"  # nobody answered for as long as the policy waits
    APPROVED = "approved"  # publishing is under way
    PUBLISHED = "published"
    DUPLICATE = "duplicate"  # the same bytes were here already
    WITHDRAWN = "withdrawn"


LIVE = frozenset(
    {
        AssetState.CHECKING,
        AssetState.NEEDS_WORK,
        AssetState.IN_REVIEW,
        AssetState.CHANGES_REQUESTED,
        AssetState.APPROVED,
        AssetState.PUBLISHED,
    }
)
"""States in which the same bytes again are "already here". A refused picture may be asked for again."""

CANDIDATE = 0
"""The number of a newer file that is still looked at aside. The version before it stays the current one meanwhile."""

_IS_NUMBERED = text("number > 0")


class Asset(SQLModel, table=True):
    """One picture, whatever its versions. `position` is its number on the batch's contact sheet, from 1."""

    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        Index("ix_asset_submitter", "team_id", "submitter_id", "id"),
        Index("ix_asset_state", "team_id", "state", "id"),
        Index("ix_asset_team", "team_id", "id"),  # a search walks it newest first, and stops when its page is full
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    batch_id: str = Field(foreign_key="batch.id")
    position: int
    submitter_id: str
    campaign_id: str | None = Field(default=None, foreign_key="campaign.id")
    state: AssetState = Field(default=AssetState.CHECKING, sa_type=word(AssetState))
    attributes: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # field name -> text, or list of texts
    search_text: str = ""  # lower-cased words of title, file name and attributes
    version_number: int = 1
    duplicate_of: str | None = Field(default=None, foreign_key="asset.id")
    created_at: datetime = Field(sa_type=Instant)

    @property
    def title(self) -> str:
        return str(self.attributes.get("title", ""))

    @property
    def type(self) -> str:
        """What galley.yml's asset_types make of it; empty where it is of none."""
        return str(self.attributes.get(ASSET_TYPE) or "")

    @property
    def coming(self) -> Moment:
        """What it goes towards: attributes may be required for that."""
        match self.state:
            case AssetState.CHECKING | AssetState.NEEDS_WORK:
                return Moment.SUBMITTED
            case AssetState.APPROVED | AssetState.PUBLISHED:
                return Moment.PUBLISHED
        return Moment.APPROVED

    def begin(self, candidate: "Version") -> None:
        """A newer file takes its place as the next version, to be asked about anew."""
        self.version_number += 1
        candidate.number = self.version_number
        self.state, self.duplicate_of = AssetState.CHECKING, None

    def may_give_way_to(self, first: "Asset") -> bool:
        """Of one picture that came twice the first one counts, as long as no reviewer has seen the later one."""
        is_unseen = self.version_number == 1 and self.state in (AssetState.CHECKING, AssetState.NEEDS_WORK)
        return is_unseen and first.position < self.position

    def missing(self, required: tuple[str, ...]) -> tuple[str, ...]:
        """The required attributes that nobody has filled in."""
        return tuple(name for name in required if not self.attributes.get(name))

    @property
    def filled(self) -> tuple[str, ...]:
        """The attributes that somebody has filled in."""
        return tuple(sorted(name for name, value in self.attributes.items() if value))

    def describe(self, attributes: dict[str, Any], *, file_name: str) -> None:
        """Take new attribute values over the old ones, and keep the words to find them by."""
        self.attributes = {**self.attributes, **attributes}
        words = [file_name, *(_as_words(value) for value in self.attributes.values())]
        self.search_text = " ".join(words).casefold()


class Version(SQLModel, table=True):
    """One file of an asset. Its bytes are named by `sha256` once they are here.

    The first has number 1 at once. A newer one is a candidate until its bytes are here, new and readable: only then
    does it get the next number. Many never do, and are kept with their refusal.
    """

    __table_args__ = (
        Index("ix_version_asset", "asset_id", "number"),
        Index(
            "ix_version_number",
            "asset_id",
            "number",
            unique=True,
            sqlite_where=_IS_NUMBERED,
            postgresql_where=_IS_NUMBERED,
        ),
        UniqueConstraint("slack_file_id", "asset_id"),
        Index("ix_version_sha256", "team_id", "sha256"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    asset_id: str = Field(foreign_key="asset.id")
    number: int = 1
    slack_file_id: str | None = None  # None for a repaired copy, which Galley made itself
    file_name: str
    announced_bytes: int | None = None  # what Slack said it weighs
    submitter_id: str
    submitted_at: datetime = Field(sa_type=Instant)
    posted_in: str | None = None  # the channel in which a candidate was handed in, to be answered there
    posted_below: str | None = None  # and the message whose thread it was
    copy_of: str | None = Field(default=None, foreign_key="version.id")  # what a repaired copy was made from
    sha256: str | None = None
    size_bytes: int | None = None
    facts: dict[str, Any] | None = Field(default=None, sa_type=Json)  # imaging.Facts.to_json()
    checks: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)  # models.checks.Finding.to_json()
    lookalikes: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)  # models.lookalike, when it came in
    told_apart_by: str | None = None  # who said that it is a picture of its own, whatever it looks like
    told_apart_at: datetime | None = Field(default=None, sa_type=Instant)
    refusal: str | None = None  # why the file could not be read, as a sentence for its uploader
    repaired: list[str] | None = Field(default=None, sa_type=Json)  # what Galley changed to make it, line by line
    given_up: str | None = None  # why nobody tries any more to check or to publish it, unless an admin says so

    @property
    def is_candidate(self) -> bool:
        return self.number == CANDIDATE

    @property
    def is_inspected(self) -> bool:
        return self.refusal is not None or self.checks is not None


def title_from(file_name: str) -> str:
    """A first title out of a file name: `hero_final-v2.jpg` -> `hero final v2`."""
    stem = file_name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    stem = stem.rsplit(".", 1)[0] or stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or file_name


def _as_words(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
