"""Forms of the intake: a picture handed in with /galley submit, and the attributes that are missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.fields import Written, input_for, read_form
from bot.intake.drop import Drop, dropped_files
from bot.policy import Policy
from bot.slack.actor import Actor
from bot.slack.inputs import SELECT_OPTIONS
from bot.slack.parts import clip, escape, file_input, modal, section, select, text
from models.asset import Asset, AssetState
from models.attributes.completing import Gap, Sheet
from models.attributes.former import is_former, todays
from models.attributes.reading import LONGEST_TEXT, Value
from models.attributes.rules import texts
from models.attributes.sources import in_words
from models.batch import Origin

SUBMIT = "intake.submitted"
FILL = "intake.filled"
CORRECT = "intake.corrected"
WHICH = "intake.picked"

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


def details_form(sheets: Sequence[Sheet], policy: Policy) -> View:
    """Only what is missing, contradicted, suggested or in former words; of several pictures what they need, the same
    for all of them.
    """
    names = [name for name in policy.attributes if any(_asks(sheet, name, sheets) for sheet in sheets)]
    blocks: list[Block] = [section(_about(sheets, any_left=bool(names)))]
    blocks += [_field(name, [sheet.open[name] for sheet in sheets if name in sheet.open], policy) for name in names]
    subject, submit = ",".join(sheet.asset_id for sheet in sheets), "Save" if names else None
    return modal("What is missing", blocks, callback_id=FILL, subject=subject, submit=submit, close="Close")


def which_form(assets: Sequence[Asset]) -> View:
    choices = [(f"{asset.position}. {asset.title or 'Untitled'}", asset.id) for asset in assets[:SELECT_OPTIONS]]
    field = select("picture", "Picture", choices, placeholder="Which one has a wrong tag?")
    return modal("Wrong tag", [field], callback_id=WHICH, submit="Next")


def picked(view: Mapping[str, Any]) -> str:
    """The id of a picture."""
    return str(view["state"]["values"]["picture"]["value"]["selected_option"]["value"])


def correct_form(asset: Asset, policy: Policy) -> View:
    """Everything that such a picture has, as it stands."""
    known = (_known(asset, name, policy) for name in policy.attributes_of(asset.type))
    fields = [_field(gap.attribute, [gap], policy) for gap in known if len(_line(gap.offer)) <= LONGEST_TEXT]
    if not fields:
        about = section("galley.yml declares no attributes, so there is nothing to correct.")
        return modal("Wrong tag", [about], callback_id=CORRECT, subject=asset.id, close="Close")
    where = ", and goes to the library" if asset.state is AssetState.PUBLISHED else ""
    about = section(f"*{escape(asset.title, 120)}* as it stands. What you change stands in its history{where}.")
    return modal("Wrong tag", [about, *fields], callback_id=CORRECT, subject=asset.id, submit="Save")


def as_shown(asset: Asset, policy: Policy) -> Mapping[str, Value]:
    """What its form says of several values that stand in one line, before anybody has touched it."""
    several = [(name, has) for name, has in asset.attributes.items() if isinstance(has, list)]
    readers = {name: policy.reader(name) for name, _ in several if name in policy.attributes_of(asset.type)}
    free = [(name, has) for name, has in several if name in readers and readers[name].vocabulary is None]
    return {name: readers[name].read(_line(has)) for name, has in free}


def _line(value: Value) -> str:
    return ", ".join(texts(value))


def _known(asset: Asset, name: str, policy: Policy) -> Gap:
    reader, has = policy.reader(name), asset.attributes.get(name, "")
    is_needed = name in policy.needed(asset.type, asset.coming)
    is_old = is_former(reader, has)
    return Gap(
        attribute=name,
        is_needed=is_needed,
        has=has,
        is_former=is_old,
        instead=todays(reader, has) if is_old else "",
    )


def _asks(sheet: Sheet, name: str, sheets: Sequence[Sheet]) -> bool:
    gap = sheet.open.get(name)
    if gap is None or (len(sheets) > 1 and name == "title"):
        return False
    return len(sheets) == 1 or gap.is_needed or gap.is_conflict or gap.is_former


def _about(sheets: Sequence[Sheet], *, any_left: bool) -> str:
    what = f"*{escape(sheets[0].title, 120)}*" if len(sheets) == 1 else f"*{len(sheets)} pictures*"
    if not any_left:
        return f"Nothing is missing any more of {what}."
    if len(sheets) == 1:
        counts = " What is suggested counts once you save." if any(gap.hints for gap in sheets[0].gaps) else ""
        return f"This is still to be known of {what}.{counts}"
    return f"This is still to be known of {what}; what you write counts for each that lacks it."


def _field(name: str, gaps: Sequence[Gap], policy: Policy) -> Block:
    offers = [gap.offer for gap in gaps]
    initial = offers[0] if all(one == offers[0] for one in offers) else ""
    hint = " ".join(part for part in (_hint(gaps, initial), policy.attributes[name].hint) if part)
    is_needed = any(gap.is_needed and not gap.is_later for gap in gaps)
    return input_for(name, policy, initial=initial, optional=not is_needed, hint=hint)


def _hint(gaps: Sequence[Gap], initial: Value) -> str:
    """Where it comes from, in the words that stand below the field."""
    if any(gap.is_former for gap in gaps):
        said = dict.fromkeys(f"“{_words(gap.has)}”" for gap in gaps if gap.is_former)
        return f"Until now {' and '.join(said)}, which it does not take any more."
    hints = [hint for gap in gaps for hint in gap.hints]
    if not hints:
        return ""
    if any(gap.is_conflict for gap in gaps):
        said = dict.fromkeys(f"“{_words(hint.value)}” {in_words(hint.source)}" for hint in hints)
        return f"Please choose; suggested are {' and '.join(said)}."
    if not initial:
        return "Suggested is something else for each picture; fill them in one by one to see it."
    sources = " and ".join(dict.fromkeys(in_words(hint.source) for hint in hints))
    until_now = _words(gaps[0].has) if gaps[0].has and gaps[0].has != initial else ""
    return f"Suggested: {sources}{f'; until now “{until_now}”' if until_now else ''}."


def _words(value: Value) -> str:
    return clip(_line(value), 60)


def _filled(given: Written, values: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody wrote; of the title also where galley.yml declares none."""
    title = (values["title"]["value"].get("value") or "").strip()
    return {**({"title": title} if title else {}), **{name: one for name, one in given.values.items() if one}}
