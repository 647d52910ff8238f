"""What is said to single people: asks, outcomes, and to whoever leads that a stage is stuck."""

from collections.abc import Sequence
from dataclasses import replace

from bot import wishes
from bot.approval import verdicts
from bot.approval.card import Card, Look, Row, Turn
from bot.approval.sayings import Said
from bot.approval.wording import APPROVED
from bot.calling import StandIn, for_whom
from bot.clicks import APPROVE, REJECT, REQUEST_CHANGES, asking_about
from bot.slack.parts import (
    Block,
    Message,
    actions,
    button,
    code,
    context,
    escape,
    escape_lines,
    link,
    listed,
    paragraphs,
    section,
    spoken,
    when,
)
from models.review.words import Verdict

_MOST_LISTED = 10


def ask(shown: Card, person_id: str, *, position: int, round_number: int, place: str) -> Message:
    """`waits for you`, with the buttons; once it no longer does, what became of it."""
    mine = asked_of(shown, person_id, position=position, round_number=round_number)
    if not mine:
        rows = [row for row in shown.rows if row.round == round_number] or list(shown.rows)
        if anew := _asked_anew(shown, person_id, position, round_number):
            return anew
        return _stood_in(rows, person_id, position, place) or _no_longer(rows, position, place)

    turns = [turn for row in mine for turn in row.turns if turn.position == position]
    standing = [one for turn in turns for one in turn.stand_ins]
    head = f":wave: {_what(mine, shown)} for your decision{_for_whom(standing, person_id)}: {_asking(turns[0])}."
    lines = [head, *_listed(mine), *verdicts.reopened(mine)]
    notes = [_why_you(standing, person_id), _others(turns[0], person_id), _origin(shown, place)]
    value = asking_about(turn.stage_id for turn in turns)
    buttons = _buttons(value, mine)
    return Message(
        spoken(*lines, *notes), (section("\n".join(lines)), context("\n".join(filter(None, notes))), buttons)
    )


def asked_of(shown: Card, person_id: str, *, position: int, round_number: int) -> list[Row]:
    """What waits for this person in that stage of that round."""
    rows = [row for row in shown.rows if row.round == round_number]
    return [
        row for row in rows if any(turn.position == position and person_id in turn.awaited_ids for turn in row.turns)
    ]


def _asked_anew(shown: Card, person_id: str, position: int, round_number: int) -> Message | None:
    """Of a version that is gone, or of a stage that was settled: a newer message asks."""
    later = [row for row in shown.rows if row.round > round_number]
    again = [one for one in later if any(t.position == position and person_id in t.awaited_ids for t in one.turns)]
    if not again:
        return None
    what = f"*{escape(again[0].title, 120)}*" if len(again) == 1 else f"{len(again)} pictures"
    said = f":arrows_counterclockwise: You are asked about {what} again, in a newer message."
    return Message(spoken(said), (context(said),))


def _for_whom(standing: Sequence[StandIn], person_id: str) -> str:
    mine = [one for one in standing if one.substitute_id == person_id]
    also = "also " if any(one.is_also for one in mine) else ""
    return f", {also}for {listed(for_whom(person_id, mine))}" if mine else ""


def _why_you(standing: Sequence[StandIn], person_id: str) -> str:
    names = for_whom(person_id, standing)
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} away, and you stand in." if names else ""


def _stood_in(rows: Sequence[Row], person_id: str, position: int, place: str) -> Message | None:
    """What the absent person reads where they were asked before; their own decision counts all the same."""
    covered = {
        row.title: one.substitute
        for row in rows
        for turn in row.turns
        for one in turn.stand_ins
        if turn.position == position and one.owner_id == person_id
    }
    if not covered:
        return None
    what = f"*{escape(next(iter(covered)), 120)}*" if len(covered) == 1 else f"{len(covered)} pictures"
    where = f" on {link(place, 'the card')}" if place else " on the card"
    said = (
        f":handshake: While you are away, {listed(list(dict.fromkeys(covered.values())))} is asked about {what}. "
        f"You may still decide{where}; whoever is first counts."
    )
    return Message(spoken(said), (context(said),))


