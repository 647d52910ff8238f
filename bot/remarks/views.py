"""The private question about words that sound like a verdict, seen by nobody but whoever wrote them."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.remarks.offer import Offer
from bot.slack.parts import Block, Message, actions, button, context, escape, section, spoken
from models.remark import Shown
from models.verdict_words import Sound

APPROVE = "remarks.approve"
REQUEST_CHANGES = "remarks.request_changes"
REJECT = "remarks.reject"
NO_DECISION = "remarks.no_decision"

_HEARD = {Sound.YES: "a yes", Sound.WISH: "a wish for changes", Sound.NO: "a no"}
_ASKED = {
    Sound.YES: "Record it as your approval of {what}?",
    Sound.WISH: "Ask for changes to {what}?",
    Sound.NO: "Ask for changes to {what}, or reject {them}?",
}
_ONLY_YOU = "Only you see this. What is written in a thread counts for nothing until you record it."
_FORM = "Only you see this. Nothing counts before you have sent the form, which begins with your words."


def offer(heard: Offer, pictures: Sequence[Shown], *, of: int, post_id: str) -> Message:
    """`pictures` still wait for them; `of`: how many the card shows."""
    if not heard.is_clear:
        return _unclear(heard, of=of, post_id=post_id)
    what, them = _what(pictures, of), "it" if len(pictures) == 1 else "them"
    said = (
        f":speech_balloon: That sounds like {_HEARD[heard.sound]}. {_ASKED[heard.sound].format(what=what, them=them)}"
    )
    note = _ONLY_YOU if heard.sound is Sound.YES else _FORM
    lines = _listed(pictures) if len(pictures) > 1 else []
    buttons = [*_answers(heard.sound, _aloud(pictures), post_id), _no_decision(post_id)]
    blocks: list[Block] = [section("\n".join([said, *lines])), context(note), actions(*buttons, block_id="remark")]
    return Message(spoken(said, *lines, note), tuple(blocks))


def set_aside() -> Message:
    said = (
        ":ok_hand: Nothing was recorded, and I will not ask about your words again before the next stage or version. "
        "The card's buttons count as ever."
    )
    return Message(spoken(said), (context(said),))


def _unclear(heard: Offer, *, of: int, post_id: str) -> Message:
    said = (
        f":speech_balloon: That sounds like {_HEARD[heard.sound]}, but I cannot tell for which of these {of} pictures, "
        "so nothing was recorded."
        if of > 1
        else f":speech_balloon: That sounds like {_HEARD[heard.sound]}, but it names another picture than this one, "
        "so nothing was recorded."
    )
    note = "Only you see this. The buttons on the card record your decision" + (
        "; *One by one* asks for each picture." if of > 1 else "."
    )
    blocks = (section(said), context(note), actions(_no_decision(post_id), block_id="remark"))
    return Message(spoken(said, note), blocks)


def _what(pictures: Sequence[Shown], of: int) -> str:
    if len(pictures) == 1:
        one = pictures[0]
        return f"*{escape(one.title)}*, version {one.version}, in {escape(one.stage)}"
    if len(pictures) == of:
        return f"*all {of} pictures*"
    return f"*{len(pictures)} of these {of} pictures*"


def _listed(pictures: Sequence[Shown]) -> list[str]:
    """Which they are, numbered as on the contact sheet; a card has room for twenty."""
    return [f"{one.number}. {escape(one.title, 80)}, version {one.version}" for one in pictures]


def _aloud(pictures: Sequence[Shown]) -> str:
    return pictures[0].title if len(pictures) == 1 else f"{len(pictures)} pictures"


def _answers(sound: Sound, what: str, post_id: str) -> list[ButtonElement]:
    approve = button(
        "Record approval", action_id=APPROVE, value=post_id, style="primary", label=f"Record your approval of {what}"
    )
    change = button(
        "Request changes …", action_id=REQUEST_CHANGES, value=post_id, label=f"Request changes to {what}, in a form"
    )
    reject = button("Reject …", action_id=REJECT, value=post_id, style="danger", label=f"Reject {what}, in a form")
    return {Sound.YES: [approve], Sound.WISH: [change], Sound.NO: [change, reject]}[sound]


def _no_decision(post_id: str) -> ButtonElement:
    return button("Not a decision", action_id=NO_DECISION, value=post_id, label="These words are not a decision")
