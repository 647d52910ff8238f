"""What the card says, line by line: the question, where it stands, what comes next, what was checked."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot import alike, calling
from bot.approval.card import Card, Look, Row, TaskLine, Turn
from bot.slack.parts import code, escape, link, listed, plain, when
from bot.why import HEARD_OUT, trial
from models.checks import Finding, Level
from models.reminder import Rung
from models.review.words import Deed

LONGEST_TITLE, LONGEST_CAMPAIGN = 80, 40  # in a header, which ends with its question mark whatever it is about

APPROVED = frozenset({Look.PUBLISHING, Look.UNPUBLISHED, Look.PUBLISHED})
BRIEFLY = {
    Look.AHEAD: ":calendar: not asked about yet",
    Look.DECIDED: ":ballot_box_with_check: just decided",
    Look.BY_HAND: ":raised_hand: waits to be opened by hand",
    Look.NOBODY: ":warning: nobody can be found who may decide it",
    Look.CHECKING: ":mag: new version being checked",
    Look.NEEDS_WORK: ":wrench: new version back with its uploader",
    Look.CHANGES_REQUESTED: ":pencil2: changes requested",
    Look.REJECTED: ":no_entry: rejected",
    Look.EXPIRED: ":zzz: nobody answered in time",
    Look.PUBLISHING: ":hourglass_flowing_sand: approved, on its way to the library",
    Look.UNPUBLISHED: ":warning: approved, could not be put into the library",
    Look.PUBLISHED: ":white_check_mark: in the library",
    Look.WITHDRAWN: ":leftwards_arrow_with_hook: withdrawn",
    Look.JOINED: ":repeat: goes on as a version of another picture",
}
_NOT_YET = frozenset({Look.AHEAD, Look.BY_HAND})  # nobody is asked, until a moment or a hand
_UNDECIDED = frozenset({Look.WAITING, Look.LATE, Look.AHEAD, Look.DECIDED, Look.BY_HAND, Look.NOBODY})
_APART = " Whoever brought it says that it is a picture of its own."
_LOOKALIKES = 3  # pictures of one card whose look-alikes are named on it
_HEADS = {
    Look.CHECKING: "Being checked: {what}",
    Look.NEEDS_WORK: "Not ready for review: {what}",
    Look.CHANGES_REQUESTED: "Changes requested: {what}",
    Look.REJECTED: "Rejected: {what}",
    Look.EXPIRED: "Ended without an answer: {what}",
    Look.PUBLISHING: "Approved: {what}",
    Look.UNPUBLISHED: "Approved, not published: {what}",
    Look.PUBLISHED: "Approved and published: {what}",
    Look.WITHDRAWN: "Withdrawn: {what}",
    Look.JOINED: "Goes on elsewhere: {what}",
}
_STATES = {
    Look.DECIDED: ":ballot_box_with_check: Just decided. What follows from it is shown here in a moment.",
    Look.NOBODY: ":warning: *Nobody can be found who may decide this.* An admin has been told; "
    "whoever may is asked as soon as they are known.",
    Look.CHECKING: ":mag: The new version is being checked. If it passes, it is asked about here.",
    Look.NEEDS_WORK: ":wrench: The new version did not pass its checks. {submitter} knows why; "
    "nobody is asked before a better file comes.",
    Look.CHANGES_REQUESTED: "Next: a new file from {submitter} in this thread asks again. Nothing happens before.",
    Look.REJECTED: "Nothing more happens by itself. A new file in this thread asks again.",
    Look.EXPIRED: ":zzz: *Nobody answered in time*, so nobody is asked any more. A new file in this thread asks again.",
    Look.PUBLISHING: ":hourglass_flowing_sand: On its way to the library.",
    Look.UNPUBLISHED: ":warning: *It could not be put into the library.* Galley's admins know; once they have put that "
    "right it goes there by itself, and nobody is asked again.",
    Look.PUBLISHED: ":file_folder: In the library: {location}",
    Look.WITHDRAWN: ":leftwards_arrow_with_hook: Nobody is asked any more. A new file in this thread asks again.",
}
_RUNGS = {
    Rung.BEFORE: "a reminder goes out",
    Rung.AT: "a reminder goes out",
    Rung.AFTER: "another reminder goes out",
    Rung.ESCALATION: "{lead} is told",
}
_MARKS = {Level.PASSED: ":white_check_mark:", Level.WARNED: ":warning:", Level.FAILED: ":x:"}


def headline(shown: Card) -> str:
    """Plain text: the question, or what became of it."""
    where = f" for {plain(shown.campaign, LONGEST_CAMPAIGN)}" if shown.campaign else ""
    if len(shown.rows) > 1:
        return _batch_headline(shown.rows, where)
    row = shown.rows[0]
    number = f", version {row.version}" if row.version > 1 else ""
    comma = "," if number and where else ""
    what = f"{plain(row.title, LONGEST_TITLE)}{number}{comma}{where}"
    return _HEADS.get(row.look, "Approve {what}?").format(what=what)


def turn_line(turn: Turn, shown: Card, *, numbers: Sequence[int] = ()) -> str:
    """Where it stands, who is awaited until when; then what happens by itself, and when."""
    pictures = _pictures(numbers) if numbers else ""
    said = f"{pictures}*{escape(turn.name)}*, stage {turn.step} of {turn.of}, {turn.yes} of {turn.needed} yes"
    if turn.stuck:
        return (
            f"{said} · :construction: *stuck*: {escape(turn.stuck)}\n{escape(shown.lead)} has been told, and can help."
        )
    return f"{said} · awaited: *{awaited(turn)}* · {_due(turn)}\n{_next(turn, shown)}"


def _pictures(numbers: Sequence[int]) -> str:
    return f"Picture{'s' if len(numbers) > 1 else ''} {numbered(numbers)}: "


def awaited(turn: Turn) -> str:
    needed = len(turn.awaited) if turn.has_failed else turn.needed - turn.yes
    return calling.whoever(turn.awaited, needed=needed, decider=turn.decider)


def state(row: Row, shown: Card) -> str:
    """What follows where nobody is asked just now; empty while somebody is."""
    if row.look is Look.AHEAD and row.opens_at:
        return _ahead(row.by_time, row.opens_at)
    if row.joined:
        return f":repeat: It goes on as a new version of {alike.name(row.joined)}. Nobody is asked about it here."
    words = "" if row.turns else _STATES.get(row.look, "")
    return words.format(submitter=escape(shown.submitter), location=code(row.location))


def _ahead(stages: Sequence[str], opens_at: datetime) -> str:
    which = "is asked" if len(stages) == 1 else "is asked, whichever comes first,"
    return f":calendar: {listed(stages, 'or')} {which} {when(opens_at)}, by itself. Nobody is asked before that."


def opens(names: Sequence[str], shown: Card) -> str:
    """`Legal is asked when Lea Lead opens it`."""
    is_are, it = ("is", "it") if len(names) == 1 else ("are", "them")
    return f"{listed(names)} {is_are} asked when {escape(shown.lead)} opens {it}"


def by_hand(shown: Card) -> list[str]:
    """What waits for somebody's hand, as far as no other line says so."""
    waiting: dict[str, list[int]] = {}
    for row in shown.rows:
        told = {name for turn in row.turns for name in turn.by_hand}
        for one in row.by_hand:
            if one.name not in told:
                waiting.setdefault(one.name, []).append(row.number)
    before = "" if shown.open_stages else " Nobody is asked, and nothing happens by itself, before that."
    return [
        f":raised_hand: {_pictures(numbers) if len(shown.rows) > 1 else ''}{opens([name], shown)}.{before}"
        for name, numbers in waiting.items()
    ]


