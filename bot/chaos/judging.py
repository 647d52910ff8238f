"""The judge: holds what people did against what they see in Slack, in the library and on the board."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from bot.chaos.evidence import Evidence, Thread
from bot.chaos.judging_board import attachments, changes, comments, tasks
from bot.chaos.people import APPROVE, titles
from bot.chaos.plan import Fate
from bot.chaos.row import Row
from bot.chaos.story import APPROVED, BRAND, DESIGN, REJECTED, STAGES, Story, asks_now, decisions, is_published
from bot.tour.stage import Seen

T = TypeVar("T")

PROOF = re.compile(r"\d+-version-\d+\.jpg")
LATE, NEW_VERSION = "still wait", "brought version"
ENDS = {  # what the uploader reads at last
    Fate.APPROVED: "in the library",
    Fate.BETTER: "in the library",
    Fate.REJECTED: "is rejected",
    Fate.REJECTED_LATE: "is rejected",
}


def judge(story: Story, seen: Evidence, *, reminded: bool) -> list[Row]:
    """`reminded`: the clock has passed the deadline of what nobody answered."""
    cards = _by_title((thread.root, thread) for thread in seen.review)
    return [
        _uploads(story, seen),
        _cards(story, cards),
        _proofs(story, cards),
        _asks(story, seen),
        _decisions(story, cards),
        _outcomes(story, seen),
        _library(story, seen),
        _announcements(story, seen),
        *([_reminders(story, seen)] if reminded else []),
        tasks(story, seen),
        comments(story, seen),
        attachments(story, seen),
        changes(story, seen, {title: found[0].root for title, found in cards.items() if found}),
        _notices(seen),
        _messages(seen),
    ]


def _uploads(story: Story, seen: Evidence) -> Row:
    """Each is answered once, in its own thread, and the answer says in the end what became of every picture."""
    row = Row(name="uploads")
    threads = {thread.root.ts: thread for thread in seen.intake}
    for upload in story.uploads:
        thread = threads.get(story.dropped[upload.number])
        answers = [one for one in thread.replies if one.is_galleys] if thread else []
        for picture in upload.pictures:
            naming = [one for one in answers if picture.title in titles(one)]
            row.expect_once(f"receipts that name {picture.title}", len(naming))
            if naming and picture.fate in ENDS:
                line = line_of(naming[0], picture.title)
                row.require(f"the receipt says {line!r}", is_so=ENDS[picture.fate] in line)
    return row


def _cards(story: Story, cards: dict[str, list[Thread]]) -> Row:
    row = Row(name="cards")
    for title in story.titles:
        row.expect_once(f"cards that name {title}", len(cards[title]))
        if cards[title] and asks_now(story.pictures[title]) is None:
            buttons = cards[title][0].root.buttons
            row.require(f"the card of {title} still has {sorted(buttons)}", is_so=APPROVE not in buttons)
    return row


def _proofs(story: Story, cards: dict[str, list[Thread]]) -> Row:
    """A picture of every version in the card's thread; a newer file that was handed in there is one, among others."""
    row = Row(name="proofs")
    for upload in story.uploads:
        replies = [one for card in cards[upload.pictures[0].title] for one in card.replies if one.is_galleys]
        wanted = [
            f"{place}-version-{version}.jpg"
            for place, picture in enumerate(upload.pictures, start=1)
            for version in range(1, (picture.versions if len(upload.pictures) == 1 else 1) + 1)
        ]
        found = [name for reply in replies for name in reply.files if PROOF.fullmatch(name)]
        row.expect(f"below the card of {upload.pictures[0].title}", sorted(wanted), sorted(found))
    return row


def _asks(story: Story, seen: Evidence) -> Row:
    """Who has not answered has one message with buttons; nobody else has any. An answer tells that its ask came."""
    row = Row(name="asks", accepted=len(story.decided))
    for user in STAGES:
        asked = _by_title((one, one) for one in seen.direct[user] if APPROVE in one.buttons)
        for title in story.titles:
            if asks_now(story.pictures[title]) == user:
                row.expect_once(f"asks to {user} for {title}", len(asked[title]))
            else:
                row.require(f"{user} is still asked for {title}", is_so=not asked[title])
    return row


