"""What a button means that more than one step draws: action ids, and the row of buttons that asks for a decision."""

from collections.abc import Iterable

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.slack.parts import actions, button

APPROVE = "approval.approve"
REQUEST_CHANGES = "approval.request_changes"
REJECT = "approval.reject"
ADVISE = "approval.advise"  # its value is as that of the three above
OPEN = "approval.open"  # with a number behind it; its value is as that of the three above
MORE = "approval.more"
PUT_OFF = "reminders.snooze"  # its value is a batch id
MUTE = "choices.mute"  # the same
CHOOSE = "choices.open"
AWAY = "away.open"
END_AWAY = "away.end"  # its value is an absence's id

# what the overflow offers; its values are `verb/batch id`
SNOOZE, WHY, TAKE_BACK, WISH = "snooze", "why", "take_back", "wish"
CORRECT = "correct"  # the same
COMPARE = "compare"  # the same, as `compare/asset id/number of the newer version`
BESIDE = "beside"  # `beside/version id/version id of the look-alike`


LONGEST = 2_000  # letters behind a button


def asking_about(stage_ids: Iterable[str]) -> str:
    """What a button about several stages carries: `VERSION-001.002,...`. As many as there is room for."""
    together: dict[str, list[str]] = {}
    for stage_id in stage_ids:
        version, _, place = stage_id.rpartition("-")
        together.setdefault(version, []).append(place)
    written = ""
    for version, places in together.items():
        longer = f"{written},{version}-{'.'.join(places)}".removeprefix(",")
        if len(longer) > LONGEST:
            break
        written = longer
    return written


def asked_about(value: str) -> list[str]:
    """The ids of the stages in it."""
    parts = (part.rpartition("-") for part in value.split(",") if part)
    return [f"{version}{dash}{place}" for version, dash, places in parts for place in places.split(".")]


def open_stages(name: str, stage_ids: Iterable[str], what: str, *, number: int = 1) -> ButtonElement:
    """Open this stage by hand, for some pictures. `what` is read aloud."""
    value = asking_about(stage_ids)
    return button(f"Open {name}", action_id=f"{OPEN}.{number}", value=value, label=f"Open {name} for {what}")


def decide(stage_id: str, title: str) -> ActionsBlock:
    """The three answers to one stage of one picture. `title` is read aloud with each."""
    return actions(
        button("Approve", action_id=APPROVE, value=stage_id, style="primary", label=f"Approve {title}"),
        button("Request changes", action_id=REQUEST_CHANGES, value=stage_id, label=f"Request changes to {title}"),
        button("Reject", action_id=REJECT, value=stage_id, style="danger", label=f"Reject {title}"),
        block_id=f"decide/{stage_id}",
    )