def on_trial(rows: Sequence[Row]) -> list[str]:
    """Which edition of galley.yml asks, where it is only tried."""
    together: dict[str, list[int]] = {}
    for row in rows:
        if row.pilot:
            together.setdefault(row.pilot, []).append(row.number)
    return [_on_trial(digest, numbers if len(rows) > 1 else ()) for digest, numbers in together.items()]


def checks(rows: Sequence[Row]) -> list[str]:
    """How many passed, and in numbers each that did not; the uploader alone reads why a file was not good enough."""
    rows = [row for row in rows if row.look is not Look.NEEDS_WORK]
    passed = sum(finding.level is Level.PASSED for row in rows for finding in row.findings)
    facts = f": {escape(rows[0].facts)}" if len(rows) == 1 and rows[0].facts else ""
    lines = [f":white_check_mark: {passed} check{'s' if passed > 1 else ''} passed{facts}"] if passed else []
    for row in rows:
        number = f"{row.number}. " if len(rows) > 1 else ""
        lines += [finding_line(finding, number) for finding in row.findings if finding.level is not Level.PASSED]
        lines += [f":memo: {number}Missing: {listed(row.missing)}"] if row.missing else []
    return lines


def lookalikes(rows: Sequence[Row]) -> list[str]:
    """As long as it is not decided; of many pictures the first are named, and the numbers of the others."""
    found = [row for row in rows if row.lookalikes and row.look in _UNDECIDED]
    named = [f":frame_with_picture: {_likeness(row, len(rows) > 1)}" for row in found[:_LOOKALIKES]]
    others = [row.number for row in found[_LOOKALIKES:]]
    if not others:
        return named
    like = "looks like a picture that is" if len(others) == 1 else "look like pictures that are"
    return [*named, f":frame_with_picture: {_pictures(others).rstrip(': ')} {like} here, too."]


