"""What is said to single people and in the thread: asks, outcomes, one line per happening."""

from collections.abc import Sequence

from bot.approval.card import Card, Look, Row
from bot.clicks import APPROVE, REJECT, REQUEST_CHANGES
from bot.slack.parts import Block, Message, actions, button, context, escape, escape_lines, link, section, when
from models.approval import Verdict


def ask(shown: Card, person_id: str, *, position: int, round_number: int, place: str) -> Message:
    """`waits for you`, with the buttons; once it no longer does, what became of it."""
    rows = [row for row in shown.rows if row.round == round_number]
    mine = [row for row in rows if row.turn and row.turn.position == position and person_id in row.turn.awaited_ids]
    if not mine:
        return _no_longer(rows or shown.rows, shown, place)

    turn = mine[0].turn
    stage, due = (turn.name, when(turn.due_at)) if turn else ("", "")
    where = f" for {escape(shown.campaign)}" if shown.campaign else ""
    said = f"*{_titles(mine)}*{where} {_waits(mine)} for you in {escape(stage)}, due {due}."
    value = ",".join(row.turn.stage_id for row in mine if row.turn)
    everything = f"Approve all {len(mine)}" if len(mine) > 1 else "Approve"
    buttons = actions(
        button(everything, action_id=APPROVE, value=value, style="primary"),
        button("Request changes", action_id=REQUEST_CHANGES, value=value),
        button("Reject", action_id=REJECT, value=value, style="danger"),
        block_id="decide",
    )
    where_to_look = f"{link(place, 'See it in the review channel')}, from" if place else "From"
    seen = context(f"{where_to_look} {escape(shown.submitter)}")
    return Message(said, (section(said), seen, buttons))


def outcome(shown: Card, *, rounds: range, place: str) -> Message | None:
    """One message for the rounds that ended together, a line per picture, with the reason and what to do next."""
    rows = [row for row in shown.rows if row.round in rounds] or list(shown.rows)
    spoken = [f"{_verdict(row)}" for row in rows]
    blocks: list[Block] = [section("\n".join(spoken[start : start + 10])) for start in range(0, len(spoken), 10)]
    if any(row.look in {Look.CHANGES_REQUESTED, Look.REJECTED} for row in rows):
        blocks.append(context(f"To try again, reply with a new file {link(place, 'in its thread')}."))
    else:
        blocks.append(context(link(place, "See the decisions")))
    return Message(_summary(rows), tuple(blocks))


def new_version(title: str, number: int, name: str) -> Message:
    said = f":new: *{escape(name)}* brought version {number} of *{escape(title)}*. Everybody is asked again."
    return Message(said, (section(said),))


def withdrawn(title: str, number: int) -> Message:
    said = f"The open votes on version {number} of *{escape(title)}* are withdrawn: a newer file came."
    return Message(said, (section(said),))


def _no_longer(rows: Sequence[Row], shown: Card, place: str) -> Message:
    del shown
    said = f"{_titles(rows)}: nothing waits for you here any more. {link(place, 'See what became of it')}."
    return Message(said, (context(said),))


def _titles(rows: Sequence[Row]) -> str:
    return escape(rows[0].title) if len(rows) == 1 else f"{len(rows)} pictures"


def _waits(rows: Sequence[Row]) -> str:
    return "waits" if len(rows) == 1 else "wait"


def _summary(rows: Sequence[Row]) -> str:
    approved = sum(row.look in {Look.PUBLISHING, Look.PUBLISHED} for row in rows)
    if len(rows) == 1:
        return f"{escape(rows[0].title)}: {_WORDS.get(rows[0].look, 'decided')}."
    return f"{approved} of your {len(rows)} pictures are approved."


_WORDS = {
    Look.PUBLISHING: "approved",
    Look.PUBLISHED: "approved and published",
    Look.CHANGES_REQUESTED: "changes requested",
    Look.REJECTED: "rejected",
}
_MARKS = {
    Look.PUBLISHING: ":white_check_mark:",
    Look.PUBLISHED: ":white_check_mark:",
    Look.CHANGES_REQUESTED: ":pencil2:",
    Look.REJECTED: ":no_entry:",
}


def _verdict(row: Row) -> str:
    last = next((said for said in reversed(row.said) if said.verdict is not Verdict.APPROVE), None)
    by = f" by {escape(last.name)} ({escape(last.stage)})" if last else ""
    line = f"{_MARKS.get(row.look, '')} *{escape(row.title)}*: {_WORDS.get(row.look, 'still being asked')}{by}"
    if last and last.reason:
        return f"{line}\n{escape_lines(last.reason)}"
    return f"{line}, `{escape(row.location)}`" if row.location else line
