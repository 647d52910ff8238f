"""What is read of an absence: by its substitute, by whoever is away, and in answer to the form."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.models.views import View

from bot import clicks
from bot.absences import AwayNote
from bot.away.wishes import Named
from bot.slack.parts import Block, Message, actions, button, context, escape, listed, modal, plain, section, spoken
from bot.slack.text import days
from models.absence import (
    Absence,
    AppSubstitute,
    CampaignGone,
    DayOver,
    GoneSubstitute,
    GuestAway,
    TooLong,
    Unknown,
)
from models.person import Person
from models.review.refusals import (
    Backwards,
    GuestSubstitute,
    IsSubstitute,
    OwnSubstitute,
    Refusal,
    SubstituteAway,
    TwoSubstitutes,
)

ABSENT, SUBSTITUTE, FIRST, LAST, CAMPAIGNS, BRANDS, HANDS_OVER = (
    "absent", "substitute", "first", "last", "campaigns", "brands", "hands_over",
)  # fmt: skip  # the fields of the form

_REFUSED: Mapping[type[Refusal], tuple[str, str]] = {
    Unknown: (SUBSTITUTE, "Galley has not met {by} yet and has just asked Slack. Please try again in a moment."),
    GuestAway: (SUBSTITUTE, "Nobody stands in for a guest. Please tell whoever asked you."),
    AppSubstitute: (SUBSTITUTE, "{by} is an app, and apps do not decide. Please choose a person."),
    GoneSubstitute: (SUBSTITUTE, "{by} is deactivated in Slack. Please choose somebody who is here."),
    GuestSubstitute: (SUBSTITUTE, "Guests decide only what they were asked themselves. Please choose a colleague."),
    OwnSubstitute: (SUBSTITUTE, "Nobody stands in for themselves. Please choose somebody else."),
    SubstituteAway: (SUBSTITUTE, "{by} is away on some of these days{who}. Please choose somebody who is there."),
    IsSubstitute: (FIRST, "{by} stands in for {who} on some of these days. Please speak to {who} first."),
    TwoSubstitutes: (FIRST, "Some of these days are written down already{who}. End that first, or choose other days."),
    DayOver: (FIRST, "That day is over. Please begin today or later."),
    TooLong: (LAST, "That is more than a year. Please choose an earlier day."),
    Backwards: (LAST, "The last day comes before the first one. Please choose a later day."),
    CampaignGone: (CAMPAIGNS, "One of these campaigns is not here any more. Please choose again."),
}  # fmt: skip
_WITH = frozenset({SubstituteAway, TwoSubstitutes})  # whose `who` is the substitute of the other absence


@dataclass(frozen=True, kw_only=True)
class Told:
    """An absence as one of those concerned hears of it."""

    note: AwayNote
    named_by: str
    is_own_word: bool  # written down by whoever is away
    hands_over: bool
    has_ended: bool
    ended_by: str  # empty where its last day is over


def told(one: Told) -> Message:
    if one.has_ended:
        return _over(one)
    return _stand_in(one) if one.note.is_substitute else _sent_away(one)


def named(absence: Absence, people: Mapping[str, Person], *, by: str) -> View:
    """The form's answer to whoever wrote it down."""
    who = "You are" if absence.absent_id == by else f"{_name(people, absence.absent_id)} is"
    span = days(absence.first_day, absence.last_day)
    blocks: list[Block] = [
        section(f":palm_tree: {who} away {span}, for {scope((*absence.campaigns, *absence.brands))}.")
    ]
    blocks.append(section(_follows(absence, people)))
    blocks.append(context("Galley's Home tab lists it, with *End now*. Deadlines stay as they are."))
    return modal("Written down", blocks, callback_id="away.written", close="Close")


def refused(named: Named) -> dict[str, str]:
    """By field, what stands against it. Shown as it is, without mark-up."""
    refusal = named.refusal
    if refusal is None:
        return {}
    field, words = _REFUSED[type(refusal)]
    who = " or ".join(_plain(named.people, one) for one in refusal.can_help if one)
    if type(refusal) in _WITH:
        who = f", with {who} standing in" if who else ""
    return {field: words.format(by=_plain(named.people, refusal.by), who=who)}


def not_a_day(word: str) -> Message:
    said = f'"{escape(word, 40)}" is no day. Write `/galley away until friday @name`, or `/galley away` for the form.'
    return Message(spoken(said), (section(said),))


def scope(names: tuple[str, ...]) -> str:
    return listed(names) if names else "everything"


def _follows(absence: Absence, people: Mapping[str, Person]) -> str:
    if absence.substitute_id is None:
        return ":warning: Nobody stands in. What asks for a decision waits, and the leads see it in their report."
    name = _name(people, absence.substitute_id)
    waiting = " What already waits moves to them when it begins." if absence.hands_over else ""
    return f":handshake: {name} stands in, and is told so once.{waiting}"


def _stand_in(one: Told) -> Message:
    absent = escape(one.note.absent, 80)
    said = f":handshake: *You stand in for {absent}* {_when(one)}, for {scope(one.note.scope)}."
    waits = "comes to you, too" if one.hands_over else "stays with them"
    asked = (
        f"Whatever {absent} is asked from then on, you are asked as well; what already waits {waits}. "
        f"The card shows that you decided for {absent}."
    )
    by = f"{absent} wrote" if one.is_own_word else f"{escape(one.named_by, 80)} wrote"
    why = f"{by} this down. Is it a mistake? Please tell them; they can end it."
    return Message(spoken(said, asked, why), (section(f"{said}\n{asked}"), context(why)))


def _sent_away(one: Told) -> Message:
    who = f"*{escape(one.note.substitute, 80)}* stands in" if one.note.substitute else "nobody stands in"
    away = f"you are away {_when(one)}; {who}, for {scope(one.note.scope)}"
    said = f":palm_tree: {escape(one.named_by, 80)} wrote down that {away}."
    why = "You are here? End it, and what is still open comes back to you."
    end = button("End now", action_id=clicks.END_AWAY, value=one.note.absence_id, label="End this absence now")
    return Message(spoken(said, why), (section(said), context(why), actions(end, block_id="away")))


def _over(one: Told) -> Message:
    by = f"; {escape(one.ended_by, 80)} ended it" if one.ended_by else ""
    whose = "You are back" if one.note.is_absent else f"{escape(one.note.absent, 80)} is back"
    back = "comes back to you" if one.note.is_absent else "is theirs again"
    said = f":ballot_box_with_check: {whose}{by}. What is still open {back}; what was decided stands."
    return Message(spoken(said), (context(said),))


def _when(one: Told) -> str:
    return days(one.note.first, one.note.last)


def _name(people: Mapping[str, Person], person_id: str) -> str:
    return escape(_plain(people, person_id), 80)


def _plain(people: Mapping[str, Person], person_id: str) -> str:
    return plain(people[person_id].name, 80) if person_id in people else person_id