def _likeness(row: Row, is_of_several: bool) -> str:
    number, apart = f"{row.number}. " if is_of_several else "", _APART if row.is_told_apart else ""
    return f"{number}{alike.told(row.lookalikes)}{apart}"


def unseen(rows: Sequence[Row]) -> list[str]:
    """What stands in the place of a preview that nobody could make, and what to do instead of looking at it."""
    together: dict[str, list[int]] = {}
    for row in rows:
        if row.no_preview and row.turns:
            together.setdefault(row.no_preview, []).append(row.number)
    return [
        f":page_facing_up: {f'{numbered(numbers)}. ' if len(rows) > 1 else ''}No preview: {escape(why)}. "
        "The thread leads to the original: open it before you decide."
        for why, numbers in together.items()
    ]


def finding_line(finding: Finding, number: str = "") -> str:
    """`:x: Colour space: CMYK, expected sRGB`."""
    mark = _MARKS[finding.level]
    return f"{mark} {number}{escape(finding.rule)}: {escape(finding.actual)}, expected {escape(finding.expected)}"


def task_line(task: TaskLine) -> str:
    if task.is_gone:
        return ":warning: Its Wrike task was deleted. `/galley task link` binds another one."
    due = f", due {task.due.day} {task.due:%b}" if task.due else ""
    people = f", {listed(task.assignees)}" if task.assignees else ""
    return f":clipboard: {link(task.permalink, 'Wrike task')}: {escape(task.status)}{due}{people}"


def numbered(numbers: Iterable[int]) -> str:
    """`1-3 and 5`, as on the contact sheet."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return listed([str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs], most=50)


def _batch_headline(rows: Sequence[Row], where: str) -> str:
    count, looks = len(rows), {row.look for row in rows}
    asked = sum(bool(row.turns) or row.look in {Look.DECIDED, Look.NOBODY} for row in rows)
    waiting = asked or sum(row.look in _NOT_YET for row in rows)
    if waiting:
        return f"Approve {count if waiting == count else f'{waiting} of {count}'} pictures{where}?"
    if len(looks) == 1 or Look.CHECKING in looks:
        head = _HEADS[Look.CHECKING if Look.CHECKING in looks else looks.pop()]
        return head.format(what=f"{count} pictures{where}")
    approved = sum(row.look in APPROVED for row in rows)
    return f"{approved or 'None'} of {count} pictures approved{where}"


def _on_trial(digest: str, numbers: Sequence[int]) -> str:
    return f":test_tube: {_pictures(numbers) if numbers else ''}{trial(digest)}"


def _due(turn: Turn) -> str:
    return f":hourglass: *late*, was due {when(turn.due_at)}" if turn.is_late else f"due {when(turn.due_at)}"


def _next(turn: Turn, shown: Card) -> str:
    then = f"Next: {_after(turn, shown)}."
    if turn.next_at is None:
        return f"{then} No further reminder is planned."
    return f"{then} Without an answer, {_by_itself(turn, shown)} {when(turn.next_at)}."


def _after(turn: Turn, shown: Card) -> str:
    if turn.has_failed:
        return HEARD_OUT
    asked = [name for name in turn.then if name not in turn.by_hand]
    if not turn.then:
        return "it is published"
    if not asked:
        return opens(turn.by_hand, shown)
    also = f", and {opens(turn.by_hand, shown)}" if turn.by_hand else ""
    return f"{listed(asked)} {'is' if len(asked) == 1 else 'are'} asked{also}"


def _by_itself(turn: Turn, shown: Card) -> str:
    to, is_are = listed(turn.next_to), "is" if len(turn.next_to) == 1 else "are"
    match turn.next_deed:
        case Deed.ESCALATE:
            return f"{to} {is_are} told"
        case Deed.REASSIGN:
            return f"{to} {is_are} asked instead"
        case Deed.EXPIRE:
            return "nobody is asked any more, and it ends,"
    return _RUNGS[turn.next_rung].format(lead=escape(shown.lead)) if turn.next_rung else ""
