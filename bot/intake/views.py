"""What the uploader sees: the receipt in their own thread, and the question which picture a new file replaces."""

from collections.abc import Sequence

from slack_sdk.models.blocks.block_elements import ButtonElement

from bot import alike, calling, wishes
from bot.intake.receipt import Awaited, Line, Receipt
from bot.slack.parts import (
    Block,
    Message,
    actions,
    button,
    clip_marked,
    context,
    escape,
    escape_lines,
    link,
    listed,
    paragraphs,
    section,
    spoken,
)
from models.asset import AssetState
from models.checks import Finding, Mend

REPAIR = "intake.repair"
JOIN = "intake.join"
TELL_APART = "intake.tell_apart"
DETAILS = "intake.details"
WHICH = "intake.which"

_IN_A_ROW = 25  # buttons
_MOST_AWAITED = 3  # stages whose people are named
_ALL_LINES = 10_500  # letters: what Slack takes in one message, without headline, buttons and notes
_MENDS = {
    Mend.TO_SRGB: "Convert to sRGB",
    Mend.TO_WEIGHT: "Make it lighter",
    Mend.TO_FORMAT: "Change its format",
    Mend.TO_SIZE: "Scale it down",
    Mend.STRIP_GPS: "Remove the place",
    Mend.RENAME: "Rename it",
}
_STATES = {
    AssetState.CHECKING: ":mag: {title} is being checked.",
    AssetState.APPROVED: ":white_check_mark: {title} is approved and on its way to the library.",
    AssetState.PUBLISHED: ":white_check_mark: {title} is approved and in the library.",
    AssetState.CHANGES_REQUESTED: ":pencil2: {title}: changes are requested. Reply here with a new file to ask again.",
    AssetState.REJECTED: ":no_entry: {title} is rejected. Reply here with a new file to ask again.",
    AssetState.EXPIRED: ":zzz: Nobody answered about {title} in time. Reply here with a new file to ask again.",
    AssetState.WITHDRAWN: ":leftwards_arrow_with_hook: {title} is withdrawn. Reply here with a new file to ask again.",
}
_STAYS = {
    AssetState.CHECKING: "is still being checked",
    AssetState.NEEDS_WORK: "still waits for a better file",
    AssetState.IN_REVIEW: "stays under review",
    AssetState.CHANGES_REQUESTED: "still waits for the changes",
    AssetState.REJECTED: "stays rejected",
    AssetState.EXPIRED: "stays as it ended, without an answer",
    AssetState.APPROVED: "stays approved",
    AssetState.PUBLISHED: "stays in the library",
    AssetState.DUPLICATE: "stays as it is",
    AssetState.WITHDRAWN: "stays withdrawn",
}
_GIVEN_UP = {
    AssetState.CHECKING: ":warning: {title} could not be checked. Galley's admins know; it goes on by itself once they "
    "have put that right. You need not wait: the file in this thread once more starts over.",
    AssetState.APPROVED: ":warning: {title} is approved and could not be put into the library. Galley's admins know, "
    "and it goes there by itself once they have put that right.",
}


def receipt(shown: Receipt) -> Message:
    """One line per picture; what failed says expected and actual, and offers what one click can do."""
    headline, notes = _headline(shown), _notes(shown)
    share = _ALL_LINES // max(1, len(shown.lines))
    blocks: list[Block] = [section(headline)]
    told: list[str] = []
    plain: list[str] = []
    for line in shown.lines:
        told.append(clip_marked(_line(line), share))
        if buttons := _buttons(line):
            blocks += [*paragraphs(plain), *_with_buttons(line, told[-1], buttons)]
            plain = []
        else:
            plain.append(told[-1])
    blocks += paragraphs(plain)
    blocks += _for_all(shown)
    blocks += [context("\n".join(notes))] if notes else []
    return Message(spoken(headline, *told, *notes), tuple(blocks))


def _for_all(shown: Receipt) -> list[Block]:
    """One form for what several lack."""
    lacking = [line.details_asset for line in shown.lines if line.details_asset and (line.missing or line.later)]
    if len(lacking) < 2:  # noqa: PLR2004  for one there is a button beside it
        return []
    words = f"Fill in the same for {len(lacking)} pictures"
    return [actions(button(words, action_id=f"{DETAILS}.0", value=",".join(lacking)), block_id="details")]


