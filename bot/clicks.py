"""What a button means that more than one step draws: action ids, and the row of buttons that asks for a decision."""

from slack_sdk.models.blocks import ActionsBlock

from bot.slack.parts import actions, button

APPROVE = "approval.approve"
REQUEST_CHANGES = "approval.request_changes"
REJECT = "approval.reject"
MORE = "approval.more"
PUT_OFF = "reminders.snooze"  # its value is a batch id
MUTE = "choices.mute"  # the same
CHOOSE = "choices.open"
AWAY = "away.open"
END_AWAY = "away.end"  # its value is an absence's id

SNOOZE, WHY = "snooze", "why"  # what the overflow offers; its values are `verb/batch id`


def decide(stage_id: str, title: str) -> ActionsBlock:
    """The three answers to one stage of one picture. `title` is read aloud with each."""
    return actions(
        button("Approve", action_id=APPROVE, value=stage_id, style="primary", label=f"Approve {title}"),
        button("Request changes", action_id=REQUEST_CHANGES, value=stage_id, label=f"Request changes to {title}"),
        button("Reject", action_id=REJECT, value=stage_id, style="danger", label=f"Reject {title}"),
        block_id=f"decide/{stage_id}",
    )
