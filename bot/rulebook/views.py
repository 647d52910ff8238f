"""The rules of a channel as whoever asks reads them: the stages in order, and in a few lines what holds for all."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.rulebook.page import Answerless, Page, StageLine
from bot.slack.parts import Message, channel_link, code, context, escape, listed, paragraphs, section, spoken, when
from models.review.words import Closing, Opening, Rule

MOST = 25  # stages that are told
DAY = timedelta(hours=8)  # of working time

_NOBODY = ":warning: No stage of galley.yml is for what comes in here, so nobody is asked. Galley's admins can add one."


def page(shown: Page) -> Message:
    head = f":scroll: *Who decides about pictures from {_here(shown)}*"
    if not shown.stages:
        return Message(spoken(head, _NOBODY), (section(f"{head}\n{_NOBODY}"),))
    lines = [_stage(stage, shown) for stage in shown.stages[:MOST]]
    rest = len(shown.stages) - MOST
    more = [f"… and {rest} more; galley.yml has them all."] if rest > 0 else []
    notes = list(_notes(shown))
    return Message(
        spoken(head, *lines, *more, *notes), (section(head), *paragraphs([*lines, *more]), context("\n".join(notes)))
    )


def _here(shown: Page) -> str:
    channel = channel_link(shown.channel_id) if shown.channel_id.startswith("C") else "here"
    return f"{channel}, campaign {escape(shown.campaign, 80)}" if shown.campaign else channel


def _stage(stage: StageLine, shown: Page) -> str:
    name = f"*{stage.number}. {escape(stage.name)}*{_beside(stage, shown)}"
    told = [f"{name}: {_who(stage)}."]
    told += _when(stage, shown)
    told += ["Whoever brought it may approve it, too."] if stage.own_work else []
    told += [f"{listed(stage.advisers)} may advise, and nobody waits for it."] if stage.advisers else []
    late = [f"{span(one.after)} after the deadline {_deed(one)}" for one in stage.late]
    told += [f"Without an answer: {'; '.join(late)}."] if late else []
    return f"{told[0]}\n{' '.join(told[1:])}" if told[1:] else told[0]


def _beside(stage: StageLine, shown: Page) -> str:
    others = [one.name for one in shown.stages if one.number == stage.number and one is not stage]
    return f", beside {listed(others)}" if others else ""


def _who(stage: StageLine) -> str:
    if not stage.approvers and not stage.decider:
        return "nobody can be found who may decide"
    return f"{_rule(stage)}, within {span(stage.due_in)}"


def _rule(stage: StageLine) -> str:
    if stage.decider:
        closes = ", whose yes ends the whole approval" if stage.closes_all is Closing.APPROVAL else ""
        others = f"; {listed(stage.approvers)} may say what they think" if stage.approvers else ""
        return f"{escape(stage.decider, 80)} alone decides{closes}{others}"
    if len(stage.approvers) == 1:
        return f"{listed(stage.approvers)} decides"
    match stage.rule:
        case Rule.ALL:
            return f"a yes from each of {listed(stage.approvers)}"
        case Rule.QUORUM:
            return f"a yes from {stage.quorum} of {listed(stage.approvers, 'or')}"
    return f"a yes from any one of {listed(stage.approvers, 'or')}"


def _when(stage: StageLine, shown: Page) -> Iterator[str]:
    """For which pictures, and by what its turn comes where that is no yes before."""
    if stage.only_for:
        kinds = [f"{escape(kind, 40)} {listed(values, 'or')}" for kind, values in stage.only_for]
        yield f"Only for {' and '.join(kinds)}."
    match stage.opens:
        case Opening.ANY_DECISION:
            yield "It begins as soon as anybody before has decided."
        case Opening.DEADLINE:
            yield "It begins when what is before is due, decided or not."
        case Opening.HAND:
            yield f"{escape(shown.lead, 80)} opens it by hand."
        case Opening.DATE if stage.opens_at:
            yield f"It begins {when(stage.opens_at)}."


def _deed(one: Answerless) -> str:
    if one.told:
        return f"{listed(one.told)} {_is(one.told)} told"
    return f"{listed(one.asked)} {_is(one.asked)} asked instead" if one.asked else "it ends, and a new file asks again"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _notes(shown: Page) -> Iterator[str]:
    yield from [_reminders(shown.ladder)] if shown.ladder else []
    asks = "asks again where it changes something" if shown.carries_over else "asks everybody again"
    yield f"Times are working time. A no ends it, a wish for changes sends it back; a new version {asks}."
    trial = ", which is on trial in this channel" if shown.is_pilot else ""
    yield f"By edition {code(shown.digest[:12])} of galley.yml{trial}. `/galley why` tells how one picture stands."


def _reminders(ladder: Sequence[timedelta]) -> str:
    """`4 hours before the deadline, at it and 4 hours after it`."""
    first, *others = sorted(ladder)
    told = [_rung(first, "the deadline"), *(_rung(step, "it") for step in others)]
    return f"Whoever has not answered is reminded {listed(told)}."


def _rung(step: timedelta, deadline: str) -> str:
    if step == timedelta():
        return f"at {deadline}"
    return f"{span(abs(step))} {'before' if step < timedelta() else 'after'} {deadline}"


def span(amount: timedelta) -> str:
    """Of working time: `4 hours`, `2 days`, `90 minutes`."""
    for unit, size in (("day", DAY), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        count, rest = divmod(amount, size)
        if not rest and (count > 1 or unit != "day"):
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{round(amount.total_seconds())} seconds"
