"""galley.yml: read, explained where it is wrong, and kept in force until a better edition comes."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.policy import Policy
from bot.policy_mistakes import Mistake, amiss, mistakes
from bot.policy_sense import contradictions
from bot.yaml_text import Unreadable, parse
from models.history import PolicyEdition

Channel = Callable[[str, str], str | None]
"""The channel of a workspace that galley.yml calls so, as an id."""


def as_written(_: str, channel_id: str) -> str:
    """Where nobody knows their names."""
    return channel_id


class InvalidPolicy(Exception):
    """`digest` names the broken content, so that it is told of once."""

    def __init__(self, path: Path, found: tuple[Mistake, ...], *, digest: str) -> None:
        self.path, self.mistakes, self.digest = path, found, digest
        super().__init__("\n".join([f"{path} cannot be used:", *(f"  {one}" for one in found)]))


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A policy with the text it was read from. `digest` is of its meaning: comments and layout do not change it."""

    policy: Policy
    text: str
    digest: str


def read(path: Path) -> Edition:
    """Raises InvalidPolicy with everything that is wrong."""
    written = b""
    found: tuple[Mistake, ...]
    try:
        written = path.read_bytes()
        return _edition(written)
    except OSError as error:
        found = (Mistake(line=None, key="", sentence=_why_unopened(error)),)
    except Unreadable as error:
        found = (Mistake(line=error.line, key="", sentence=error.sentence),)
    except _Wrong as error:
        found = error.mistakes
    raise InvalidPolicy(path, found, digest=hashlib.sha256(written).hexdigest())


@lru_cache(maxsize=8)
def read_kept(text: str) -> Edition:
    """An edition as it was kept. Raises Unreadable or ValueError where an older Galley's is no longer understood."""
    document = parse(text.encode())
    policy = Policy.model_validate(document.values)
    return Edition(policy=policy, text=text, digest=_digest(policy))


def read_pilot(path: Path, policy: Policy) -> Edition | None:
    """What this galley.yml, which lies at `path`, tries in a few channels. Raises InvalidPolicy."""
    beside = pilot_path(path, policy)
    if beside is None:
        return None
    if not beside.exists():
        digest = hashlib.sha256(str(beside).encode()).hexdigest()
        raise InvalidPolicy(beside, (Mistake(line=None, key="", sentence=_NOT_THERE),), digest=digest)
    tried = read(beside)
    if tried.policy.pilot is not None:
        found = amiss([(("pilot",), _CHAINED)], parse(tried.text.encode()))
        raise InvalidPolicy(beside, found, digest=tried.digest)
    return tried


def pilot_path(path: Path, policy: Policy) -> Path | None:
    return path.parent / policy.pilot.file if policy.pilot else None


def time_zone(path: Path) -> ZoneInfo:
    """The team's; UTC while galley.yml is broken."""
    try:
        return ZoneInfo(read(path).policy.calendar.time_zone)
    except InvalidPolicy:
        return ZoneInfo("UTC")


class Policies:
    """The policy in force, and the pilot beside it. Flows read `current`, and of an approval what it goes `under`; its
    digest is noted when it opens.
    """

    def __init__(self, path: Path) -> None:
        """Raises InvalidPolicy: without a policy there is nothing to do."""
        self._path = path
        self._stamp = _stamp(path)
        self._edition = read(path)
        self._tried_at = pilot_path(path, self._edition.policy)
        self._tried_stamp = _stamp(self._tried_at)
        self._pilot = read_pilot(path, self._edition.policy)

    @property
    def current(self) -> Policy:
        return self._edition.policy

    @property
    def digest(self) -> str:
        return self._edition.digest

    @property
    def pilot_digest(self) -> str:
        """Empty while nothing is tried."""
        return self._pilot.digest if self._pilot else ""

    @property
    def pilot_channels(self) -> tuple[str, ...]:
        """As galley.yml writes them."""
        return self.current.pilot.channels if self.current.pilot and self._pilot else ()

    def tried_in(self, team_id: str, channel: Channel) -> frozenset[str]:
        """The channels of this workspace in which the pilot is tried, as ids, as far as anybody knows them."""
        return frozenset(filter(None, (channel(team_id, name) for name in self.pilot_channels)))

    @property
    def every(self) -> tuple[Policy, ...]:
        """Whatever somebody may be asked by today."""
        return tuple(edition.policy for edition in self.editions)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The one in force, and the pilot."""
        return (self._edition, self._pilot) if self._pilot else (self._edition,)

    def under(self, *, is_pilot: bool) -> Edition:
        """By what an approval goes that began so. When the pilot is over, it goes by what is in force."""
        return self._pilot if is_pilot and self._pilot else self._edition

    def reload(self) -> bool:
        """Look whether a file has changed; True when a new policy is in force or tried. After InvalidPolicy it is as
        before.
        """
        stamps = _stamp(self._path), _stamp(self._tried_at)
        if stamps == (self._stamp, self._tried_stamp):
            return False
        self._stamp, self._tried_stamp = stamps
        before = self.digest, self.pilot_digest
        edition = read(self._path)
        self._tried_at = pilot_path(self._path, edition.policy)  # that it is mended shall be seen, too
        self._tried_stamp = _stamp(self._tried_at)
        self._pilot, self._edition = read_pilot(self._path, edition.policy), edition
        return before != (self.digest, self.pilot_digest)

    async def adopt(self, session: AsyncSession, *, at: datetime) -> None:
        """Keep the edition in force for ever, and the pilot's. Of several replicas that start at once, one keeps it."""
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        for one in filter(None, (self._edition, self._pilot)):
            edition = PolicyEdition(digest=one.digest, text=one.text, adopted_at=at)
            await session.exec(
                insert(PolicyEdition).values(edition.model_dump()).on_conflict_do_nothing(index_elements=["digest"])
            )


_NOT_THERE = "there is no such file; pilot.file names one that lies beside galley.yml"
_CHAINED = "a file that is tried tries none itself; leave pilot out here, and it can take the place of galley.yml"


class _Wrong(Exception):
    def __init__(self, found: tuple[Mistake, ...]) -> None:
        self.mistakes = found
        super().__init__()


@lru_cache(maxsize=8)
def _edition(written: bytes) -> Edition:
    """The same text means the same."""
    document = parse(written)
    if document.values is None:
        raise Unreadable("the file is empty; begin with the galley.yml that Galley came with")
    if not isinstance(document.values, dict):
        raise Unreadable("keys belong here, such as intake: and review:", line=1)
    try:
        policy = Policy.model_validate(document.values)
    except ValidationError as error:
        raise _Wrong(mistakes(error, document)) from error
    if found := amiss(contradictions(policy), document):
        raise _Wrong(found)
    return Edition(policy=policy, text=written.decode("utf-8-sig"), digest=_digest(policy))


def _digest(policy: Policy) -> str:
    meaning = json.dumps(policy.model_dump(mode="json"), ensure_ascii=False)
    return hashlib.sha256(meaning.encode()).hexdigest()


def _why_unopened(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file; GALLEY_POLICY says where it is"
        case IsADirectoryError():
            return "this is a folder, not a file"
        case PermissionError():
            return "Galley may not read this file; its permissions forbid it"
    return f"the file cannot be read: {error.strerror}"


def _stamp(path: Path | None) -> tuple[int, int, int]:
    """Changes whenever somebody saves the file; all zeros when it is gone, or none is meant."""
    if path is None:
        return (0, 0, 0)
    try:
        seen = path.stat()
    except OSError:
        return (0, 0, 0)
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
