"""What a lead reads of the next two weeks: which stage will have too few people, when, and why."""

from collections.abc import Sequence
from datetime import date

from bot.reports.flow import Coverage, Gap
from bot.slack.parts import Message, context, escape, listed, paragraphs, section, spoken
from bot.slack.text import day, days

MOST = 20  # stages and reasons that are told

_HOW = "`/galley away` writes down who stands in, also for somebody who is gone; approvers are named in galley.yml."


def coverage(found: Coverage) -> Message:
    until = day(found.until)
    if not found.gaps:
        return _said(f":white_check_mark: Until {until} every stage has enough people on every working day.")
    head = f":palm_tree: *Who will be missing until {until}*"
    lines = [f"• {_gap(one, found.working_days)}" for one in found.gaps[:MOST]]
    rest = len(found.gaps) - MOST
    more = [f"… and {rest} more"] if rest > 0 else []
    return Message(spoken(head, *lines[:5]), (section(head), *paragraphs([*lines, *more]), context(_HOW)))


def line(found: Coverage) -> str:
    """For a digest: one line, the nearest gap, and where to read the rest."""
    others = len(found.gaps) - 1
    more = f"{others} more {'gap' if others == 1 else 'gaps'}: " if others else "More: "
    return f"• {_gap(found.gaps[0], found.working_days)} {more}`/galley report absences`."


def _gap(gap: Gap, working_days: Sequence[date]) -> str:
    missing = f"; {listed(gap.missing)} {'is' if len(gap.missing) == 1 else 'are'} missing" if gap.missing else ""
    return f"*{escape(gap.stage, 80)}*: {_able(gap)} {_when(gap.days, working_days)}{missing}.{_waiting(gap.pictures)}"


def _able(gap: Gap) -> str:
    return f"only {gap.able} of the {gap.needed} that it needs," if gap.able else "nobody"


def _waiting(pictures: int) -> str:
    if not pictures:
        return ""
    return " 1 picture is on its way there." if pictures == 1 else f" {pictures} pictures are on their way there."


def _when(gap_days: Sequence[date], working_days: Sequence[date]) -> str:
    """Working days in a row are one span, whatever lies between them."""
    spans: list[list[date]] = []
    for one in gap_days:
        if spans and working_days.index(one) == working_days.index(spans[-1][-1]) + 1:
            spans[-1].append(one)
        else:
            spans.append([one])
    said = [days(span[0], span[-1]) for span in spans]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]


def _said(sentence: str) -> Message:
    return Message(spoken(sentence), (section(sentence),))