def _decisions(story: Story, cards: dict[str, list[Thread]]) -> Row:
    """A line in the card's thread for each decision and each new version, in the order in which they came."""
    row = Row(name="decisions")
    for title in story.titles:
        wanted: list[str] = []
        for version, stage, said in decisions(story.pictures[title]):
            if f"version {version}" not in wanted and version > 1:
                wanted.append(f"version {version}")
            wanted.append(f"{stage} {said}")
        lines = [one for card in cards[title] for one in card.replies if one.is_galleys and title in titles(one)]
        row.expect(title, wanted, [said for line in lines if (said := _said(line.words))])
    return row


def _said(words: str) -> str:
    if NEW_VERSION in words:
        return f"version {words.partition(NEW_VERSION)[2].split()[0]}"
    stage = next((stage for stage in (DESIGN, BRAND) if f" in {stage}" in words), None)
    verdict = next((said for said in (APPROVED, REJECTED) if f"* {said}" in words), None)
    return f"{stage} {verdict}" if stage and verdict else ""


def _outcomes(story: Story, seen: Evidence) -> Row:
    """Every uploader hears what became of each picture; a second version may be told in a message of its own."""
    row = Row(name="outcomes")
    told = _by_title((one, one) for one in seen.direct["uploader"] if one.is_galleys)
    for title in story.titles:
        picture = story.pictures[title]
        if asks_now(picture) is None:
            row.expect_once(f"messages to the uploader about {title}", min(1, len(told[title])))
    return row


def _library(story: Story, seen: Evidence) -> Row:
    row = Row(name="published assets")
    shelves: dict[str, list[int]] = defaultdict(list)
    for one in seen.library:
        shelves[one.title] += one.versions
    for title in story.titles:
        picture = story.pictures[title]
        wanted = [f"version {picture.versions}"] if is_published(picture) else []
        row.expect(title, wanted, [f"version {number}" for number in shelves[title]])
    return row


def _announcements(story: Story, seen: Evidence) -> Row:
    row = Row(name="announcements")
    announced = _by_title((one, one) for one in seen.campaign)
    for title in story.titles:
        wanted = ["once"] if is_published(story.pictures[title]) else []
        row.expect(f"announcements of {title}", wanted, ["once"] * len(announced[title]))
    return row


def _reminders(story: Story, seen: Evidence) -> Row:
    row = Row(name="reminders")
    for user in STAGES:
        late = _by_title((one, one) for one in seen.direct[user] if LATE in one.words)
        for title in story.titles:
            wanted = ["once"] if asks_now(story.pictures[title]) == user else []
            row.expect(f"reminders to {user} of {title}", wanted, ["once"] * len(late[title]))
    return row


def _notices(seen: Evidence) -> Row:
    """Whatever an admin has to put right is work that nobody does by himself."""
    notices = [one for one in seen.direct["admin"] if one.is_galleys]
    row = Row(name="notices", accepted=len(notices))
    for one in notices:
        row.require(f"an admin reads {one.words!r}", is_so=False)
    return row


def _messages(seen: Evidence) -> Row:
    """Galley marks each of its messages; two with one mark are one message that came twice."""
    marks = [mark for one in seen.galleys if (mark := _mark(one))]
    row = Row(name="all messages", accepted=len(set(marks)))
    row.twice(marks)
    return row


def _mark(message: Seen) -> str | None:
    payload = (message.raw.get("metadata") or {}).get("event_payload") or {}
    return payload.get("post")


def line_of(message: Seen, title: str) -> str:
    return next((line for line in message.words.splitlines() if title in line), "")


def _by_title(naming: Iterable[tuple[Seen, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for message, value in naming:
        for title in titles(message):
            found[title].append(value)
    return found
