"""What advisers read, and what the thread reads of their advice."""

from collections.abc import Sequence

from bot.clicks import ADVISE, asking_about
from bot.slack.parts import (
    Message,
    actions,
    button,
    context,
    escape,
    escape_lines,
    link,
    listed,
    section,
    spoken,
)

_OPINION = (
    "It is your opinion, not your decision: nobody waits for it, and you are not reminded. What you write stands in "
    "the card's thread under your name, for those who decide."
)


def advice_asked(titles: Sequence[str], stage: str, stage_ids: Sequence[str], *, place: str) -> Message:
    said = f":speech_balloon: Your advice on {_pictures(titles)} is welcome, while *{escape(stage)}* decides."
    seen = [link(place, "See it in the review channel")] if place else []
    what = titles[0] if len(titles) == 1 else f"{len(titles)} pictures"
    write = button("Advise", action_id=ADVISE, value=asking_about(stage_ids), label=f"Give advice on {what}")
    return Message(
        spoken(said, _OPINION),
        (section(said), context(" · ".join([_OPINION, *seen])), actions(write, block_id="advise")),
    )


def advice_over(stage: str, *, place: str) -> Message:
    seen = f" · {link(place, 'See the card')}" if place else ""
    said = f":ballot_box_with_check: *{escape(stage)}* needs no advice of yours any more{seen}"
    return Message(spoken(said), (context(said),))


def advice_line(name: str, titles: Sequence[str], stage: str, words: str) -> Message:
    said = (
        f":speech_balloon: *{escape(name)}* advises *{escape(stage)}* on {_pictures(titles)}, without deciding:\n"
        f"{escape_lines(words)}"
    )
    return Message(spoken(said), (section(said),))


def _pictures(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return f"*{escape(titles[0], 120)}*"
    return f"*{len(titles)} pictures* ({listed(titles, most=5)})"
