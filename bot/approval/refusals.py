"""Why a click did not count, in one private sentence that names who can help."""

from collections.abc import Iterable, Mapping

from bot.slack.parts import Message, context, escape, listed, spoken
from models.approval import (
    AlreadyDecided,
    NotAnApprover,
    NotYourTurn,
    Outcome,
    OwnWork,
    Refusal,
    StageSettled,
    Verdict,
)
from models.person import Person

_OUTCOMES = {
    Outcome.APPROVED: "is already approved",
    Outcome.CHANGES_REQUESTED: "is already sent back for changes",
    Outcome.REJECTED: "is already rejected",
    Outcome.WITHDRAWN: "is withdrawn, because a newer version came",
}
_VERDICTS = {
    Verdict.APPROVE: "You have approved this already",
    Verdict.REQUEST_CHANGES: "You have asked for changes already",
    Verdict.REJECT: "You have rejected this already",
}


def note(refusal: Refusal, people: Mapping[str, Person]) -> Message:
    said = f":lock: {sentence(refusal, people)}"
    return Message(spoken(said), (context(said),))


def sentence(refusal: Refusal, people: Mapping[str, Person]) -> str:
    match refusal:
        case NotAnApprover():
            may = listed(_names(refusal.seats, people), "or")
            return f"Only {may} may decide {escape(refusal.stage)}, so your click changed nothing."
        case StageSettled():
            by = f" by {listed(_names([refusal.by], people))}" if refusal.by else ""
            stage, outcome = escape(refusal.stage), _OUTCOMES[refusal.outcome]
            return f"{stage} {outcome}{by}, so your click changed nothing. The card shows what comes next."
        case AlreadyDecided():
            return f"{_VERDICTS[refusal.verdict]}, and your first click counts. Nothing more is needed from you."
        case NotYourTurn():
            return (
                f"{escape(refusal.stage)} is not being asked yet, so nothing was changed. You will be told when it is."
            )
        case OwnWork():
            may = listed(_names(refusal.others, people), "or")
            return f"This is your own upload, so {may} must decide {escape(refusal.stage)}; your click changed nothing."
        case _:
            return "This question is no longer open, so nothing was changed. The card shows how it stands now."


def concerned(refusals: Iterable[Refusal]) -> set[str]:
    """The ids of the people whom these sentences name."""
    named: set[str] = set()
    for refusal in refusals:
        if isinstance(refusal, NotAnApprover):
            named |= set(refusal.seats)
        elif isinstance(refusal, OwnWork):
            named |= set(refusal.others)
        elif isinstance(refusal, StageSettled) and refusal.by:
            named.add(refusal.by)
    return named


def _names(ids: Iterable[str], people: Mapping[str, Person]) -> list[str]:
    return [people[one].name if one in people else one for one in ids]
