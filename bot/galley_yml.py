"""galley.yml: read, explained where it is wrong, and kept in force until a better edition comes."""

import hashlib
import json
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


def time_zone(path: Path) -> ZoneInfo:
    """The team's; UTC while galley.yml is broken."""
    try:
        return ZoneInfo(read(path).policy.calendar.time_zone)
    except InvalidPolicy:
        return ZoneInfo("UTC")


class Policies:
    """The policy in force. Flows read `current`; whoever opens an approval notes the `digest`."""

    def __init__(self, path: Path) -> None:
        """Raises InvalidPolicy: without a policy there is nothing to do."""
        self._path = path
        self._stamp = _stamp(path)
        self._edition = read(path)

    @property
    def current(self) -> Policy:
        return self._edition.policy

    @property
    def digest(self) -> str:
        return self._edition.digest

    def reload(self) -> bool:
        """Look whether the file has changed; True when a new policy is in force. After InvalidPolicy the old one is."""
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        before, self._edition = self._edition.digest, read(self._path)
        return self._edition.digest != before

    async def adopt(self, session: AsyncSession, *, at: datetime) -> None:
        """Keep the edition in force for ever. Of several replicas that start at once, one keeps it."""
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        edition = PolicyEdition(digest=self.digest, text=self._edition.text, adopted_at=at)
        await session.exec(
            insert(PolicyEdition).values(edition.model_dump()).on_conflict_do_nothing(index_elements=["digest"])
        )


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


def _stamp(path: Path) -> tuple[int, int, int]:
    """Changes whenever somebody saves the file; all zeros when it is gone."""
    try:
        seen = path.stat()
    except OSError:
        return (0, 0, 0)
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
