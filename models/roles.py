"""Who may do what: one table. Everything that people can set off is one of these deeds (bot/doors.py says which)."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from models.refusal import Refusal


class Role(StrEnum):
    """What somebody is to Galley. One person may be several of these; `roles:` in galley.yml names them."""

    ADMIN = "admin"
    LEAD = "lead"
    APPROVER = "approver"  # named in a stage
    SUBMITTER = "submitter"  # everybody of the workspace, unless galley.yml names some
    VIEWER = "viewer"
    GUEST = "guest"  # a guest of the Slack workspace, or somebody whom nobody knows yet


class Deed(StrEnum):
    LOOK = "look"  # at what concerns oneself, and ask for help
    SEE_OTHERS = "see_others"  # pictures that one neither brought nor is asked about
    SEE_POLICY = "see_policy"  # who decides about what, by which rules
    SUBMIT = "submit"
    MEND = "mend"  # one's own picture: a newer version, a repair, what is missing
    MEND_OTHERS = "mend_others"
    DECIDE = "decide"
    SNOOZE = "snooze"  # one's own reminders; and choose what one is told, how and when
    GO_AWAY = "go_away"  # oneself, with somebody standing in
    SEND_AWAY = "send_away"  # write down that somebody else is away
    REPORT = "report"  # see how others stand: where nobody will be there, what rang them, how often they decided
    FINISH = "finish"  # say that one has done what a yes asked of one's own picture
    FINISH_OTHERS = "finish_others"
    OPEN_STAGE = "open_stage"  # one that opens by hand
    LINK_TASK = "link_task"  # one's own picture
    LINK_OTHERS_TASK = "link_others_task"
    LINK_CAMPAIGN = "link_campaign"
    TEND_JOBS = "tend_jobs"  # what was set aside: try it again, or let it be


EVERYBODY = frozenset(Role)
MEMBERS = EVERYBODY - {Role.GUEST}
STAFF = frozenset({Role.ADMIN, Role.LEAD, Role.APPROVER})
CREW = STAFF | {Role.SUBMITTER}

MAY: Mapping[Deed, frozenset[Role]] = {
    Deed.LOOK: EVERYBODY,
    Deed.SEE_OTHERS: MEMBERS,
    Deed.SEE_POLICY: MEMBERS,
    Deed.SUBMIT: CREW | {Role.GUEST},
    Deed.MEND: CREW | {Role.GUEST},
    Deed.MEND_OTHERS: CREW,
    Deed.DECIDE: EVERYBODY,  # who has a seat in that stage, whatever else they are: models/approval.py
    Deed.SNOOZE: EVERYBODY,
    Deed.GO_AWAY: EVERYBODY,  # models/absence.py: nobody stands in for a guest
    Deed.SEND_AWAY: frozenset({Role.ADMIN, Role.LEAD}),
    Deed.REPORT: frozenset({Role.ADMIN, Role.LEAD}),
    Deed.FINISH: CREW | {Role.GUEST},
    Deed.FINISH_OTHERS: frozenset({Role.ADMIN, Role.LEAD}),
    Deed.OPEN_STAGE: frozenset({Role.ADMIN, Role.LEAD}),  # and whoever may ask again: models/review
    Deed.LINK_TASK: CREW,
    Deed.LINK_OTHERS_TASK: STAFF,
    Deed.LINK_CAMPAIGN: frozenset({Role.ADMIN, Role.LEAD}),
    Deed.TEND_JOBS: frozenset({Role.ADMIN}),
}


class NotAllowed(Refusal):
    """`sentence` is for the person, and says who may."""

    def __init__(self, deed: Deed, sentence: str) -> None:
        self.deed = deed
        super().__init__(sentence)


def may(roles: Collection[Role], deed: Deed) -> bool:
    return not MAY[deed].isdisjoint(roles)


def mending(owner_id: str, person_id: str) -> Deed:
    return Deed.MEND if owner_id == person_id else Deed.MEND_OTHERS


def finishing(owner_id: str, person_id: str) -> Deed:
    return Deed.FINISH if owner_id == person_id else Deed.FINISH_OTHERS


def linking(owner_id: str, person_id: str) -> Deed:
    return Deed.LINK_TASK if owner_id == person_id else Deed.LINK_OTHERS_TASK
