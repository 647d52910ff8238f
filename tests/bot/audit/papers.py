"""Exports made for tests: chains of entries, sealed as the sealer does."""

from collections.abc import Sequence
from typing import Any

from bot.audit.lines import Span, entry_line, first_line
from models.chain import Head, digest_of

AT = "2026-03-02T12:00:00.000000Z"


def entry(team_id: str, details: dict[str, Any], *, event: str = "DecisionMade") -> dict[str, Any]:
    content = {
        "team_id": team_id,
        "asset_id": "A1",
        "event": event,
        "actor_id": "ANA",
        "at": AT,
        "details": details,
    }
    return {**content, "digest": digest_of(content)}


def sealed(entries: Sequence[dict[str, Any]], after: Head | None = None) -> list[dict[str, Any]]:
    head, done = after or Head(), []
    for one in entries:
        following = head.follow(one["team_id"], one["digest"])
        done.append({**one, "seq": following.seq, "prev": head.link, "link": following.link})
        head = following
    return done


def export(*chains: Sequence[dict[str, Any]]) -> list[bytes]:
    """The lines of an export of these chains, one for each workspace, in the order of their names."""
    spans = {chain[0]["team_id"]: Span(after=Head(), until=head_of(chain)) for chain in chains}
    first = first_line(spans, exported_at=AT, since=None, until=None)
    lines = [first, *(entry_line(one) for chain in chains for one in chain)]
    return [f"{line}\n".encode() for line in lines]


def head_of(chain: Sequence[dict[str, Any]]) -> Head:
    return Head(seq=chain[-1]["seq"], link=chain[-1]["link"])
