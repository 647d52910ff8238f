"""One sentence about a picture: what it waits for, since when, by which rule, what happens next and when."""

from collections.abc import Sequence

from bot import calling
from bot.outlook import Asking, Outlook
from bot.slack.parts import code, escape, link, listed, when
from models.asset import AssetState
from models.reminder import Rung
from models.review.words import Deed, Rule, Verdict

NOTHING_MORE = "Nothing more is to happen."
HEARD_OUT = "it ends once all have decided, because enough have said no"

_STATES = {
    AssetState.CHECKING: ":mag: being checked",
    AssetState.NEEDS_WORK: ":memo: waits for its uploader",
    AssetState.IN_REVIEW: ":eyes: in review",
    AssetState.CHANGES_REQUESTED: ":pencil2: changes requested",
    AssetState.REJECTED: ":no_entry: rejected",
    AssetState.EXPIRED: ":zzz: nobody answered in time",
    AssetState.APPROVED: ":hourglass_flowing_sand: approved, being published",
    AssetState.PUBLISHED: ":white_check_mark: published",
    AssetState.DUPLICATE: ":repeat: was here already",
    AssetState.WITHDRAWN: ":leftwards_arrow_with_hook: withdrawn",
}
_RUNGS = {
    Rung.BEFORE: "they are reminded",
    Rung.AT: "they are reminded",
    Rung.AFTER: "they are reminded again",
    Rung.ESCALATION: "the lead is told",
}
_WAITS = {
    AssetState.CHECKING: "is being checked since {since}",
    AssetState.NEEDS_WORK: "waits for {submitter} since {since}: {problems}",
    AssetState.IN_REVIEW: "waits since {since} for an admin, because nobody can be found who may decide it",
    AssetState.CHANGES_REQUESTED: "waits for a new version from {submitter} since {since}{verdict}",
    AssetState.REJECTED: "waits for nobody: it is rejected since {since}{verdict}",
    AssetState.EXPIRED: "waits for nobody: no answer came in time, so it ended {since}",
    AssetState.APPROVED: "waits for nobody: it is approved and being published since {since}{verdict}",
    AssetState.PUBLISHED: "waits for nobody: it is in the library since {since}{location}",
    AssetState.DUPLICATE: "waits for nobody: the same picture was here already",
    AssetState.WITHDRAWN: "waits for nobody: it is withdrawn since {since}",
}
_NEXT = {
    AssetState.CHECKING: "Once it passes, {first} is asked.",
    AssetState.NEEDS_WORK: "Once that is put right, {first} is asked; nothing happens before.",
    AssetState.IN_REVIEW: "Galley looks again every minute.",
    AssetState.CHANGES_REQUESTED: "A new file in its thread asks again; nothing happens before.",
    AssetState.REJECTED: "Nothing happens by itself; a new file in its thread asks again.",
    AssetState.EXPIRED: "Nothing happens by itself; a new file in its thread asks again.",
    AssetState.APPROVED: "It is in the library within moments.",
    AssetState.PUBLISHED: NOTHING_MORE,
    AssetState.DUPLICATE: NOTHING_MORE,
    AssetState.WITHDRAWN: "Nothing happens by itself; a new file in its thread asks again.",
}
_GIVEN_UP = {
    AssetState.CHECKING: "could not be checked",
    AssetState.APPROVED: "is approved and could not be put into the library",
}
_ASKED_FOR = {
    Verdict.APPROVE: "approved it",
    Verdict.APPROVE_WITH_CHANGES: "approved it with changes",
    Verdict.REJECT: "rejected it",
    Verdict.REQUEST_CHANGES: "asked for it",
}


def name(one: Outlook) -> str:
    """Its title, leading to its card, and its version where there was more than one."""
    title = link(one.place, one.title) if one.place else escape(one.title)
    return f"*{title}*" + (f" (version {one.version})" if one.version > 1 else "")


def state(one: Outlook) -> str:
    """How it stands, in a few words."""
    asking = one.asking
    if one.state is AssetState.IN_REVIEW and asking:
        return f":eyes: {escape(asking.stage)}, {asking.yes} of {asking.needed} yes, {due(asking)}"
    if one.by_time and one.opens_at:
        return f":calendar: {_comes(one)} {when(one.opens_at)}"
    if one.by_hand:
        return f":raised_hand: {listed(one.by_hand)}: the lead opens {_it(one.by_hand)} by hand"
    if one.is_given_up:
        return f":warning: {_GIVEN_UP[one.state].removeprefix('is ')}"
    return _STATES[one.state]


def due(asking: Asking) -> str:
    late = ":hourglass: late, was " if asking.is_late else ""
    return f"{late}due {when(asking.due_at)}"


def for_whom(asking: Asking, person_id: str) -> str:
    """` for Dana`, where this person is asked because they stand in; otherwise empty."""
    mine = [one for one in asking.stand_ins if one.substitute_id == person_id]
    also = "also " if any(one.is_also for one in mine) else ""
    return f" {also}for {listed(calling.for_whom(person_id, mine))}" if mine else ""


def why(one: Outlook) -> str:
    tried = f" {trial(one.pilot)}." if one.pilot and one.state is AssetState.IN_REVIEW else ""
    return f"{name(one)} {_waits(one)}. {next_step(one)}{tried}"


