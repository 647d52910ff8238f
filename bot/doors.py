"""Every door that people can open, and the deed behind it. tests/bot/test_doors.py finds doors that stand here nowhere.

Nothing is decided here: the flows ask bot/roles.py, however somebody came in.
"""

from collections.abc import Mapping

from models.roles import Deed

COMMANDS: Mapping[str, Deed] = {
    "submit": Deed.SUBMIT,
    "status": Deed.LOOK,
    "why": Deed.LOOK,
    "policy": Deed.SEE_POLICY,
    "find": Deed.LOOK,
    "mine": Deed.LOOK,
    "snooze": Deed.SNOOZE,
    "mute": Deed.SNOOZE,
    "notices": Deed.SNOOZE,
    "away": Deed.GO_AWAY,
    "tasks": Deed.LOOK,
    "campaign": Deed.LINK_CAMPAIGN,
    "task": Deed.LINK_TASK,
    "report": Deed.LOOK,  # of others only with REPORT
    "help": Deed.LOOK,
    "withdraw": Deed.LOOK,
    "reopen": Deed.DECIDE,
}

ACTIONS: Mapping[str, Deed] = {
    "approval.approve": Deed.DECIDE,
    "approval.request_changes": Deed.DECIDE,
    "approval.reject": Deed.DECIDE,
    "approval.one_by_one": Deed.DECIDE,
    "approval.advise": Deed.DECIDE,  # of its advisers alone, and it decides nothing: models/review
    "approval.more": Deed.SNOOZE,
    "approval.finish.1": Deed.FINISH,
    "approval.open.1": Deed.OPEN_STAGE,
    "reminders.snooze": Deed.SNOOZE,
    "intake.repair": Deed.MEND_OTHERS,
    "intake.join": Deed.MEND_OTHERS,
    "intake.tell_apart": Deed.MEND_OTHERS,
    "intake.details": Deed.MEND_OTHERS,
    "intake.details.0": Deed.MEND_OTHERS,
    "intake.which.1": Deed.MEND_OTHERS,
    "noise.next": Deed.LOOK,
    "remarks.approve": Deed.DECIDE,
    "remarks.request_changes": Deed.DECIDE,
    "remarks.reject": Deed.DECIDE,
    "remarks.no_decision": Deed.DECIDE,
    "remarks.advise": Deed.DECIDE,  # of advisers alone, and it decides nothing: models/review
    "remarks.no_advice": Deed.DECIDE,
    "reports.complete": Deed.REPORT,
    "requests.next": Deed.LOOK,
    "search.next": Deed.LOOK,
    "home.more_waiting": Deed.LOOK,
    "home.more_mine": Deed.LOOK,
    "home.first_page": Deed.LOOK,
    "home.retry": Deed.TEND_JOBS,
    "home.drop": Deed.TEND_JOBS,
    "choices.open": Deed.SNOOZE,
    "choices.mute": Deed.SNOOZE,
    "away.open": Deed.GO_AWAY,
    "away.end": Deed.SEND_AWAY,
}

VIEWS: Mapping[str, Deed] = {
    "approval.reason_reject": Deed.DECIDE,
    "approval.reason_changes": Deed.DECIDE,
    "approval.each": Deed.DECIDE,
    "approval.advice": Deed.DECIDE,
    "approval.reason_wish": Deed.DECIDE,
    "intake.submitted": Deed.SUBMIT,
    "intake.filled": Deed.MEND_OTHERS,
    "intake.picked": Deed.MEND_OTHERS,
    "intake.corrected": Deed.MEND_OTHERS,
    "choices.chosen": Deed.SNOOZE,
    "away.named": Deed.SEND_AWAY,
}

SHORTCUTS: Mapping[str, Deed] = {
    "intake.send_to_review": Deed.SUBMIT,
    "intake.submit_form": Deed.SUBMIT,
    "intake.wrong_tag": Deed.MEND_OTHERS,
}

OPTIONS: Mapping[str, Deed] = {
    "fields.words": Deed.LOOK,  # words of galley.yml
}

