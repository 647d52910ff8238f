"""Shared Block Kit parts: every view is built from these, so that no limit of Slack's is ever met by surprise.

Strings given to `section`, `context` and `Message` are mrkdwn: whatever a stranger wrote goes through `escape` first.
Limits: https://docs.slack.dev/reference/block-kit/blocks and .../block-elements.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import SlackFile
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.slack.inputs import (
    checkboxes,
    date_time,
    file_input,
    home,
    many_of,
    modal,
    option,
    people,
    radio,
    select,
    text,
)
from bot.slack.text import (
    bold,
    channel_link,
    clip,
    clip_marked,
    code,
    escape,
    escape_lines,
    link,
    listed,
    mention,
    name_of,
    plain,
    spoken,
    visible,
    when,
)

__all__ = [
    "Block", "Message", "actions", "bold", "button", "channel_link", "checkboxes", "clip", "clip_marked", "code",
    "confirm", "context", "date_time", "divider", "escape", "escape_lines", "file_input", "fit", "header", "home",
    "link", "link_button", "listed", "many_of", "mention", "modal", "name_of", "option", "overflow", "paragraphs",
    "people", "picture", "plain", "radio", "section", "select", "spoken", "text", "visible", "when",
]  # fmt: skip

MESSAGE_BLOCKS = 50
HEADER = 150
SECTION = 3_000
FIELD, FIELDS = 2_000, 10
CONTEXT_ELEMENTS = 10
ACTIONS = 25
BUTTON = 75
VALUE = 2_000
OVERFLOW = 5
ALT_TEXT = 2_000
FALLBACK = 4_000
WEIGHT = 12_000  # of all text of a message; about 13,200 is refused (github.com/slackapi/bolt-js/issues/2509)

Style = Literal["primary", "danger"]


@dataclass(frozen=True)
class Message:
    """What one message shows. `text` is for notifications and screen readers, and never empty. `pictures`: the assets
    that it is about, where whoever made it says so.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    basis: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    pictures: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a message without a text is silent in notifications and for screen readers")
        object.__setattr__(self, "text", clip_marked(self.text, FALLBACK))
        object.__setattr__(self, "blocks", tuple(fit(self.blocks)))

    @property
    def digest(self) -> str:
        """Names what is shown, so that an edit that changes nothing is not sent."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "blocks": [block.to_dict() for block in self.blocks]}

    def resting_on(self, basis: Mapping[str, Any]) -> Self:
        """The same, with a note of what it was made from; nothing of that is sent."""
        noted = copy(self)
        object.__setattr__(noted, "basis", basis)
        return noted

    def telling_of(self, asset_ids: Iterable[str]) -> Self:
        """The same, with a note of the pictures that it is about."""
        noted = copy(self)
        object.__setattr__(noted, "pictures", tuple(asset_ids))
        return noted

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Message":
        return cls(said["text"], tuple(block for block in Block.parse_all(said["blocks"]) if block is not None))


def header(words: str) -> HeaderBlock:
    """Plain text: nothing in it is read as mark-up, so nothing in it is escaped either."""
    return HeaderBlock(text=PlainTextObject(text=visible(words, HEADER), emoji=True))


def section(words: str, *, accessory: InteractiveElement | None = None, fields: Sequence[str] = ()) -> SectionBlock:
    shown = [_mrkdwn(field, FIELD) for field in fields[:FIELDS]] or None
    return SectionBlock(text=_mrkdwn(words, SECTION), fields=shown, accessory=accessory)


def paragraphs(lines: Sequence[str]) -> list[Block]:
    """Any number of lines, in as few sections as hold them; no line is torn apart."""
    packed: list[str] = []
    for line in (clip_marked(one, SECTION) for one in lines):
        if packed and len(packed[-1]) + len(line) < SECTION:
            packed[-1] = f"{packed[-1]}\n{line}"
        else:
            packed.append(line)
    return [section(words) for words in packed]


def context(*words: str) -> ContextBlock:
    """Small grey lines below something."""
    return ContextBlock(elements=[_mrkdwn(line, SECTION) for line in words[:CONTEXT_ELEMENTS]])


def divider() -> DividerBlock:
    return DividerBlock()


def actions(*elements: InteractiveElement, block_id: str | None = None) -> ActionsBlock:
    return ActionsBlock(elements=list(elements[:ACTIONS]), block_id=block_id)


def button(
    words: str,
    *,
    action_id: str,
    value: str,
    style: Style | None = None,
    confirm: ConfirmObject | None = None,
    label: str | None = None,
) -> ButtonElement:
    """`value` is an id, never state. `label` is read aloud instead of `words`."""
    if len(value) > VALUE:
        raise ValueError(f"a button carries an id, not {len(value)} characters")
    return ButtonElement(
        text=PlainTextObject(text=visible(words, BUTTON), emoji=True),
        action_id=action_id,
        value=value,
        style=style,
        confirm=confirm,
        accessibility_label=visible(label, BUTTON) if label else None,
    )


def link_button(words: str, *, action_id: str, url: str) -> ButtonElement:
    """Opens an address. Slack still tells us of the click, so its action must be listened to."""
    return ButtonElement(text=PlainTextObject(text=visible(words, BUTTON), emoji=True), action_id=action_id, url=url)


def overflow(*options: tuple[str, str], action_id: str) -> OverflowMenuElement:
    """Up to five (words, value); which one was taken comes back as its value."""
    if len(options) > OVERFLOW:
        raise ValueError(f"an overflow menu has room for {OVERFLOW} options, not {len(options)}")
    return OverflowMenuElement(action_id=action_id, options=[option(words, value) for words, value in options])


def confirm(title: str, words: str, *, yes: str, no: str = "Cancel", style: Style | None = None) -> ConfirmObject:
    return ConfirmObject(
        title=PlainTextObject(text=plain(title, 100)),
        text=PlainTextObject(text=plain(words, 300)),
        confirm=PlainTextObject(text=plain(yes, 30)),
        deny=PlainTextObject(text=plain(no, 30)),
        style=style,
    )


def picture(slack_file_id: str, *, alt_text: str, title: str | None = None) -> ImageBlock:
    """A file that was shared to the channel first; others see a broken picture.

    https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
    """
    shown = PlainTextObject(text=visible(title, ALT_TEXT)) if title else None
    alt = plain(alt_text, ALT_TEXT) or "Picture"
    return ImageBlock(slack_file=SlackFile(id=slack_file_id), alt_text=alt, title=shown)


def fit(blocks: Sequence[Block], *, most: int = MESSAGE_BLOCKS, weight: int = WEIGHT) -> list[Block]:
    """As many blocks as Slack takes. What has to go is the last text, never a button, and a line says so."""
    if len(blocks) <= most and sum(map(_weight, blocks)) <= weight:
        return list(blocks)
    kept = list(blocks)
    while len(kept) >= most or sum(map(_weight, kept)) > weight:
        last = next((place for place in reversed(range(len(kept))) if kept[place].type not in _KEPT), len(kept) - 1)
        del kept[last]
    return [*kept, context(f"… {len(blocks) - len(kept)} more could not be shown here.")]


_KEPT = frozenset({ActionsBlock.type, HeaderBlock.type, ImageBlock.type})


def _weight(block: Block) -> int:
    return _letters(block.to_dict())


def _letters(part: Any) -> int:
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(_letters(value) for value in part.values() if isinstance(value, dict | list))
    if isinstance(part, list):
        return sum(_letters(value) for value in part)
    return 0


def _mrkdwn(words: str, limit: int) -> MarkdownTextObject:
    """Verbatim: Slack makes no mention, channel or link out of plain words by itself."""
    return MarkdownTextObject(text=clip_marked(words, limit) or "…", verbatim=True)