def sent_back(reason: str, title: str, number: int, state: AssetState) -> Message:
    """To whoever posted a newer file that came to nothing."""
    said = (
        f":leftwards_arrow_with_hook: {escape(reason, 600)} Version {number} of *{escape(title, 120)}* {_STAYS[state]}."
    )
    return Message(spoken(said), (section(said),))


def which_picture(file_name: str, choices: Sequence[tuple[str, str]], *, post_id: str) -> Message:
    """`choices` are (asset id, name)."""
    said = f":question: Which picture does *{escape(file_name, 120)}* replace? Nothing happens to it before you say."
    buttons = [
        button(name, action_id=f"{WHICH}.{number}", value=f"{post_id}/{asset_id}", label=f"It replaces {name}")
        for number, (asset_id, name) in enumerate(choices)
    ]
    rows = [buttons[start : start + _IN_A_ROW] for start in range(0, len(buttons), _IN_A_ROW)]
    asked = [actions(*row, block_id=f"which/{number}") for number, row in enumerate(rows)]
    return Message(spoken(said), (section(said), *asked))


def nothing_offered() -> Message:
    said = "This is settled by now, or has changed meanwhile; the message above says how it stands."
    return Message(said, (context(said),))


def given_up(file_name: str, title: str, number: int, state: AssetState) -> Message:
    """To whoever posted a newer file that could not be looked at."""
    said = (
        f":warning: {escape(file_name, 120)} could not be checked. Galley's admins know; it goes on by itself once "
        f"they have put that right, or post it once more. Version {number} of *{escape(title, 120)}* {_STAYS[state]}."
    )
    return Message(spoken(said), (section(said),))


def _headline(shown: Receipt) -> str:
    comma = "," if shown.cards > 1 else ""
    where = f"{comma} for *{escape(shown.campaign, 80)}*" if shown.campaign else ""
    count, got = len(shown.lines), f":inbox_tray: Got {_what(shown)}{where}.{_part(shown)}"
    if any(line.state is AssetState.CHECKING and not line.is_given_up for line in shown.lines):
        return f"{got} Checking …"
    waiting = sum(line.state is AssetState.NEEDS_WORK or bool(line.to_do) for line in shown.lines)
    if not waiting:
        return got
    if count == 1:
        return f"{got} It needs you:"
    whose = "All" if waiting == count else str(waiting)
    return f"{got} {whose} of them {'needs' if waiting == 1 else 'need'} you:"


def _what(shown: Receipt) -> str:
    if shown.cards > 1:
        return f"your {shown.pictures} pictures, {shown.cards} cards"
    return "your picture" if len(shown.lines) == 1 else f"your {len(shown.lines)} pictures"


def _part(shown: Receipt) -> str:
    if shown.cards == 1:
        return ""
    first, last = shown.lines[0].number, shown.lines[-1].number
    return f" Here is number {first}:" if first == last else f" Here are {first} to {last}:"


def _notes(shown: Receipt) -> list[str]:
    """What to do, once for all of them; and when they hear again."""
    failed = [line for line in shown.lines if line.state is AssetState.NEEDS_WORK and line.failed]
    notes = []
    if failed:
        repair = "Repair with one click, or reply" if any(line.repair_version for line in failed) else "Reply"
        notes.append(f"{repair} in this thread with a better file")
    if awaited := list(dict.fromkeys(who for line in shown.lines for who in line.awaited if who)):
        notes.append(f"Awaited: *{_together(awaited)}*")
        notes.append(f"You hear once, when {'it' if len(shown.lines) == 1 else 'all of it'} is decided")
    if shown.place:
        notes.append(link(shown.place, "See it in the review channel"))
    return [" · ".join(notes)] if notes else []


def _together(awaited: Sequence[Awaited]) -> str:
    """Of a batch in many stages the card tells the rest."""
    said = [calling.whoever(one.names, needed=one.needed, decider=one.decider) for one in awaited[:_MOST_AWAITED]]
    return "; ".join([*said, *(["and others"] if len(awaited) > _MOST_AWAITED else [])])


def _line(line: Line) -> str:
    version = f", version {line.version}," if line.version > 1 else ""
    title = f"*{escape(line.title, 120)}*{version}"
    parts = [_given_up(line, title) or _state(line, title)]
    if line.state is AssetState.NEEDS_WORK:
        parts += [f":small_orange_diamond: {_finding(finding)}" for finding in line.failed]
    parts += [f":warning: {_finding(finding)}" for finding in line.warned]
    parts += [f":wrench: {escape(done)}" for done in line.repaired]
    parts += [f":frame_with_picture: {alike.told([line.alike])}"] if line.alike else []
    parts += _hints(line)
    parts += map(_wish, line.to_do)
    parts += [":mag: A newer file of it is being looked at."] if line.is_followed else []
    return "\n".join(parts)


