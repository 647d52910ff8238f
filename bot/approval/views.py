"""The card: one message per batch, edited in place, always rendered from today's truth."""

from collections.abc import Sequence
from itertools import groupby

from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot import wishes
from bot.approval import verdicts, wording
from bot.approval.card import Card, Look, Row, Turn
from bot.approval.choices import choices
from bot.clicks import APPROVE, MORE, REJECT, REQUEST_CHANGES, asking_about, open_stages
from bot.slack.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    escape_lines,
    header,
    listed,
    overflow,
    paragraphs,
    picture,
    section,
    spoken,
    when,
)
from models.review.words import Verdict

ONE_BY_ONE = "approval.one_by_one"

_NO_SHEET = ":warning: No contact sheet could be made; each picture is in the thread. Galley's admins know."
_SEVERAL_TURNS = 4  # more than these are told picture by picture only
_BESIDE = 8  # stages that are told one by one where there is but one picture
_SEVERAL_STAGES = 2  # in the line of one picture of several
_TASKS = 15  # fit on one card
_STAGES = 5  # that have a button to open them by hand
_WISHES = 5  # that have a button; a receipt has one for each
_DECISIONS = 12  # the thread has them all


def card(shown: Card, *, batch_id: str) -> Message:
    """The whole message; `text` says the same to notifications and screen readers."""
    headline, standing = wording.headline(shown), [*_standing(shown), *wording.by_hand(shown)[:_SEVERAL_TURNS]]
    blocks: list[Block] = [header(headline)]
    if shown.picture_file_id:
        blocks.append(picture(shown.picture_file_id, alt_text=_alt_text(shown)))
    blocks += map(context, standing)
    listing = _listing(shown) if len(shown.rows) > 1 else []
    blocks += paragraphs(listing)
    details = _details(shown)
    blocks.append(context("\n".join(details)))
    closing = _closing(shown)
    if shown.open_stages:
        blocks += [context("\n".join(closing))] if closing else []
        blocks.append(actions(*_buttons(shown, batch_id), block_id="decide"))
    else:
        blocks += paragraphs(closing)
    if opening := _opening(shown):
        blocks.append(actions(*opening, block_id="open"))
    if shown.to_do:
        blocks.append(actions(*wishes.buttons(shown.to_do[:_WISHES]), block_id="finish"))
    return Message(spoken(escape(headline), *standing, *listing, *closing, *details), tuple(blocks))


def decision_line(name: str, verdict: Verdict, titles: Sequence[str], stage: str, reason: str) -> Message:
    """One line in the thread per decision."""
    what = f"*{escape(titles[0])}*" if len(titles) == 1 else f"{len(titles)} pictures ({listed(titles, most=10)})"
    said = verdicts.SAID[verdict].format(name=escape(name), what=f" {what}", to=f" to {what}", stage=escape(stage))
    line = f"{said}.\n{escape_lines(reason)}" if reason else f"{said}."
    return Message(spoken(line), (section(line),))


def _standing(shown: Card) -> list[str]:
    """Where it stands, in one line; for a batch in several stages a line for each."""
    if len(shown.rows) == 1:
        row = shown.rows[0]
        if row.turns:
            told = [wording.turn_line(turn, shown) for turn in row.turns[:_BESIDE]]
            more = len(row.turns) - _BESIDE
            return [*told, f"{more} more stages are asked beside them: `/galley why` tells."] if more > 0 else told
        return [state] if row.look in _UNDECIDED and (state := wording.state(row, shown)) else []
    alike = _turns(shown.rows)
    told = [
        wording.turn_line(turn, shown, numbers=numbers if _are_mixed(shown.rows) else ())
        for turn, numbers in alike[:_SEVERAL_TURNS]
    ]
    return told if len(alike) <= _SEVERAL_TURNS else [*told[:-1], "The others stand as each line below says."]


_UNDECIDED = {Look.AHEAD, Look.DECIDED, Look.BY_HAND, Look.NOBODY, Look.CHECKING, Look.NEEDS_WORK}


def _turns(rows: Sequence[Row]) -> list[tuple[Turn, list[int]]]:
    """Each way in which pictures stand, with the numbers of those pictures."""
    waiting = [(turn, row.number) for row in rows for turn in row.turns]
    ordered = sorted(waiting, key=lambda pair: (*_way(pair[0]), pair[1]))
    grouped = [list(group) for _, group in groupby(ordered, key=lambda pair: _way(pair[0]))]
    return [(group[0][0], [number for _, number in group]) for group in grouped]


def _are_mixed(rows: Sequence[Row]) -> bool:
    """Whether those that wait do so in different ways, so that each has to say how."""
    return len({tuple(_way(turn) for turn in row.turns) for row in rows if row.turns}) > 1


def _way(turn: Turn) -> tuple[object, ...]:
    """Deadlines alike to the minute read alike, and pictures of a batch are asked one after the other."""
    return (
        turn.position,
        turn.due_at.replace(second=0, microsecond=0),
        turn.yes,
        turn.awaited_ids,
        turn.awaited,
        turn.stuck,
        turn.has_failed,
    )


