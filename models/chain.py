"""The rules of the chain: what an entry's digest covers, and how one link follows another. Standard library only."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CONTENT = ("team_id", "asset_id", "event", "actor_id", "at", "details")
BEGINNING = "0" * 64


def canonical(document: object) -> str:
    """The one way in which a document is written: ASCII, names sorted, no blanks. The same everywhere, for ever."""
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(document: object) -> str:
    """SHA-256 in hex of the canonical form."""
    return hashlib.sha256(canonical(document).encode("ascii")).hexdigest()


def moment(at: datetime) -> str:
    """`2026-03-02T12:00:00.000000Z`, however a database keeps it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def content_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the digest of an entry covers: who did what to which asset, and when."""
    return {name: entry[name] for name in CONTENT}


@dataclass(frozen=True, kw_only=True)
class Head:
    """The end of a workspace's chain: the number of its last entry, and the link that stands for everything before."""

    seq: int = 0
    link: str = BEGINNING

    def follow(self, team_id: str, digest: str) -> "Head":
        """The head once an entry with this digest stands after this one."""
        return Head(seq=self.seq + 1, link=link_of(team_id, self.seq + 1, self.link, digest))


def link_of(team_id: str, seq: int, prev: str, digest: str) -> str:
    return digest_of([team_id, seq, prev, digest])
