"""Counting at the sandbox: how often each picture and each message of ours is really there."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.stage import Seen, Stage


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A picture, and whether it was to be approved."""

    title: str
    is_approved: bool


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What is there of each picture, and how often each name of a file or message stands in one place."""

    found: dict[str, Counter[str]]  # "card", "receipt", ... -> title -> times
    doubled: tuple[str, ...]

    def misses(self, pictures: Sequence[Expected]) -> list[str]:
        """A line for each count that is not what it should be; empty when all is well."""
        return [
            f"{picture.title:8} {what:14} expected {wanted}, found {self.found[what][picture.title]}"
            for picture in pictures
            for what, wanted in _wanted(picture).items()
            if self.found[what][picture.title] != wanted
        ]

    def table(self) -> str:
        return "\n".join(f"{what:14} {sum(counts.values())}" for what, counts in self.found.items())


async def count(stage: Stage, library: Path, pictures: Sequence[Expected]) -> Tally:
    titles = [picture.title for picture in pictures]
    review = await stage.messages("designer1", "review")
    cards = [message for message in review if message.is_card]
    threads = [await stage.messages("designer1", "review", thread_ts=card.ts) for card in cards]
    uploads = [one for one in await stage.messages("uploader", "intake") if one.raw.get("files")]
    answers = [await stage.messages("uploader", "intake", thread_ts=upload.ts) for upload in uploads]
    lines = [reply for thread in threads for reply in thread[1:]]
    campaign = await stage.messages("lead", "campaign")
    outcomes = await stage.direct("uploader")
    asks = [one for who in ("designer1", "designer2", "designer3", "brand") for one in await stage.direct(who)]
    receipts = [reply for answer in answers for reply in answer[1:]]
    found = {
        "card": _naming(cards, titles),
        "receipt": _naming(receipts, titles),
        "design line": _naming((line for line in lines if "Dana Designer" in line.text), titles),
        "brand line": _naming((line for line in lines if "Bea Brand" in line.text), titles),
        "outcome": _naming(outcomes, titles),
        "announcement": _naming(campaign, titles),
        "library": Counter(json.loads(one.read_text())["title"] for one in library.rglob("asset.json")),
    }
    doubled = _twice("message", (_mark(one) for one in (*review, *lines, *campaign, *outcomes, *asks, *receipts)))
    for thread in threads:
        doubled += _twice("file", (file["name"] for reply in thread[1:] for file in reply.raw.get("files", ())))
    return Tally(found=found, doubled=tuple(doubled))


def _wanted(picture: Expected) -> dict[str, int]:
    once_approved = int(picture.is_approved)
    return {
        "card": 1,
        "receipt": 1,
        "design line": 1,
        "brand line": once_approved,
        "outcome": 1,
        "announcement": once_approved,
        "library": once_approved,
    }


def _naming(messages: Iterable[Seen], titles: Sequence[str]) -> Counter[str]:
    """How many of these messages name each title."""
    return Counter(title for message in messages for title in titles if title in message.words)


def _mark(message: Seen) -> str | None:
    """The name that we gave it; two messages with one name are one message sent twice."""
    payload = (message.raw.get("metadata") or {}).get("event_payload") or {}
    return payload.get("post")


def _twice(what: str, names: Iterable[str | None]) -> list[str]:
    return [f"{what} {name} is there {times} times" for name, times in Counter(names).items() if name and times > 1]
