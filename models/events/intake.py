"""What happens to files on their way in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.events.event import Event


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
    asset_type: str = ""


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
    asset_type: str = ""  # what the asset is, by galley.yml; empty where it says nothing

    @property
    def is_ready(self) -> bool:
        return not self.failed and not self.missing


@dataclass(frozen=True, kw_only=True)
class LikenessFound(Event):
    """It looks like pictures that were here, as they stood at that moment; nothing is refused for it."""

    batch_id: str
    version_id: str
    alike: tuple[Mapping[str, object], ...]  # models.lookalike


@dataclass(frozen=True, kw_only=True)
class PictureJoined(Event):
    """Somebody said that it is a new version of a picture it looks like: it goes on as that, and not by itself."""

    batch_id: str
    version_id: str
    into: str  # the other asset
    into_title: str


@dataclass(frozen=True, kw_only=True)
class PictureToldApart(Event):
    """Somebody said that it is a picture of its own, whatever it looks like."""

    batch_id: str
    version_id: str


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
    asset_type: str = ""
    replies: Mapping[str, str] = field(default_factory=dict)  # what became of which suggestion, by its id


@dataclass(frozen=True, kw_only=True)
class AttributesSuggested(Event):
    """By rules, by the file itself, by look-alikes. `outdated` are older suggestions that nothing says any more."""

    batch_id: str
    suggested: tuple[Mapping[str, str], ...]  # the id, attribute and source of each
    outdated: tuple[str, ...]
    taken: tuple[str, ...]  # attributes that have their value from it, before a person has said anything
    title: str
    filled: tuple[str, ...]
    asset_type: str = ""


@dataclass(frozen=True, kw_only=True)
class VersionReady(Event):
    """A version may be asked about: it passed, and its batch is checked."""

    batch_id: str
    version_id: str
    number: int
