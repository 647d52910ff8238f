"""What a decision receipt states: what follows from entries of history, and nothing else. Standard library only."""

from collections.abc import Mapping, Sequence
from typing import Any

Entry = Mapping[str, Any]
Statement = dict[str, Any]


class Incomplete(Exception):
    """These entries do not tell the whole story of a published version."""


def state(entries: Sequence[Entry]) -> Statement:
    """What was approved, by whom, under which policy, and where it went. Raises Incomplete."""
    opened, settled = _opened(entries), _one(entries, "ApprovalSettled")
    told = opened["details"]
    asked = list({entry["details"]["stage_id"]: entry for entry in _called(entries, "StageOpened")}.values())
    moved = (*_called(entries, "SeatsHandedOver"), *_called(entries, "SeatsChanged"))
    named = (*_called(entries, "ApprovalOpened"), *asked, *moved)
    people = _People({name: word for entry in named for name, word in entry["details"].get("names", {}).items()})
    return {
        "workspace": opened["team_id"],
        "asset": {"id": opened["asset_id"], "title": told["title"]},
        "version": _version(entries, told["number"], people),
        "policy": told["policy_digest"],
        "approval": {
            "id": told["approval_id"],
            "opened_at": told["opened_at"],
            "settled_at": settled["details"]["settled_at"],
            "outcome": settled["details"]["outcome"],
        },
        "stages": [{**_stage(entries, stage, people), **_earlier(entries, stage, told)} for stage in asked],
        "published": _published(entries),
    }


def concerns(entries: Sequence[Entry], version_id: str) -> list[Entry]:
    """Those on which the receipt of this version rests, in their order. Raises Incomplete."""
    named = [entry for entry in entries if entry["details"].get("version_id") == version_id]
    opened = _opened(named)
    approval_id, carried = opened["details"]["approval_id"], carried_over(entries, opened)
    stages = {one["details"]["stage_id"] for one in carried}
    approvals = {one["details"]["approval_id"] for one in carried}
    return [
        entry
        for entry in entries
        if (entry["event"] in _OF_VERSION and entry["details"].get("version_id") == version_id)
        or (entry["event"] in _OF_STAGE and entry["details"].get("approval_id") == approval_id)
        or (entry["event"] in _OF_EARLIER and entry["details"].get("stage_id") in stages)
        or (entry["event"] in _OF_EARLIER_APPROVAL and entry["details"].get("approval_id") in approvals)
    ]


def carried_over(entries: Sequence[Entry], opened: Entry) -> list[Entry]:
    """Where the stages were asked whose yes to an earlier version holds for this one. Raises Incomplete."""
    told = opened["details"]
    kept = {name for fact in told["facts"] if fact["fact"] == "VersionReplaced" for name in fact["kept"]}
    here = _called(entries, "StageOpened")
    again = {one["details"]["stage"] for one in here if one["details"]["approval_id"] == told["approval_id"]}
    review = {
        one["details"]["approval_id"]
        for one in _called(entries, "ApprovalOpened")
        if one["details"].get("review_id") == told.get("review_id")
    }
    before = [one for one in entries[: entries.index(opened)] if one["details"].get("approval_id") in review]
    asked = {one["details"]["stage"]: one for one in _called(before, "StageOpened")}
    if missing := kept - again - asked.keys():
        raise Incomplete(f"of an earlier yes in {', '.join(sorted(missing))} nothing is told")
    return [asked[name] for name in sorted(kept - again)]


_OF_VERSION = {
    "VersionSubmitted", "VersionStored", "ApprovalOpened", "DecisionMade", "ApprovalSettled", "RenditionsMade",
    "AssetPublished",
}  # fmt: skip
_OF_STAGE = {"StageOpened", "StageSettled", "DecisionTakenBack", "SeatsHandedOver", "SeatsChanged"}
_OF_EARLIER = {"StageOpened", "StageSettled", "DecisionMade", "DecisionTakenBack", "SeatsChanged"}
_OF_EARLIER_APPROVAL = {"ApprovalOpened", "SeatsHandedOver"}


