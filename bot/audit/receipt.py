"""A decision receipt: a statement, the entries that it rests on, and how both are proved. Standard library only."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.audit.lines import FORMAT, SEALED, is_untouched
from bot.audit.statement import Incomplete, Statement, concerns, state
from bot.audit.verifying import Broken
from models.chain import digest_of, link_of

Entry = Mapping[str, Any]
Receipt = dict[str, Any]


def compose(entries: Sequence[Entry], version_id: str) -> Receipt:
    """The same for ever, from whichever database or export the entries come. Raises Incomplete."""
    resting_on = concerns(entries, version_id)
    if any(entry["seq"] is None for entry in resting_on):
        raise Incomplete("the last entries are not sealed yet; try again in a second")
    receipt = {
        "galley": "receipt",
        "format": FORMAT,
        "statement": state(resting_on),
        "entries": [{name: entry[name] for name in SEALED} for entry in resting_on],
    }
    return {**receipt, "digest": digest_of(receipt)}


def written(receipt: Receipt) -> bytes:
    return (json.dumps(receipt, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def read(content: bytes) -> Receipt:
    """Raises Broken unless it proves itself: nothing in it was changed, and it states what its entries say."""
    try:
        receipt = json.loads(content, object_pairs_hook=_once_each)
        body = {name: value for name, value in receipt.items() if name != "digest"}
        is_whole = digest_of(body) == receipt["digest"]
        if body["galley"] != "receipt" or body["format"] != FORMAT:
            raise Broken("this is not a receipt of Galley's")
        _must_be_sealed(body["entries"])
        stated = state(body["entries"])
    except Incomplete as error:
        raise Broken(f"the receipt does not hold what it needs: {error}") from error
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise Broken("this cannot be read as a receipt of Galley's") from error
    if stated != body["statement"]:
        raise Broken(f"the receipt states what its entries do not say: {_first_difference(body['statement'], stated)}")
    if not is_whole:
        raise Broken("the receipt was changed: its digest does not fit")
    return dict(receipt)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that stands twice a program reads the last and a person the first."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise Broken("a name stands twice in the receipt: it was changed")
    return told


class Search:
    """Looks for a receipt's entries in a chain that is being verified, and for others which it should have held."""

    def __init__(self, receipt: Receipt) -> None:
        self._receipt, self._found = receipt, list[Entry]()
        self._workspace, self._asset = receipt["statement"]["workspace"], receipt["statement"]["asset"]["id"]

    def __call__(self, entry: Entry) -> None:
        if (entry["team_id"], entry["asset_id"]) == (self._workspace, self._asset):
            self._found.append(entry)

    def end(self) -> None:
        """Raises Broken unless the chain holds the receipt's entries, the same ones and no others."""
        concerned = concerns(self._found, self._receipt["statement"]["version"]["id"])
        told = {entry["seq"]: entry["link"] for entry in concerned}
        wanted = {entry["seq"]: entry["link"] for entry in self._receipt["entries"]}
        for seq in sorted(wanted.keys() | told.keys()):
            if wanted.get(seq) != told.get(seq):
                what = f"entry {seq} of {self._workspace} {_how_they_differ(wanted.get(seq), told.get(seq))}"
                raise Broken(what, team_id=self._workspace, seq=seq)


def _how_they_differ(wanted: str | None, told: str | None) -> str:
    if told is None:
        return "is in the receipt, and not in this history"
    if wanted is None:
        return "is about this decision, and the receipt leaves it out"
    return "is not the one on which the receipt rests"


def must_be_of(receipt: Receipt, file: Path) -> None:
    """Raises Broken unless these are the bytes that were approved."""
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    approved = receipt["statement"]["version"]["sha256"]
    if found != approved:
        raise Broken(f"{file} is not what was approved: its SHA-256 is {found}, and {approved} was approved")


def _must_be_sealed(entries: Iterable[Entry]) -> None:
    before = 0
    for entry in entries:
        team_id, seq = entry["team_id"], entry["seq"]
        if not is_untouched(entry):
            raise Broken(f"the content of entry {seq} was changed", team_id=team_id, seq=seq)
        if entry["link"] != link_of(team_id, seq, entry["prev"], entry["digest"]):
            raise Broken(f"the link of entry {seq} was changed", team_id=team_id, seq=seq)
        if seq <= before:
            raise Broken(f"entry {seq} does not stand in its place", team_id=team_id, seq=seq)
        before = seq


def _first_difference(said: Statement, true: Statement) -> str:
    return next((name for name in true if said.get(name) != true[name]), "it says more than they do")
