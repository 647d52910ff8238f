"""Why a click did not count, each in one private sentence."""

from bot.approval.asked import QuestionGone
from bot.approval.refusals import note
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
from tests.cast import BRAND, DESIGNERS, PEOPLE
from tests.golden.golden import Golden

_SEATS = tuple(one.slack_id for one in DESIGNERS)


def _refused(name: str, title: str, refusal: Refusal) -> Golden:
    return Golden(name=f"refusal/{name}", title=title, shown=note(refusal, PEOPLE))


GOLDENS = (
    _refused("stranger", "Not one of the approvers", NotAnApprover("Design", _SEATS)),
    _refused("stranger_of_one", "Not the one approver", NotAnApprover("Brand", (BRAND.slack_id,))),
    _refused("settled_approved", "Already approved", StageSettled("Design", Outcome.APPROVED, _SEATS[0])),
    _refused("settled_changes", "Already sent back", StageSettled("Design", Outcome.CHANGES_REQUESTED, _SEATS[0])),
    _refused("settled_rejected", "Already rejected", StageSettled("Brand", Outcome.REJECTED, BRAND.slack_id)),
    _refused("settled_withdrawn", "A newer version came", StageSettled("Design", Outcome.WITHDRAWN, None)),
    _refused("twice_approved", "Approved twice", AlreadyDecided("Design", Verdict.APPROVE)),
    _refused("twice_changes", "Changes asked for twice", AlreadyDecided("Design", Verdict.REQUEST_CHANGES)),
    _refused("twice_rejected", "Rejected twice", AlreadyDecided("Design", Verdict.REJECT)),
    _refused("too_early", "The stage has not opened", NotYourTurn("Brand")),
    _refused("own_work", "One's own upload", OwnWork("Design", _SEATS[1:])),
    _refused("gone", "The question is gone", QuestionGone()),
)