EVENTS: Mapping[str, Deed] = {
    "message": Deed.SUBMIT,
    "file_shared": Deed.SUBMIT,
    "app_mention": Deed.LOOK,
    "app_home_opened": Deed.LOOK,
    "member_joined_channel": Deed.LOOK,
    "channel_unarchive": Deed.LOOK,
    "app_uninstalled": Deed.LOOK,  # Slack's own word, of nobody's doing here
    "tokens_revoked": Deed.LOOK,
    "subteam_created": Deed.LOOK,  # who is asked: whoever administers Slack decides who is in a group
    "subteam_updated": Deed.LOOK,
    "subteam_members_changed": Deed.LOOK,
}

FLOWS: Mapping[str, Deed] = {
    "Advising.questions": Deed.DECIDE,
    "Advising.advise": Deed.DECIDE,
    "Approvals.count": Deed.DECIDE,
    "Approvals.decide": Deed.DECIDE,
    "Approvals.questions": Deed.DECIDE,
    "Away.open": Deed.GO_AWAY,
    "Away.name": Deed.SEND_AWAY,  # others; oneself, everybody
    "Away.end": Deed.SEND_AWAY,
    "ByHand.open": Deed.OPEN_STAGE,  # and whoever may ask again: models/review
    "Campaigns.link": Deed.LINK_CAMPAIGN,
    "Campaigns.unlink": Deed.LINK_CAMPAIGN,
    "Campaigns.show": Deed.LOOK,
    "Comparisons.ask": Deed.SEE_OTHERS,
    "Comparisons.lay_beside": Deed.SEE_OTHERS,
    "Choosing.open": Deed.SNOOZE,
    "Choosing.choose": Deed.SNOOZE,
    "Choosing.mute": Deed.SNOOZE,
    "Choosing.mute_batch": Deed.SNOOZE,
    "Choosing.unmute": Deed.SNOOZE,
    "Completeness.read": Deed.REPORT,
    "Completeness.next": Deed.REPORT,
    "Correcting.form": Deed.MEND_OTHERS,
    "Correcting.of_batch": Deed.MEND_OTHERS,
    "Correcting.of_message": Deed.MEND_OTHERS,
    "Correcting.correct": Deed.MEND_OTHERS,
    "Desk.take": Deed.SUBMIT,
    "Desk.expect": Deed.SUBMIT,
    "Desk.send": Deed.SUBMIT,
    "Desk.submit_form": Deed.SUBMIT,
    "Desk.submit": Deed.SUBMIT,
    "Desk.details_form": Deed.MEND_OTHERS,
    "Desk.fill": Deed.MEND_OTHERS,
    "Desk.repair": Deed.MEND_OTHERS,
    "Joining.join": Deed.MEND_OTHERS,  # of both pictures
    "Joining.tell_apart": Deed.MEND_OTHERS,
    "Desk.assign": Deed.MEND_OTHERS,
    "Finishing.finish": Deed.FINISH_OTHERS,  # of one's own picture, FINISH
    "Home.opened": Deed.LOOK,
    "Home.turn": Deed.LOOK,
    "Home.retry": Deed.TEND_JOBS,
    "Home.drop": Deed.TEND_JOBS,
    "Intake.receive": Deed.SUBMIT,
    "Intake.catch_up": Deed.SUBMIT,
    "NoiseReport.read": Deed.LOOK,
    "Presence.met": Deed.LOOK,
    "Presence.called": Deed.LOOK,
    "Remarks.hear": Deed.LOOK,
    "Remarks.advise": Deed.DECIDE,
    "Remarks.approve": Deed.DECIDE,
    "Remarks.form": Deed.DECIDE,
    "Remarks.set_aside": Deed.DECIDE,
    "Reminders.snooze": Deed.SNOOZE,
    "Reports.absences": Deed.REPORT,
    "Requests.answer": Deed.LOOK,  # its commands ask for themselves
    "Requests.next_page": Deed.LOOK,
    "Requests.more": Deed.SNOOZE,
    "Rulebook.read": Deed.SEE_POLICY,
    "Search.find": Deed.LOOK,
    "SecondThoughts.take_back": Deed.DECIDE,
    "SecondThoughts.withdraw": Deed.LOOK,  # one's own question alone: models/review
    "SecondThoughts.reopen": Deed.DECIDE,
    "SecondThoughts.questions": Deed.DECIDE,
    "Tasks.link": Deed.LINK_OTHERS_TASK,
}
