"""The judge's other half: what people see on the board, and what of it they read on the cards."""

import re
from collections.abc import Mapping
from datetime import date

from bot.chaos.evidence import Evidence
from bot.chaos.plan import Fate
from bot.chaos.row import Row
from bot.chaos.story import Story, decisions, is_published
from bot.tour.stage import Json, Seen

STATUS = {
    Fate.APPROVED: "Published",
    Fate.BETTER: "Published",
    Fate.REJECTED: "Rejected",
    Fate.REJECTED_LATE: "Rejected",
    Fate.OPEN: "Design Review",
    Fate.OPEN_LATE: "Brand Review",
}
_DECIDED = re.compile(r"(approved|rejected) version (\d+) \((\w+)\)")
_PUBLISHED = re.compile(r"Version (\d+) is approved and published")
_VERSION = re.compile(r", (version \d+)")
_DUE = re.compile(r", due (\d+ \w{3})")


def tasks(story: Story, seen: Evidence) -> Row:
    """One for each picture of a campaign, which stands in the end where its picture does."""
    row = Row(name="tasks")
    found = _by_title(seen)
    for title in story.titles:
        mine = found.get(title, [])
        row.expect(f"tasks of {title}", ["once"] if story.homes[title].has_tasks else [], ["once"] * len(mine))
        if mine:
            status, wanted = str(mine[0]["customStatus"]), STATUS[story.pictures[title].fate]
            row.require(f"the task of {title} is {status}, not {wanted}", is_so=status == wanted)
    return row


def comments(story: Story, seen: Evidence) -> Row:
    """Each decision and each publication, once and in order."""
    row = Row(name="comments")
    for title, mine in _by_title(seen).items():
        picture = story.pictures[title]
        wanted = [f"{stage} {said} {version}" for version, stage, said in decisions(picture)]
        if is_published(picture):
            wanted.append(f"published {picture.versions}")
        for task in mine:
            said = [_said(one["text"]) for one in reversed(task["comments"])]  # the newest comes first
            row.expect(f"on the task of {title}", wanted, said)
    return row


def attachments(story: Story, seen: Evidence) -> Row:
    row = Row(name="attachments")
    for title, mine in _by_title(seen).items():
        wanted = [f"version {number + 1}" for number in range(story.pictures[title].versions)]
        for task in mine:
            names = sorted(match[1] for one in task["attachments"] if (match := _VERSION.search(one["name"])))
            row.expect(f"on the task of {title}", wanted, names)
    return row


def changes(story: Story, seen: Evidence, cards: Mapping[str, Seen]) -> Row:
    """The day that a person set last on a task is the one on the card."""
    del seen
    row = Row(name="task changes")
    for title, days in story.edits.items():
        row.accepted += len(days)
        set_there = [_spoken(day) for day in days]
        shown = _due_on(cards[title], title) if title in cards else ""
        if shown == set_there[-1]:
            continue
        row.out_of_order += shown in set_there
        row.lost += shown not in set_there
        row.remarks.append(f"{row.name}: {title}: people set {set_there}, the card says {shown or 'nothing'}")
    return row


def _by_title(seen: Evidence) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for task in seen.tasks:
        if task["title"].startswith("pic"):
            found.setdefault(task["title"], []).append(task)
    return found


def _said(text: str) -> str:
    if match := _DECIDED.search(text):
        return f"{match[3]} {match[1]} {match[2]}"
    match = _PUBLISHED.search(text)
    return f"published {match[1]}" if match else text


def _spoken(day: str) -> str:
    """As a card says it."""
    when = date.fromisoformat(day)
    return f"{when.day} {when:%b}"


def _due_on(card: Seen, title: str) -> str:
    """The picture's own line where there are several, else the card's only one."""
    lines = [line for line in card.words.splitlines() if "Wrike task" in line]
    mine = next((line for line in lines if title in line), lines[0] if len(lines) == 1 else "")
    match = _DUE.search(mine)
    return match[1] if match else ""