def trial(digest: str) -> str:
    """Which edition of galley.yml asks, where it is only tried."""
    return f"Asked by rules that are on trial where it came in, edition {code(digest[:12])}"


def next_step(one: Outlook) -> str:
    """What happens by itself, or whose hand it takes; and what is still to be done meanwhile."""
    told = (_next(one), _to_do(one))
    return " ".join(filter(None, told))


def _next(one: Outlook) -> str:
    if one.state is AssetState.PUBLISHED and one.to_do:
        return ""
    if one.state is AssetState.IN_REVIEW and one.asking:
        return f"{_then(one.asking)}{_without_an_answer(one.asking)}"
    if one.by_time and one.opens_at:
        return f"Nobody need do anything before; then {_comes(one)}."
    if one.by_hand:
        return f"{_opens(one.by_hand)}, with the button on its card; nothing happens before."
    if one.is_given_up:
        return "It goes on by itself once they have put that right."
    return _NEXT[one.state].format(first=escape(one.first_stage))


def _to_do(one: Outlook) -> str:
    """What holds nothing up, and has to be done all the same."""
    wishes = [f'"{escape(to_do.wish, 300)}" ({escape(to_do.name)}, {escape(to_do.stage)})' for to_do in one.to_do[:3]]
    return f"Still to be done by {escape(one.submitter)}: {'; '.join(wishes)}." if wishes else ""


def _waits(one: Outlook) -> str:
    since = when(one.since)
    if one.state is AssetState.IN_REVIEW and one.asking:
        return f"waits for {_people(one.asking)} since {since}, {_by_rule(one.asking)}"
    if one.by_time and one.opens_at:
        then = f"because galley.yml opens {listed(one.by_time, 'or')} then"
        return f"waits since {since} for {when(one.opens_at)}, {then}"
    if one.by_hand:
        return f"waits for the lead since {since}, because {listed(one.by_hand)} opens by hand"
    if one.is_given_up:
        return f"waits for Galley's admins, who know: it {_GIVEN_UP[one.state]}"
    return _WAITS[one.state].format(
        since=since,
        submitter=escape(one.submitter),
        problems=_problems(one),
        verdict=_verdict(one),
        location=_location(one),
    )


def _people(asking: Asking) -> str:
    open_places = asking.needed - asking.yes
    if asking.has_failed or open_places >= len(asking.awaited):
        return listed(asking.awaited)
    names = listed(asking.awaited, "or")
    return f"{open_places} of {names}" if open_places > 1 else names


def _by_rule(asking: Asking) -> str:
    place = f"stage {asking.position} of {asking.of}" if asking.of > 1 else "the only stage"
    beside = f", beside {listed(asking.beside)}" if asking.beside else ""
    return f"because {escape(asking.stage)} ({place}{beside}) needs {_rule(asking)} and has {asking.yes}"


def _rule(asking: Asking) -> str:
    match asking.rule:
        case Rule.ALL:
            return "a yes from everybody" if asking.seats > 1 else "1 yes of 1 approver"
        case Rule.ANY | Rule.QUORUM:
            return f"{asking.needed} yes of {asking.seats} approver{'s' if asking.seats > 1 else ''}"
        case Rule.FINAL:
            return f"the yes of {escape(asking.decider)}"


def _then(asking: Asking) -> str:
    due = f"It {'was' if asking.is_late else 'is'} due {when(asking.due_at)}"
    return f"{due}; {HEARD_OUT}." if asking.has_failed else f"{due}; after that stage {_after(asking)}."


def _after(asking: Asking) -> str:
    asked = [name for name in asking.then if name not in asking.by_hand]
    if not asking.then:
        return "it is published"
    if not asked:
        return _opens(asking.by_hand)
    also = f", and {_opens(asking.by_hand)}" if asking.by_hand else ""
    return f"{listed(asked)} {'is' if len(asked) == 1 else 'are'} asked{also}"


def _opens(names: Sequence[str]) -> str:
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} asked when the lead opens {_it(names)}"


def _comes(one: Outlook) -> str:
    """Of several, the first."""
    which = "is asked" if len(one.by_time) == 1 else "is asked, whichever comes first,"
    return f"{listed(one.by_time, 'or')} {which}"


def _it(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _without_an_answer(asking: Asking) -> str:
    if asking.next_at is None:
        return ""
    return f" Without an answer, {_by_itself(asking)} {when(asking.next_at)}."


def _by_itself(asking: Asking) -> str:
    to, is_are = listed(asking.next_to), "is" if len(asking.next_to) == 1 else "are"
    match asking.next_deed:
        case Deed.ESCALATE:
            return f"{to} {is_are} told"
        case Deed.REASSIGN:
            return f"{to} {is_are} asked instead"
        case Deed.EXPIRE:
            return "nobody is asked any more, and it ends,"
    return _RUNGS[asking.next_rung] if asking.next_rung else ""


def _problems(one: Outlook) -> str:
    return escape("; ".join(one.problems), 500).rstrip(".") or "something about it is missing"


def _verdict(one: Outlook) -> str:
    if one.verdict is None:
        return ""
    reason = f': "{escape(one.verdict.reason, 300)}"' if one.verdict.reason else ""
    return f", because {escape(one.verdict.by)} ({escape(one.verdict.stage)}) {_ASKED_FOR[one.verdict.verdict]}{reason}"


def _location(one: Outlook) -> str:
    return f", as {code(one.location)}" if one.location else ""