def _listing(shown: Card) -> list[str]:
    """A line per picture, numbered as on the contact sheet."""
    is_mixed = _are_mixed(shown.rows) or len(_turns(shown.rows)) > _SEVERAL_TURNS
    has_tasks = len(shown.rows) <= _TASKS
    lines = [_line(row, is_mixed=is_mixed, has_task=has_tasks) for row in shown.rows]
    return lines if has_tasks or not any(row.task for row in shown.rows) else [*lines, "_Their tasks: `/galley tasks`_"]


def _line(row: Row, *, is_mixed: bool, has_task: bool) -> str:
    version = f", version {row.version}" if row.version > 1 else ""
    told = [f"*{row.number}. {escape(row.title, 60)}*{version}"]
    if is_mixed:
        told += [f"{escape(turn.name)}, {turn.yes} of {turn.needed} yes" for turn in row.turns[:_SEVERAL_STAGES]]
        told += [f"{len(row.turns) - _SEVERAL_STAGES} more"] if len(row.turns) > _SEVERAL_STAGES else []
    if row.look is Look.LATE:
        told.append(":hourglass: late")
    told += [wording.BRIEFLY[row.look]] if not row.turns else []
    told += [f"from {when(row.opens_at)} on"] if row.look is Look.AHEAD and row.opens_at else []
    told += [wording.task_line(row.task)] if row.task and has_task else []
    return " · ".join(told)


def _details(shown: Card) -> list[str]:
    """The checks, and where it comes from."""
    looked = [*wording.checks(shown.rows), *wording.unseen(shown.rows), *wording.lookalikes(shown.rows)]
    lines = [*looked, *wording.on_trial(shown.rows)]
    if len(shown.rows) > 1:
        places = (
            [":file_folder: `/galley status` tells where each is"] if any(row.location for row in shown.rows) else []
        )
        sheet = [_NO_SHEET] if shown.lacks_sheet else []
        return [*lines, *places, *sheet, f"From {escape(shown.submitter)}"]
    row = shown.rows[0]
    origin = f"{escape(row.file_name, 120)}, version {row.version}, from {escape(shown.submitter)}"
    return [*lines, origin, *([wording.task_line(row.task)] if row.task else [])]


def _closing(shown: Card) -> list[str]:
    """The decisions, and in the place of the buttons what follows from them."""
    said = verdicts.decisions(shown.rows)
    earlier = len(said) - _DECISIONS
    lines = [f"{earlier} earlier decisions are in the thread.", *said[earlier:]] if earlier > 0 else said
    lines = [*verdicts.carried_over(shown.rows), *verdicts.reopened(shown.rows), *lines]
    if len(shown.rows) == 1 and shown.rows[0].look not in _UNDECIDED:
        lines = [*lines, wording.state(shown.rows[0], shown)]
    return [line for line in lines if line]


def _alt_text(shown: Card) -> str:
    if len(shown.rows) == 1:
        facts = shown.rows[0].facts
        return f"{shown.picture_alt}: {facts}" if facts else shown.picture_alt
    return f"{shown.picture_alt}: {', '.join(f'{row.number}. {row.title}' for row in shown.rows)}"


def _buttons(shown: Card, batch_id: str) -> list[InteractiveElement]:
    value = asking_about(shown.open_stages)
    approve, what = _asked_for(shown)
    elements: list[InteractiveElement] = [
        button(approve, action_id=APPROVE, value=value, style="primary", label=f"Approve {what}"),
        button("Request changes", action_id=REQUEST_CHANGES, value=value, label=f"Request changes to {what}"),
        button("Reject", action_id=REJECT, value=value, style="danger", label=f"Reject {what}"),
    ]
    if len(shown.asked) > 1:
        elements.append(button("One by one", action_id=ONE_BY_ONE, value=value, label=f"Decide {what} one by one"))
    elements.append(overflow(*choices(shown, batch_id), action_id=MORE))
    return elements


def _opening(shown: Card) -> list[InteractiveElement]:
    """One button to each stage that waits for a hand, for all pictures that wait for it."""
    waiting: dict[str, list[tuple[str, str]]] = {}
    for row in shown.rows:
        for one in row.by_hand:
            waiting.setdefault(one.name, []).append((one.stage_id, row.title))
    return [
        open_stages(
            name,
            [stage_id for stage_id, _ in pictures],
            pictures[0][1] if len(pictures) == 1 else f"{len(pictures)} pictures",
            number=number,
        )
        for number, (name, pictures) in enumerate(list(waiting.items())[:_STAGES], start=1)
    ]


def _asked_for(shown: Card) -> tuple[str, str]:
    """What the first button says, and what all of them are about, to be read aloud."""
    count = len(shown.asked)
    if count > 1:
        return f"Approve all {count}", f"{count} pictures"
    (row,) = shown.asked
    return ("Approve" if len(shown.rows) == 1 else f"Approve picture {row.number}"), row.title
