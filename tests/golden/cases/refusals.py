"""Why a click did not count, each in one private sentence."""

from bot.approval.asked import QuestionGone
from bot.approval.refusals import note
from models.refusal import Refusal
from models.review.refusals import (
    AlreadyDecided,
    Excluded,
    NotAsked,
    NothingToFinish,
    NotOpen,
    NotWaiting,
    NotYours,
    OnlyAdvises,
    OtherVersion,
    OwnWork,
    Settled,
    StaysAsked,
    StaysSettled,
)
from tests.cast import BRAND, DESIGNERS, LEAD, PEOPLE, UPLOADER
from tests.golden.golden import Golden

_SEATS = tuple(one.slack_id for one in DESIGNERS)
_LEAD = (LEAD.slack_id,)
_CROWD = tuple(f"U0{number:03}" for number in range(1, 31))


def _refused(name: str, title: str, refusal: Refusal, *, to: str = _SEATS[0]) -> Golden:
    return Golden(name=f"refusal/{name}", title=title, shown=note(refusal, PEOPLE, to=to))


GOLDENS = (
    _refused(
        "stranger",
        "Not one of the approvers",
        NotAsked(stage="Design", by=BRAND.slack_id, can_help=_SEATS),
        to=BRAND.slack_id,
    ),
    _refused("stranger_of_one", "Not the one approver", NotAsked(stage="Brand", can_help=(BRAND.slack_id,))),
    _refused("stranger_of_many", "Not one of the crowd", NotAsked(stage="Design", can_help=_CROWD)),
    _refused("settled", "Already settled", Settled(stage="Design", by=_SEATS[0], can_help=_LEAD), to=_SEATS[1]),
    _refused(
        "settled_for",
        "Settled by a substitute",
        Settled(stage="Design", by=_SEATS[0], seat=_SEATS[1], can_help=_LEAD),
        to=_SEATS[2],
    ),
    _refused(
        "settled_for_the_lead",
        "Already settled, read by the lead",
        Settled(stage="Design", by=_SEATS[0], can_help=_LEAD),
        to=LEAD.slack_id,
    ),
    _refused("settled_by_time", "Ended by itself", Settled(stage="Design", can_help=_LEAD)),
    _refused("other_version", "A newer version came", OtherVersion(stage="Design", can_help=(UPLOADER.slack_id,))),
    _refused("twice", "The same once more", AlreadyDecided(stage="Design", by=_SEATS[0], can_help=_LEAD)),
    _refused(
        "twice_for",
        "The substitute was first",
        AlreadyDecided(stage="Design", by=_SEATS[0], seat=_SEATS[1], can_help=_LEAD),
        to=_SEATS[1],
    ),
    _refused("too_early", "The stage has not opened", NotOpen(stage="Brand", can_help=_LEAD)),
    _refused("own_work", "One's own upload", OwnWork(stage="Design", by=_SEATS[0], can_help=_SEATS[1:])),
    _refused("excluded", "Denied by the policy", Excluded(stage="Design", by=_SEATS[0], can_help=_LEAD)),
    _refused("adviser", "An adviser", OnlyAdvises(stage="Design", by=_SEATS[0], can_help=_SEATS[1:])),
    _refused("done_already", "Done already", NothingToFinish(stage="Design", can_help=_LEAD)),
    _refused("opened_already", "Opened already", NotWaiting(stage="Legal", can_help=_LEAD)),
    _refused("not_yours", "Not for them to open", NotYours(by=BRAND.slack_id, can_help=_LEAD), to=BRAND.slack_id),
    _refused(
        "stays_settled", "Nobody may ask again", StaysSettled(by=LEAD.slack_id, can_help=_LEAD), to=BRAND.slack_id
    ),
    _refused(
        "stays_asked", "Nobody may take it back", StaysAsked(by=BRAND.slack_id, can_help=_LEAD), to=BRAND.slack_id
    ),
    _refused("gone", "The question is gone", QuestionGone()),
)
