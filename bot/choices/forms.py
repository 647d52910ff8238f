"""The form behind /galley notices and App Home: what one is told, how and when."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.choices.flow import Chosen
from bot.slack.inputs import time_of_day
from bot.slack.parts import checkboxes, context, escape, many_of, modal, radio
from models.calendar import QuietHours
from models.choices import ActNow, Choices, ForInformation

CHOOSE = "choices.chosen"
ACT_NOW, FOR_INFORMATION, DIGEST_AT, QUIET_FROM, QUIET_UNTIL, DAYS, MUTED = (
    "act_now", "for_information", "digest_at", "quiet_from", "quiet_until", "days", "muted",
)  # fmt: skip

_ACT_NOW = (("A message as it comes", ActNow.MESSAGE), ("In one digest a day", ActNow.DIGEST))
_FOR_INFORMATION = (
    ("A message when it is settled", ForInformation.MESSAGE),
    ("In one digest a day", ForInformation.DIGEST),
    ("Only in its thread", ForInformation.THREAD),
)
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = tuple((name, str(number)) for number, name in enumerate(_WEEK))


def choices_form(chosen: Chosen) -> View:
    choices, hours = chosen.choices, chosen.hours
    days = [str(day) for day in sorted(hours.days)]
    blocks: list[Block] = [
        radio(ACT_NOW, "What waits for you: questions and reminders", _ACT_NOW, initial=choices.act_now),
        radio(
            FOR_INFORMATION,
            "What became of your pictures",
            _FOR_INFORMATION,
            initial=choices.for_information,
            hint="What was rejected or should change needs you, so it comes as a question does.",
        ),
        time_of_day(DIGEST_AT, "Your digest comes at", initial=choices.digest_at, hint="Never an empty one."),
        time_of_day(QUIET_FROM, "No messages from", initial=hours.start),
        time_of_day(QUIET_UNTIL, "No messages until", initial=hours.end, hint="The same time twice: at any hour."),
        checkboxes(DAYS, "On these days", _DAYS, initial=days, optional=False),
        *_muted(chosen.muted),
        context(f"Your time zone is {escape(chosen.zone)}, from your Slack profile. {_ALWAYS}"),
    ]
    return modal("What you are told", blocks, callback_id=CHOOSE, submit="Save")


_ALWAYS = "Deadlines never move. Escalations and what Galley's admins must know always come as messages."


def choices(view: Mapping[str, Any], team: QuietHours) -> Choices:
    """What a submitted `choices_form` says. What is as the team has it follows the team from then on."""
    fields = {name: field["value"] for name, field in view["state"]["values"].items()}
    quiet = (_time(fields[QUIET_FROM]), _time(fields[QUIET_UNTIL]))
    days = frozenset(int(option["value"]) for option in fields[DAYS]["selected_options"])
    return Choices(
        act_now=ActNow(fields[ACT_NOW]["selected_option"]["value"]),
        for_information=ForInformation(fields[FOR_INFORMATION]["selected_option"]["value"]),
        digest_at=_time(fields[DIGEST_AT]),
        quiet=None if quiet == (team.start, team.end) else quiet,
        days=None if days == team.days else days,
    )


def refused(wish: Choices, team: QuietHours) -> dict[str, str]:
    """By field, what stands against it."""
    hours = wish.hours(team)
    if wish.wants_digest and hours.free_at(wish.digest_at) != wish.digest_at:
        return {DIGEST_AT: f"You want no messages then. Please choose a time after {hours.end:%H:%M}."}
    return {}


def muted(view: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The pictures that stay muted; None where the form showed none."""
    field = view["state"]["values"].get(MUTED)
    return None if field is None else tuple(option["value"] for option in field["value"]["selected_options"] or ())


def _muted(pictures: Sequence[tuple[str, str]]) -> Sequence[Block]:
    if not pictures:
        return ()
    initial = [asset_id for _, asset_id in pictures]
    hint = "Take away what you want to hear of again."
    return [many_of(MUTED, "No messages about", pictures, initial=initial, hint=hint, optional=True)]


def _time(field: Mapping[str, Any]) -> time:
    return time.fromisoformat(field["selected_time"])
