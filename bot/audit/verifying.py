"""Verifying: whether an export is whole, line by line, and what the first broken one shows. Standard library only."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.audit.lines import FORMAT, SEALED, Span, is_untouched
from models.chain import Head, canonical, digest_of, link_of

Entry = Mapping[str, Any]
KnownHeads = Mapping[str, Head]
"""By workspace: the end of its chain as somebody wrote it down earlier, elsewhere."""


class Broken(Exception):
    """The first thing that is wrong. `line` counts from 1; `seq` is None where no entry can be named."""

    def __init__(
        self, what: str, *, line: int | None = None, team_id: str | None = None, seq: int | None = None
    ) -> None:
        self.what, self.line, self.team_id, self.seq = what, line, team_id, seq
        place = f"line {line}: " if line is not None else ""
        super().__init__(f"{place}{what}")


@dataclass(frozen=True, kw_only=True)
class Whole:
    """Nothing is wrong. `since` and `until` say that it is only a part."""

    entries: int
    spans: Mapping[str, Span]
    since: str | None = None
    until: str | None = None


def verify(
    lines: Iterable[bytes], *, known: KnownHeads | None = None, watch: Callable[[Entry], None] | None = None
) -> Whole:
    """Raises Broken. `watch` sees every entry that has proved sound, in order."""
    numbered = enumerate(lines, start=1)
    whole = _whole(_first(numbered))
    _must_reach(whole, known or {})
    for team_id, span in whole.spans.items():
        head = span.after
        while head.seq < span.until.seq:
            line, entry = _next(numbered, team_id, head)
            head = _step(entry, team_id, head, line=line, rest=numbered)
            _must_be_known(known, team_id, head, line=line)
            if watch is not None:
                watch(entry)
            whole = replace(whole, entries=whole.entries + 1)
        if head != span.until:
            raise Broken(f"the chain of {team_id} does not end as the first line says", team_id=team_id, seq=head.seq)
    for line, _ in numbered:
        raise Broken("nothing may stand behind the end: this was put in", line=line)
    return whole


def _first(numbered: Iterator[tuple[int, bytes]]) -> dict[str, Any]:
    line, written = next(numbered, (1, b""))
    said = _read(written, line=line)
    if said.get("galley") != "history" or said.get("format") != FORMAT:
        raise Broken("this is not the first line of an export of Galley's history", line=line)
    if digest_of({name: value for name, value in said.items() if name != "digest"}) != said.get("digest"):
        raise Broken("what the first line says about the export was changed", line=line)
    return said


def _whole(said: Mapping[str, Any]) -> Whole:
    try:
        spans = {
            team_id: Span(after=Head(**ends["after"]), until=Head(**ends["until"]))
            for team_id, ends in said["chains"].items()
        }
        return Whole(entries=0, spans=spans, since=said["since"], until=said["until"])
    except (AttributeError, KeyError, TypeError) as error:
        raise Broken("the first line does not say what must follow", line=1) from error


def _must_reach(whole: Whole, known: KnownHeads) -> None:
    """A chain that was cut off at its end is whole by itself; only what was known before gives it away."""
    for team_id, head in known.items():
        span = whole.spans.get(team_id)
        ends = span.until.seq if span else 0
        if ends < head.seq and whole.until is None:
            what = f"the chain of {team_id} was cut off: it ends with entry {ends}, and entry {head.seq} was known"
            raise Broken(what, team_id=team_id, seq=ends + 1)


def _must_be_known(known: KnownHeads | None, team_id: str, head: Head, *, line: int) -> None:
    known_head = (known or {}).get(team_id)
    if known_head is not None and known_head.seq == head.seq and known_head.link != head.link:
        what = (
            f"entry {head.seq} of {team_id} is not the one that was known: everything up to it may have been rewritten"
        )
        raise Broken(what, line=line, team_id=team_id, seq=head.seq)


def _next(numbered: Iterator[tuple[int, bytes]], team_id: str, head: Head) -> tuple[int, dict[str, Any]]:
    line, written = next(numbered, (None, b""))
    if line is None:
        what = f"the end is missing: entry {head.seq + 1} of {team_id} and what follows it were cut off"
        raise Broken(what, team_id=team_id, seq=head.seq + 1)
    entry = _read(written, line=line)
    if set(entry) != set(SEALED):
        raise Broken("this is not an entry of history", line=line, team_id=team_id, seq=head.seq + 1)
    return line, entry


def _read(written: bytes, *, line: int) -> dict[str, Any]:
    """Only as Galley writes it: so not one letter can be changed without a trace."""
    try:
        document = json.loads(written)
        is_canonical = written == f"{canonical(document)}\n".encode("ascii")
    except (ValueError, RecursionError) as error:
        raise Broken("this cannot be read: it was changed, or cut off", line=line) from error
    if not is_canonical or not isinstance(document, dict):
        raise Broken("this is not written as Galley writes it: it was changed", line=line)
    return document


def _step(entry: Entry, team_id: str, head: Head, *, line: int, rest: Iterator[tuple[int, bytes]]) -> Head:
    expected, found = (team_id, head.seq + 1), (entry["team_id"], entry["seq"])
    if not is_untouched(entry):
        what = f"the content of entry {entry['seq']} was changed"
    elif found != expected:
        what = _misplaced(expected, found, rest)
        team_id, seq = expected
        raise Broken(what, line=line, team_id=team_id, seq=seq)
    elif entry["prev"] != head.link:
        what = f"entry {entry['seq']} does not follow the one before it: the chain was broken here"
    elif entry["link"] != link_of(team_id, entry["seq"], entry["prev"], entry["digest"]):
        what = f"the link of entry {entry['seq']} was changed"
    else:
        return Head(seq=entry["seq"], link=entry["link"])
    raise Broken(what, line=line, team_id=entry["team_id"], seq=entry["seq"])


def _misplaced(expected: tuple[str, int], found: tuple[Any, Any], rest: Iterator[tuple[int, bytes]]) -> str:
    stands, belongs = f"entry {found[1]} of {found[0]}", f"entry {expected[1]} of {expected[0]}"
    if found[0] == expected[0] and isinstance(found[1], int) and found[1] < expected[1]:
        return f"{stands} stands here again: it was put in, or the order was changed"
    if any(_place_of(written) == expected for _, written in rest):
        return f"the order was changed: {stands} stands where {belongs} belongs"
    return f"{belongs} is missing"


def _place_of(written: bytes) -> tuple[Any, Any]:
    try:
        document = json.loads(written)
    except (ValueError, RecursionError):
        return None, None
    return (document.get("team_id"), document.get("seq")) if isinstance(document, dict) else (None, None)
