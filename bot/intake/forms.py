"""Forms of the intake: a picture handed in with /galley submit, and the attributes that are missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.fields import Written, input_for, read_form
from bot.intake.drop import Drop, dropped_files
from bot.policy import Policy
from bot.slack.actor import Actor
from bot.slack.parts import context, escape, file_input, modal, section, select, text
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
    blocks += [input_for(name, policy, optional=True) for name in policy.attributes if name != "title"]
    return modal("Submit a picture", blocks, callback_id=SUBMIT, subject=channel, submit="Send to review")


def written(view: Mapping[str, Any], policy: Policy) -> Written:
    """In either form."""
    return read_form(view["state"]["values"], policy)


def submitted(view: Mapping[str, Any], given: Written, *, by: Actor) -> Drop:
    values = view["state"]["values"]
    campaign = values.get("campaign", {}).get("value", {}).get("selected_option")
    return Drop(
        team_id=by.team_id,
        channel_id=view["private_metadata"],
        person_id=by.person_id,
        files=dropped_files(values["files"]["value"]["files"]),
        origin=Origin.FORM,
        campaign_id=campaign["value"] if campaign else None,
        attributes=_filled(given, values),
    )


def details_form(asset: Asset, policy: Policy) -> View:
    """Only what is missing."""
    missing = asset.missing(policy.needed(asset.type))
    blocks: list[Block] = [section(f"*{escape(asset.title)}* can go to review once this is known.")]
    blocks += [input_for(name, policy, optional=False) for name in missing]
    if not missing:
        blocks.append(context("Nothing is missing any more."))
    submit = "Save" if missing else None
    return modal("What is missing", blocks, callback_id=FILL, subject=asset.id, submit=submit, close="Close")


def _filled(given: Written, values: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody wrote; of the title also where galley.yml declares none."""
    title = (values["title"]["value"].get("value") or "").strip()
    return {**({"title": title} if title else {}), **{name: one for name, one in given.values.items() if one}}
