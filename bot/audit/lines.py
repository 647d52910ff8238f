"""An export's lines: the first says what must follow, each of the others is one entry. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.chain import CONTENT, Head, canonical, content_of, digest_of

FORMAT = 1
SEALED = (*CONTENT, "digest", "seq", "prev", "link")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A workspace's part of an export: everything behind `after` up to `until`."""

    after: Head
    until: Head


def first_line(spans: Mapping[str, Span], *, exported_at: str, since: str | None, until: str | None) -> str:
    said = {
        "galley": "history",
        "format": FORMAT,
        "exported_at": exported_at,
        "since": since,
        "until": until,
        "chains": {team_id: {"after": vars(span.after), "until": vars(span.until)} for team_id, span in spans.items()},
    }
    return canonical({**said, "digest": digest_of(said)})


def entry_line(entry: Mapping[str, Any]) -> str:
    return canonical({name: entry[name] for name in SEALED})


def is_untouched(entry: Mapping[str, Any]) -> bool:
    """Whether the content is what its digest says."""
    return bool(digest_of(content_of(entry)) == entry["digest"])
