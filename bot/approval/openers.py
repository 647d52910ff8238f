"""What whoever leads reads of a stage that waits for their hand."""

from collections.abc import Sequence

from bot.clicks import open_stages
from bot.slack.parts import Message, actions, context, escape, link, listed, section, spoken

_NEXT = "Its people are asked once you open it; nothing happens by itself before. On its card you can open it as well."


def waits_for_you(titles: Sequence[str], stage: str, stage_ids: Sequence[str], *, place: str) -> Message:
    is_one = len(titles) == 1
    what = f"*{escape(titles[0], 120)}*" if is_one else f"*{len(titles)} pictures* ({listed(titles, most=5)})"
    said = f":raised_hand: {what} {'waits' if is_one else 'wait'} for you to open *{escape(stage)}*."
    seen = [link(place, "See the card")] if place else []
    spoken_of = titles[0] if is_one else f"{len(titles)} pictures"
    button = open_stages(stage, stage_ids, spoken_of)
    return Message(
        spoken(said, _NEXT), (section(said), context(" · ".join([_NEXT, *seen])), actions(button, block_id="open"))
    )


def opened_by_now(stage: str, *, place: str) -> Message:
    seen = f" · {link(place, 'See the card')}" if place else ""
    said = f":ballot_box_with_check: *{escape(stage)}* does not wait for your hand any more{seen}"
    return Message(spoken(said), (context(said),))
