"""Why a click did not count, in one private sentence that names who can help."""

from collections.abc import Iterable, Mapping

from bot.slack.parts import Message, context, escape
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
    Outcome.APPROVED: "approved",
    Outcome.CHANGES_REQUESTED: "sent back for changes",
    Outcome.REJECTED: "rejected",
    Outcome.WITHDRAWN: "withdrawn, because a newer version came",
}
_VERDICTS = {
    Verdict.APPROVE: "You have approved this already.",
    Verdict.REQUEST_CHANGES: "You have asked for changes already.",
    Verdict.REJECT: "You have rejected this already.",
}


def note(refusal: Refusal, people: Mapping[str, Person]) -> Message:
    said = sentence(refusal, people)
    return Message(said, (context(f":lock: {said}"),))


def sentence(refusal: Refusal, people: Mapping[str, Person]) -> str:
    match refusal:
        case NotAnApprover():
            said = f"Only {_names(refusal.seats, people)} may decide {escape(refusal.stage)}. Nothing was changed."
        case StageSettled():
            by = f" by {_names([refusal.by], people)}" if refusal.by else ""
            said = f"{escape(refusal.stage)} is already {_OUTCOMES[refusal.outcome]}{by}."
        case AlreadyDecided():
            said = f"{_VERDICTS[refusal.verdict]} Your first click counts."
        case NotYourTurn():
            said = f"{escape(refusal.stage)} is not being asked yet. You will be told when it is."
        case OwnWork():
            said = "This is your own upload, so somebody else has to decide on it. Nothing was changed."
        case _:
            said = "This question is no longer open. The card shows how it stands now."
    return said


def concerned(refusals: Iterable[Refusal]) -> set[str]:
    """The ids of the people whom these sentences name."""
    named: set[str] = set()
    for refusal in refusals:
        if isinstance(refusal, NotAnApprover):
            named |= set(refusal.seats)
        elif isinstance(refusal, StageSettled) and refusal.by:
            named.add(refusal.by)
    return named


def _names(ids: Iterable[str], people: Mapping[str, Person]) -> str:
    names = [escape(people[one].name, 80) if one in people else one for one in ids]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
