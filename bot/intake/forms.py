"""Forms of the intake: a picture handed in with /galley submit, and the attributes that are missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.intake.drop import Drop, dropped_files
from bot.policy import AttributePolicy, Policy
from bot.slack.actor import Actor
from bot.slack.parts import context, escape, file_input, many_of, modal, section, select, text
from models.asset import Asset
from models.batch import Origin

SUBMIT = "intake.submitted"
FILL = "intake.filled"

_KINDS = ("jpg", "jpeg", "png", "webp", "avif", "tif", "tiff", "gif", "bmp")


def submit_form(policy: Policy, campaigns: Sequence[tuple[str, str]], *, channel: str) -> View:
    """`campaigns` are (title, id). Several files share the answers, and take their titles from their names."""
    blocks: list[Block] = [
        file_input("files", "Pictures", kinds=_KINDS, hint="Up to 10. Several become one review."),
        text("title", "Title", optional=True, longest=120, hint="Empty: taken from the file name."),
    ]
    if campaigns:
        initial = campaigns[0][1] if len(campaigns) == 1 else None
        blocks.append(select("campaign", "Campaign", campaigns, initial=initial, optional=True))
    blocks += [_field(name, one, optional=True) for name, one in policy.attributes.items() if name != "title"]
    return modal("Submit a picture", blocks, callback_id=SUBMIT, subject=channel, submit="Send to review")


def submitted(view: Mapping[str, Any], policy: Policy, *, by: Actor) -> Drop:
    values = view["state"]["values"]
    campaign = values.get("campaign", {}).get("value", {}).get("selected_option")
    return Drop(
        team_id=by.team_id,
        channel_id=view["private_metadata"],
        person_id=by.person_id,
        files=dropped_files(values["files"]["value"]["files"]),
        origin=Origin.FORM,
        campaign_id=campaign["value"] if campaign else None,
        attributes=_attributes(values, policy),
    )


def details_form(asset: Asset, policy: Policy) -> View:
    """Only what is missing."""
    missing = asset.missing(policy.required)
    blocks: list[Block] = [section(f"*{escape(asset.title)}* can go to review once this is known.")]
    blocks += [_field(name, policy.attributes[name], optional=False) for name in missing]
    if not missing:
        blocks.append(context("Nothing is missing any more."))
    submit = "Save" if missing else None
    return modal("What is missing", blocks, callback_id=FILL, subject=asset.id, submit=submit, close="Close")


def filled(view: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    return _attributes(view["state"]["values"], policy)


def _field(name: str, one: AttributePolicy, *, optional: bool) -> Block:
    choices = [(option, option) for option in one.options]
    if choices and one.many:
        return many_of(name, one.label, choices, hint=one.hint, optional=optional)
    if choices:
        return select(name, one.label, choices, hint=one.hint, optional=optional)
    return text(name, one.label, longest=1_000, hint=one.hint, optional=optional)


def _attributes(values: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    given = {name: _value(values[name]["value"], one) for name, one in policy.attributes.items() if name in values}
    return {name: value for name, value in given.items() if value}


def _value(state: Mapping[str, Any], one: AttributePolicy) -> str | list[str]:
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"]]
    if "selected_option" in state:
        return str((state["selected_option"] or {}).get("value", ""))
    written = (state.get("value") or "").strip()
    return [word.strip() for word in written.split(",") if word.strip()] if one.many else written
