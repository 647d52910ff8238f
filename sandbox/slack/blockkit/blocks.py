"""Blocks: what each may hold and where it may stand, https://docs.slack.dev/reference/block-kit/blocks."""

from sandbox.slack.blockkit.checks import (
    Check,
    Place,
    Rule,
    anything,
    array,
    at_least_one,
    boolean,
    by_type,
    choice,
    exactly_one,
    integer,
    shape,
    string,
)
from sandbox.slack.blockkit.compositions import PICTURE, image_url, one_picture, plain_text, text
from sandbox.slack.blockkit.elements import ELEMENTS, IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.slack.blockkit.richtext import rich_text

_BLOCK_ID: dict[str, Check] = {"block_id": string(255)}
_actions = array(by_type(ELEMENTS, allowed=IN_ACTIONS), most=25)
_buttons = array(by_type(ELEMENTS, allowed=frozenset({"button"})), most=25)
_image_element = by_type(ELEMENTS, allowed=frozenset({"image"}))


def _block(
    required: dict[str, Check], optional: dict[str, Check] | None = None, *, rules: tuple[Rule, ...] = ()
) -> Check:
    return shape({"type": anything, **required}, {**_BLOCK_ID, **(optional or {})}, rules=rules)


_section = _block(
    {},
    {
        "text": text(3000),
        "fields": array(text(2000), most=10),
        "accessory": by_type(ELEMENTS, allowed=IN_SECTION),
        "expand": boolean,
    },
    rules=(at_least_one("text", "fields"),),
)
_context = _block(
    {"elements": array(by_type({"image": ELEMENTS["image"], "plain_text": text(3000), "mrkdwn": text(3000)}), most=10)}
)
_input = _block(
    {"label": plain_text(2000), "element": by_type(ELEMENTS, allowed=IN_INPUT)},
    {"hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
)
_image = _block({"alt_text": PICTURE["alt_text"]}, {**PICTURE, "title": plain_text(2000)}, rules=(one_picture,))
_video = _block(
    {
        "alt_text": string(2000),
        "title": plain_text(200),
        "thumbnail_url": image_url,
        "video_url": string(3000),
    },
    {
        "author_name": string(50),
        "description": plain_text(200),
        "provider_icon_url": image_url,
        "provider_name": string(255),
        "title_url": string(3000),
    },
)

_cell = by_type(
    {
        "raw_text": shape({"type": anything, "text": string(12_000)}),
        "raw_number": shape({"type": anything, "value": anything}, {"text": string(12_000)}),
        "rich_text": rich_text,
    }
)
_column = shape({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})
_table = _block({"rows": array(array(_cell, most=20), most=100)}, {"column_settings": array(_column, most=20, least=0)})

_card = _block(
    {},
    {
        "hero_image": _image_element,
        "icon": _image_element,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "actions": _buttons,
    },
    rules=(at_least_one("hero_image", "title", "body", "actions"),),
)
_task_card = _block(
    {"task_id": string(255), "title": string(255)},
    {
        "details": rich_text,
        "output": rich_text,
        "sources": anything,
        "status": choice("pending", "in_progress", "complete", "error"),
    },
)

BLOCKS: dict[str, Check] = {
    "section": _section,
    "divider": _block({}),
    "image": _image,
    "actions": _block({"elements": _actions}),
    "context": _context,
    "context_actions": _block({"elements": array(by_type(ELEMENTS, allowed=IN_CONTEXT_ACTIONS), most=5)}),
    "input": _input,
    "file": _block({"external_id": string(255), "source": choice("remote")}),
    "call": _block({"call_id": string(255)}, {"api_decoration_available": boolean, "call": anything}),
    "header": _block({"text": plain_text(150)}),
    "markdown": _block({"text": string(12_000)}),
    "video": _video,
    "rich_text": rich_text,
    "table": _table,
    "card": _card,
    "carousel": _block({"elements": array(by_type({"card": _card}), most=10)}),
    "alert": _block({"text": text(3000)}, {"level": choice("default", "info", "warning", "error", "success")}),
    "task_card": _task_card,
    "plan": _block({"title": string(255)}, {"tasks": array(by_type({"task_card": _task_card}), most=50)}),
}

_CHILDREN = frozenset(BLOCKS) - {"input", "file", "call"}
BLOCKS["container"] = _block(
    {"child_blocks": array(by_type(BLOCKS, allowed=_CHILDREN), most=10)},
    {
        "title": plain_text(150),
        "rich_text_title": rich_text,
        "subtitle": plain_text(150),
        "icon": anything,
        "width": choice("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
        "max_height": integer(1, 10_000),
    },
    rules=(exactly_one("title", "rich_text_title"),),
)

_EVERYWHERE = frozenset(
    {"section", "divider", "image", "actions", "context", "input", "header", "video", "rich_text", "alert"}
)
ALLOWED: dict[Place, frozenset[str]] = {
    Place.MESSAGE: frozenset(BLOCKS),
    Place.MODAL: _EVERYWHERE,
    Place.HOME: _EVERYWHERE,
}
