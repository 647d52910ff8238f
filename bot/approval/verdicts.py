"""What the card says of decisions, line by line: who said what and when, what still holds, what is asked again."""

from collections.abc import Sequence
from datetime import datetime

from bot.approval.card import Row
from bot.approval.sayings import Said
from bot.approval.wording import numbered
from bot.slack.parts import escape, escape_lines, listed, when
from models.review.words import Verdict

SAID = {
    Verdict.APPROVE: ":white_check_mark: *{name}* approved{what} in {stage}",
    Verdict.APPROVE_WITH_CHANGES: ":memo: *{name}* approved{what} with changes in {stage}",
    Verdict.REQUEST_CHANGES: ":pencil2: *{name}* asked for changes{to} in {stage}",
    Verdict.REJECT: ":no_entry: *{name}* rejected{what} in {stage}",
}


def decisions(rows: Sequence[Row]) -> list[str]:
    """Who said what and when, oldest first; what was said to several pictures alike is one line."""
    together: dict[tuple[str, ...], list[tuple[Said, int]]] = {}
    for said, number in sorted(((said, row.number) for row in rows for said in row.said), key=_chronological):
        together.setdefault(_alike(said), []).append((said, number))
    return [
        _decision(group[0][0], [number for _, number in group] if len(rows) > 1 else ()) for group in together.values()
    ]


def carried_over(rows: Sequence[Row]) -> list[str]:
    """What need not be asked again, by the policy."""
    together: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        if row.carried_over:
            together.setdefault(row.carried_over, []).append(row.number)
    return [_carried(stages, numbers if len(rows) > 1 else ()) for stages, numbers in together.items()]


def reopened(rows: Sequence[Row]) -> list[str]:
    """Who had it asked again, when, and why."""
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row.reopened:
            alike = (row.reopened.name, row.reopened.why, f"{row.reopened.at:%Y-%m-%d %H:%M}")
            together.setdefault(alike, []).append(row)
    return [_reopened(alike, is_one=len(rows) == 1) for alike in together.values()]


def _chronological(spoken: tuple[Said, int]) -> tuple[datetime, int]:
    said, number = spoken
    return said.at, number


def _alike(said: Said) -> tuple[str, ...]:
    """By one person, within one minute."""
    how = "to do" if said.to_do_id else said.done_by
    return f"{said.at:%Y-%m-%d %H:%M}", said.name, said.verdict, said.stage, said.reason, how


def _decision(said: Said, numbers: Sequence[int]) -> str:
    which = numbered(numbers)
    line = SAID[said.verdict].format(
        name=escape(said.name),
        what=f" {which}" if which else "",
        to=f" to {which}" if which else "",
        stage=escape(said.stage),
    )
    reason = f"\n{escape_lines(said.reason, 300)}" if said.reason else ""
    return f"{line}, {when(said.at)}{reason}{_met(said)}"


def _met(said: Said) -> str:
    """Whether a wish that came with a yes is met."""
    if said.to_do_id:
        return "\n:white_medium_small_square: Still to be done."
    return f"\n:ballot_box_with_check: Done, says {escape(said.done_by)}, {when(said.done_at)}." if said.done_at else ""


def _carried(stages: Sequence[str], numbers: Sequence[int]) -> str:
    which = f" of {numbered(numbers)}" if numbers else ""
    return f":leftwards_arrow_with_hook: *{listed(stages)}* approved an earlier version{which}, and that holds"


def _reopened(rows: Sequence[Row], *, is_one: bool) -> str:
    again = rows[0].reopened
    if again is None:
        return ""
    about = "" if is_one else f" about {numbered([row.number for row in rows])}"
    line = f":arrows_counterclockwise: *{escape(again.name)}* had it asked again{about}, {when(again.at)}"
    return f"{line}\n{escape_lines(again.why, 300)}" if again.why else line