def outcome(shown: Card, *, rounds: range, place: str) -> Message | None:
    """One message for the rounds that ended together: what needs the uploader first, and what they can do."""
    rows = [row for row in shown.rows if row.round in rounds] or list(shown.rows)
    refused = [row for row in rows if row.look not in APPROVED]
    approved = [row for row in rows if row.look in APPROVED]
    lines = [_count(rows)] if len(rows) > 1 else []
    lines += map(_refused, refused)
    lines += map(_approved, approved) if len(approved) <= _MOST_LISTED else [_all_approved(approved)]
    to_do = replace(shown, rows=tuple(approved)).to_do[:_MOST_LISTED]
    buttons = [actions(*wishes.buttons(to_do), block_id="finish")] if to_do else []
    blocks: list[Block] = [*paragraphs(lines), *buttons, context(_what_next(refused, place))]
    return Message(spoken(*lines, _what_next(refused, place)), tuple(blocks))


def stuck(titles: Sequence[str], stage: str, why: str, *, place: str) -> Message:
    """To whoever leads it, who alone can help."""
    what = f"*{escape(titles[0], 120)}*" if len(titles) == 1 else f"{len(titles)} pictures ({listed(titles, most=5)})"
    said = f":construction: {what} cannot be approved any more in *{escape(stage)}*: {escape(why)}."
    remedy = (
        "To go on, name others for this stage in galley.yml: they are asked at once. To end it, its uploader sends a "
        "new file or writes `/galley withdraw`."
    )
    notes = [remedy, *([link(place, "See the card")] if place else [])]
    return Message(spoken(said, remedy), (section(said), context(" · ".join(notes))))


def unstuck(stage: str, *, place: str) -> Message:
    seen = f" · {link(place, 'See the card')}" if place else ""
    said = f":ballot_box_with_check: *{escape(stage)}* is not stuck any more{seen}"
    return Message(spoken(said), (context(said),))


_BECAME = {
    Look.AHEAD: "is not asked about yet",
    Look.DECIDED: "has been decided on just now",
    Look.BY_HAND: "waits until the next stage is opened by hand",
    Look.NOBODY: "waits until somebody can be found who may decide",
    Look.CHECKING: "a newer version is being checked",
    Look.NEEDS_WORK: "a newer version is back with its uploader",
    Look.CHANGES_REQUESTED: "changes are requested",
    Look.REJECTED: "is rejected",
    Look.EXPIRED: "nobody answered in time",
    Look.PUBLISHING: "is approved",
    Look.UNPUBLISHED: "is approved",
    Look.PUBLISHED: "is approved and in the library",
    Look.WITHDRAWN: "is withdrawn",
}
_MARKS = {Look.CHANGES_REQUESTED: ":pencil2:", Look.REJECTED: ":no_entry:", Look.EXPIRED: ":zzz:"}


def _what(mine: Sequence[Row], shown: Card) -> str:
    where = f" for {escape(shown.campaign, 80)}" if shown.campaign else ""
    if len(mine) > 1:
        return f"*{len(mine)} pictures*{where} wait"
    version = f", version {mine[0].version}," if mine[0].version > 1 else ""
    return f"*{escape(mine[0].title)}*{version}{where} waits"


def _asking(turn: Turn) -> str:
    return f"*{escape(turn.name)}*, stage {turn.step} of {turn.of}, due {when(turn.due_at)}"


def _listed(rows: Sequence[Row]) -> list[str]:
    if len(rows) == 1:
        return []
    lines = [f"{row.number}. {escape(row.title, 80)}" for row in rows[:_MOST_LISTED]]
    return [*lines, f"and {len(rows) - _MOST_LISTED} more"] if len(rows) > _MOST_LISTED else lines


def _others(turn: Turn, person_id: str) -> str:
    """Whose yes counts as well, so that nobody waits for nobody."""
    others = [name for name, one in zip(turn.awaited, turn.awaited_ids, strict=True) if one != person_id]
    if not others:
        return ""
    places = turn.needed - turn.yes
    enough = "one yes is enough" if places == 1 else f"{places} yes are needed"
    return f"Also asked: {listed(others)}; {enough}."