class _People:
    """By the names they had when they were asked."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __call__(self, person_id: str | None) -> dict[str, str] | None:
        return {"id": person_id, "name": self._names.get(person_id, person_id)} if person_id else None


def _version(entries: Sequence[Entry], number: int, people: _People) -> Statement:
    submitted, stored = _one(entries, "VersionSubmitted"), _one(entries, "VersionStored")
    return {
        "id": stored["details"]["version_id"],
        "number": number,
        "file_name": submitted["details"]["file_name"],
        "sha256": stored["details"]["sha256"],
        "size_bytes": stored["details"]["size_bytes"],
        "submitted_by": people(submitted["actor_id"]),
        "submitted_at": submitted["at"],
    }


def _stage(entries: Sequence[Entry], asked: Entry, people: _People) -> Statement:
    """As it was asked the last time. Where the approval was answered elsewhere meanwhile, it did not settle."""
    opened = asked["details"]
    about = [entry for entry in entries if entry["details"].get("stage_id") == opened["stage_id"]]
    since = [entry for entry in about if entry["seq"] >= asked["seq"]]
    settled = _called(since, "StageSettled")
    return {
        "name": opened["stage"],
        "position": opened["position"],
        "rule": opened["rule"],
        "needed": opened["needed"],
        "approvers": [people(person_id) for person_id in opened["approvers"]],
        "opened_at": opened["opened_at"],
        "due_at": opened["due_at"],
        "outcome": settled[-1]["details"]["outcome"] if settled else "withdrawn",
        "decisions": [_decision(entry, people) for entry in _standing(since)],
    }


def _earlier(entries: Sequence[Entry], asked: Entry, told: Mapping[str, Any]) -> Statement:
    """From which version the yes comes, where it was given to an earlier one; nothing otherwise."""
    approval_id = asked["details"]["approval_id"]
    if approval_id == told["approval_id"]:
        return {}
    opened = [one for one in _called(entries, "ApprovalOpened") if one["details"]["approval_id"] == approval_id]
    if not opened:
        raise Incomplete(f"of the version to which {asked['details']['stage']} said yes nothing is told")
    first = opened[-1]["details"]
    asks = [fact["version"]["sha256"] for fact in first["facts"] if fact["fact"] in _ASKS]
    return {"outcome": "approved", "of_version": {"number": first["number"], "sha256": asks[-1] if asks else ""}}


_ASKS = {"ReviewOpened", "VersionReplaced"}


def _standing(entries: Sequence[Entry]) -> list[Entry]:
    """The last word of each person, unless they took it back."""
    last: dict[str, Entry] = {}
    for entry in entries:
        if entry["event"] == "DecisionMade":
            last[entry["actor_id"]] = entry
        elif entry["event"] == "DecisionTakenBack":
            last.pop(entry["actor_id"], None)
    return sorted(last.values(), key=lambda entry: int(entry["seq"]))


def _decision(entry: Entry, people: _People) -> Statement:
    details = entry["details"]
    return {
        "by": people(entry["actor_id"]),
        **_for(entry, people),
        "at": details["decided_at"],
        "verdict": details["verdict"],
        "comment": details["reason"],
        "entry": entry["seq"],
    }


def _for(entry: Entry, people: _People) -> Statement:
    """Whose seats they decided, where they stood in; nothing where it was their own alone."""
    made = [fact for fact in entry["details"].get("facts", ()) if fact["fact"] == "DecisionMade"]
    owners = dict.fromkeys(fact["seat"] for fact in made if fact["seat"] != entry["actor_id"])
    if not owners:
        return {}
    return {"for": [people(one) for one in owners], "also_own": len(made) > len(owners)}


def _published(entries: Sequence[Entry]) -> Statement:
    published, made = _one(entries, "AssetPublished"), _called(entries, "RenditionsMade")
    return {
        "library": published["details"]["library"],
        "location": published["details"]["location"],
        "at": published["at"],
        "renditions": made[-1]["details"]["files"] if made else {},
    }


def _opened(entries: Sequence[Entry]) -> Entry:
    """Galley has not always noted with it what a receipt needs."""
    opened = _one(entries, "ApprovalOpened")
    if not {"names", "facts"} <= opened["details"].keys():
        raise Incomplete("its approval was opened by an older Galley, which did not note the rules and names it had")
    return opened


def _called(entries: Sequence[Entry], event: str) -> list[Entry]:
    return [entry for entry in entries if entry["event"] == event]


def _one(entries: Sequence[Entry], event: str) -> Entry:
    found = _called(entries, event)
    if not found:
        raise Incomplete(f"no {event} is among the entries")
    return found[-1]