def _hints(line: Line) -> list[str]:
    """What waits for a person's word, without holding anything up now."""
    said = [f":memo: Before it can go to the library it needs *{listed(line.later)}*."] if line.later else []
    offers = [one for one in line.hints if one.value]
    if offers:
        told = (f"{escape(one.label)}: {escape(one.value, 80)} ({escape(one.source, 120)})" for one in offers)
        said.append(f":bulb: Suggested: {'; '.join(told)}")
    split = [one for one in line.hints if not one.value]
    said += [f":grey_question: {escape(one.label)}: {escape(one.source, 200)}. Which is right?" for one in split]
    return said


def _wish(one: wishes.ToDo) -> str:
    return f":memo: {escape(one.name)} ({escape(one.stage)}) asks:\n{escape_lines(one.wish, 300)}"


def _given_up(line: Line, title: str) -> str:
    """Empty where it is being worked on, or is in people's hands."""
    return _GIVEN_UP.get(line.state, "").format(title=title) if line.is_given_up else ""


def _state(line: Line, title: str) -> str:
    match line.state:
        case AssetState.CHECKING if line.is_inspected:
            return f":white_check_mark: {title} passed its checks."
        case AssetState.DUPLICATE:
            same = link(line.twin, line.twin_title) if line.twin else escape(line.twin_title)
            return f":repeat: {title} is already here, as *{same}*. Nobody is asked twice."
        case AssetState.NEEDS_WORK:
            return _problem(line, title)
        case AssetState.IN_REVIEW:
            return _in_review(line, title)
        case other:
            return _STATES[other].format(title=title)


def _in_review(line: Line, title: str) -> str:
    if line.by_hand:
        it = "it" if len(line.by_hand) == 1 else "them"
        return f":raised_hand: {title} is in review: {listed(line.by_hand)}, once the lead opens {it} by hand"
    return f":eyes: {title} is in review{f': {listed(line.stages)}' if line.stages else ''}"


def _problem(line: Line, title: str) -> str:
    if line.problem:
        return f":x: {title} could not be taken\n{escape(line.problem, 600)}"
    missing = f"*{listed(line.missing)}*" if line.missing else ""
    if not line.failed:
        return f":memo: {title} still needs {missing}; then it goes to review by itself."
    also = f" It also needs {missing}." if missing else ""
    return f":x: {title} has not gone to review.{also}"


def unseen(title: str, version: int, why: str, *, place: str) -> Message:
    """Below the card, with the plate that stands in place of a preview."""
    which = f", version {version}" if version > 1 else ""
    named = f":page_facing_up: *{escape(title, 120)}*{which}"
    said = f"{named} has no preview: {escape(why)}. {link(place, 'Open the original')}"
    return Message(spoken(said), (section(said),))


def _finding(finding: Finding) -> str:
    return f"{escape(finding.rule)} is {escape(finding.actual)}, expected {escape(finding.expected)}"


def _with_buttons(line: Line, told: str, buttons: Sequence[ButtonElement]) -> Sequence[Block]:
    if len(buttons) == 1:
        return [section(told, accessory=buttons[0])]
    return [section(told), actions(*buttons, block_id=f"line/{line.number}")]


def _buttons(line: Line) -> list[ButtonElement]:
    buttons: list[ButtonElement] = []
    if line.repair_version:
        mends = [_MENDS[finding.mend] for finding in (*line.failed, *line.warned) if finding.mend]
        words = mends[0] if len(mends) == 1 else "Repair all of it"
        label = f"{words}: {line.title}"
        buttons.append(button(words, action_id=REPAIR, value=line.repair_version, style="primary", label=label))
    if line.details_asset:
        words = "Fill in what is missing" if line.missing or line.later else "Answer the suggestions"
        buttons.append(button(words, action_id=DETAILS, value=line.details_asset, label=f"{words}: {line.title}"))
    if line.join_version:
        buttons += _on_likeness(line)
    return [*buttons, *wishes.buttons(line.to_do)]


def _on_likeness(line: Line) -> list[ButtonElement]:
    join, apart = "It is a new version of that", "Keep as its own"
    return [
        button(join, action_id=JOIN, value=line.join_version, label=f"{line.title} is a new version of that"),
        button(apart, action_id=TELL_APART, value=line.join_version, label=f"Keep {line.title} as its own"),
    ]