def _origin(shown: Card, place: str) -> str:
    return f"From {escape(shown.submitter)}" + (f" · {link(place, 'See it in the review channel')}" if place else "")


def _buttons(value: str, mine: Sequence[Row]) -> Block:
    what = mine[0].title if len(mine) == 1 else f"{len(mine)} pictures"
    words = "Approve" if len(mine) == 1 else f"Approve all {len(mine)}"
    return actions(
        button(words, action_id=APPROVE, value=value, style="primary", label=f"Approve {what}"),
        button("Request changes", action_id=REQUEST_CHANGES, value=value, label=f"Request changes to {what}"),
        button("Reject", action_id=REJECT, value=value, style="danger", label=f"Reject {what}"),
        block_id="decide",
    )


def _no_longer(rows: Sequence[Row], position: int, place: str) -> Message:
    became = (
        _became(rows[0], position) if len(rows) == 1 else f"{len(rows)} pictures: nothing waits for you there any more"
    )
    seen = f" · {link(place, 'See the card')}" if place else ""
    said = f":ballot_box_with_check: {became}{seen}"
    return Message(spoken(said), (context(said),))


def _became(row: Row, position: int) -> str:
    here = next((turn for turn in row.turns if turn.position == position and turn.awaited), None)
    if here is not None:
        asked = f"{escape(here.name)} asks {listed(here.awaited)} now"
        return f"*{escape(row.title)}* no longer waits for you: {asked}"
    if row.turns:
        asked = listed([turn.name for turn in row.turns])
        return (
            f"*{escape(row.title)}* no longer waits for you: {asked} {'is' if len(row.turns) == 1 else 'are'} asked now"
        )
    return f"*{escape(row.title)}* no longer waits for you: {_BECAME[row.look].removeprefix('is ')}"


def _count(rows: Sequence[Row]) -> str:
    approved = sum(row.look in APPROVED for row in rows)
    return f"*{'All' if approved == len(rows) else approved or 'None'} of your {len(rows)} pictures* are approved."


def _refused(row: Row) -> str:
    last = next((said for said in reversed(row.said) if not said.verdict.is_yes), None)
    line = f"{_MARKS.get(row.look, ':information_source:')} *{escape(row.title, 120)}*: {_verdict(row, last)}"
    return f"{line}\n{escape_lines(last.reason)}" if last and last.reason else line


def _verdict(row: Row, last: Said | None) -> str:
    if last is None:
        return "still being asked" if row.turns else _BECAME[row.look].removeprefix("is ")
    by = f"{escape(last.name)} ({escape(last.stage)})"
    return f"rejected by {by}" if last.verdict is Verdict.REJECT else f"{by} asks for changes"


def _approved(row: Row) -> str:
    wished = [said for said in row.said if said.verdict is Verdict.APPROVE_WITH_CHANGES]
    return "\n".join([_where(row), *map(_wished, wished)])


def _wished(said: Said) -> str:
    asks = f"{escape(said.name)} ({escape(said.stage)})"
    if said.done_at is not None:
        return f":ballot_box_with_check: Done, as {asks} asked:\n{escape_lines(said.reason, 300)}"
    return f":memo: {asks} asks:\n{escape_lines(said.reason, 300)}"


def _where(row: Row) -> str:
    if row.look is Look.PUBLISHING:
        return f":white_check_mark: *{escape(row.title, 120)}* is approved and on its way to the library."
    if row.look is Look.UNPUBLISHED:
        return (
            f":warning: *{escape(row.title, 120)}* is approved and could not be put into the library. "
            "Galley's admins know; it goes there by itself once they have put that right."
        )
    download = f" · {link(row.download, 'Download')}" if row.download else ""
    return (
        f":white_check_mark: *{escape(row.title, 120)}* is approved and in the library: {code(row.location)}{download}"
    )


def _all_approved(rows: Sequence[Row]) -> str:
    return f":white_check_mark: Approved: {listed([row.title for row in rows], most=50)}"


def _what_next(refused: Sequence[Row], place: str) -> str:
    if refused:
        thread = link(place, "its thread") if place else "its thread"
        return f"To ask again, reply with a new file in {thread}."
    return link(place, "See the decisions") if place else "Nothing more is to do."
