"""A decision receipt in words, for whoever opens the file years later."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.audit.receipt import Receipt
from models.review.words import Rule, Verdict

Said = Mapping[str, Any]

_VERDICTS = {
    Verdict.APPROVE: "approved",
    Verdict.APPROVE_WITH_CHANGES: "approved with changes",
    Verdict.REQUEST_CHANGES: "requested changes",
    Verdict.REJECT: "rejected",
}
_RULES = {Rule.ANY: "any one of", Rule.ALL: "all of", Rule.QUORUM: "{needed} of", Rule.FINAL: "the final decider among"}


def text(receipt: Receipt) -> str:
    said, entries = receipt["statement"], receipt["entries"]
    version, approval, published = said["version"], said["approval"], said["published"]
    lines = [
        f"Decision receipt: {_plain(said['asset']['title'])}, version {version['number']}",
        "",
        f"File       {_plain(version['file_name'])}, {version['size_bytes']:,} bytes",
        f"SHA-256    {version['sha256']}",
        f"Brought by {_who(version['submitted_by'])}, {_when(version['submitted_at'])}",
        f"Outcome    {_plain(approval['outcome'])}, {_when(approval['settled_at'])}",
        f"Policy     {said['policy']}",
        f"Published  in the library {_plain(published['library'])}, {_when(published['at'])}",
        *(f"           {_plain(name)}: SHA-256 {digest}" for name, digest in published["renditions"].items()),
        "",
        *(line for stage in said["stages"] for line in _stage(stage)),
        f"Asset {said['asset']['id']}, approval {approval['id']}, workspace {said['workspace']}.",
        f"Rests on entries {', '.join(str(entry['seq']) for entry in entries)} of the history of that workspace,",
        f"the last with the link {entries[-1]['link']}.",
        "To prove it, with the receipt.json beside this text and an export of the history:",
        "galley verify receipt.json --export history.jsonl",
    ]
    return "\n".join(lines) + "\n"


def _stage(stage: Said) -> Iterator[str]:
    asked = ", ".join(_who(person) for person in stage["approvers"])
    rule = _RULES[stage["rule"]].format(needed=stage["needed"])
    yield f"Stage {stage['position']}, {_plain(stage['name'])}: {_plain(stage['outcome'])}"
    if earlier := stage.get("of_version"):
        yield f"  this yes was given to version {earlier['number']}, and holds: SHA-256 {earlier['sha256']}"
    yield f"  asked {rule} {asked}; open from {_when(stage['opened_at'])}, due {_when(stage['due_at'])}"
    for decision in stage["decisions"]:
        verdict = _VERDICTS[decision["verdict"]]
        yield f"  {_who(decision['by'])}{_for(decision)} {verdict}, {_when(decision['at'])} (entry {decision['entry']})"
        if decision["comment"]:
            yield f"    said: {_plain(decision['comment'])}"
    yield ""


def _for(decision: Said) -> str:
    owners = ", ".join(_who(person) for person in decision.get("for", ()))
    return f"{' also' if decision.get('also_own') else ''} for {owners}" if owners else ""


def _who(person: Said | None) -> str:
    return f"{_plain(person['name'])} ({person['id']})" if person else "Galley"


def _when(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _plain(words: str) -> str:
    """One line, whatever a stranger wrote: no letter of it moves the cursor or turns the direction."""
    return "".join(letter if letter.isprintable() else " " for letter in words)
