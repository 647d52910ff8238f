"""The form behind /galley away and App Home: who is away, when, who stands in, and for what."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.away.views import ABSENT, BRANDS, CAMPAIGNS, FIRST, HANDS_OVER, LAST, SUBSTITUTE
from bot.away.wishes import Opening, Wish
from bot.slack.inputs import day
from bot.slack.parts import checkboxes, context, many_of, modal, people

NAME = "away.named"

_YES = "yes"


def away_form(opening: Opening) -> View:
    blocks: list[Block] = []
    if opening.is_for_others:
        hint = "Somebody else, if they are gone already. It is kept who wrote it down, and they hear of it."
        blocks.append(people(ABSENT, "Who is away", initial=opening.person_id, hint=hint))
    blocks += [
        day(FIRST, "First day", initial=opening.first),
        day(LAST, "Last day", initial=opening.last or opening.first, hint="Included, where you are."),
        _substitute(opening),
        *_scope(opening),
        checkboxes(HANDS_OVER, "What already waits", [(_hand_over(opening), _YES)], initial=(_YES,)),
        context("They are told once. Deadlines stay as they are, and what you have decided stands."),
    ]
    return modal("While you are away", blocks, callback_id=NAME, subject=opening.person_id, submit="Write down")


def wish(view: Mapping[str, Any], *, by: str) -> Wish:
    """What a submitted `away_form` says."""
    values = view["state"]["values"]
    chosen = {name: field["value"] for name, field in values.items()}
    return Wish(
        absent_id=chosen[ABSENT]["selected_user"] if ABSENT in values else by,
        substitute_id=chosen[SUBSTITUTE]["selected_user"] or None,
        first=date.fromisoformat(chosen[FIRST]["selected_date"]),
        last=date.fromisoformat(chosen[LAST]["selected_date"]),
        campaign_ids=_options(values, CAMPAIGNS),
        brands=_options(values, BRANDS),
        hands_over=bool(_options(values, HANDS_OVER)),
    )


def _substitute(opening: Opening) -> Block:
    hint = "They decide what you would be asked. Empty: nobody does, and the leads see what is left without anybody."
    return people(SUBSTITUTE, "Who stands in", initial=opening.substitute_id, hint=hint, optional=True)


def _scope(opening: Opening) -> list[Block]:
    fields: list[Block] = []
    if opening.campaigns:
        hint = "Empty: all of them, and what belongs to none."
        fields.append(many_of(CAMPAIGNS, "Only for these campaigns", opening.campaigns, hint=hint, optional=True))
    if opening.brands:
        label, names = opening.brands
        choices = [(name, name) for name in names]
        fields.append(many_of(BRANDS, f"Only for: {label}", choices, hint="Empty: all of them.", optional=True))
    return fields


def _hand_over(opening: Opening) -> str:
    if opening.is_for_others or not opening.waiting:
        return "Also hand over what already waits when it begins"
    what = "approval that waits" if opening.waiting == 1 else "approvals that wait"
    return f"Also hand over the {opening.waiting} {what} on me now"


def _options(values: Mapping[str, Any], field: str) -> tuple[str, ...]:
    if field not in values:
        return ()
    return tuple(option["value"] for option in values[field]["value"]["selected_options"] or ())
