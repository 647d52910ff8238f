"""A whole message or view: counts, unique ids, what only the whole can show."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.slack.blockkit.blocks import ALLOWED, BLOCKS
from sandbox.slack.blockkit.checks import (
    Complaints,
    Place,
    Surface,
    anything,
    array,
    boolean,
    by_type,
    complaint,
    shape,
    string,
)
from sandbox.slack.blockkit.compositions import plain_text

MOST_TEXT = 13_200  # of all blocks of a message together, as observed: github.com/slackapi/bolt-js/issues/2509
MOST_VIEW_BYTES = 250_000
_MOST_BLOCKS = {Place.MESSAGE: 50, Place.MODAL: 100, Place.HOME: 100}
_ONLY_IN_MODALS = frozenset({"file_input"})


def wrong_with_message(blocks: list[Any], surface: Surface) -> list[str]:
    return list(_wrong_with_blocks(blocks, "/blocks", surface))


def wrong_with_view(view: Any, surface: Surface) -> list[str]:
    return list(_wrong_with_view(view, surface))


def place_of(view: Any) -> Place | None:
    kind = view.get("type") if isinstance(view, dict) else None
    return {"modal": Place.MODAL, "home": Place.HOME}.get(kind) if isinstance(kind, str) else None


def is_too_large(view: Any) -> bool:
    return len(json.dumps(view)) > MOST_VIEW_BYTES


def length_of_text(part: Any) -> int:
    """Characters that a person could read, in all blocks together."""
    match part:
        case {"type": "plain_text" | "mrkdwn" | "markdown" | "text" | "raw_text", "text": str(text)}:
            return len(text)
        case dict():
            return sum(length_of_text(value) for value in part.values())
        case list():
            return sum(length_of_text(value) for value in part)
        case _:
            return 0


def elements_of(block: Any) -> Iterator[dict[str, Any]]:
    """Everything in a block that can be pressed or filled in."""
    if isinstance(block, list):
        for one in block:
            yield from elements_of(one)
    elif isinstance(block, dict):
        if "action_id" in block:
            yield block
        for value in block.values():
            yield from elements_of(value)


def _wrong_with_blocks(blocks: list[Any], path: str, surface: Surface) -> Complaints:
    check = array(by_type(BLOCKS, allowed=ALLOWED[surface.place]), most=_MOST_BLOCKS[surface.place], least=0)
    yield from check(blocks, path, surface)
    yield from _repeated_block_ids(blocks, path)
    for number, block in enumerate(blocks):
        yield from _repeated_action_ids(block, f"{path}/{number}")
        if surface.place is not Place.MODAL:
            yield from _misplaced(block, f"{path}/{number}")
    if surface.place is Place.MESSAGE and sum(_type_of(block) == "table" for block in blocks) > 1:
        yield complaint("only_one_table_allowed", path)


_TITLED = {"title": plain_text(24), "submit": plain_text(24), "close": plain_text(24)}
_NAMED = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_BLOCKS_LATER = {"type": anything, "blocks": anything}
_CLOSING = {"clear_on_close": boolean, "notify_on_close": boolean, "submit_disabled": boolean}
_VIEWS = {
    Place.MODAL: shape({**_BLOCKS_LATER, "title": _TITLED["title"]}, {**_TITLED, **_NAMED, **_CLOSING}),
    Place.HOME: shape(_BLOCKS_LATER, {**_NAMED, "title": _TITLED["title"]}),
}


def _wrong_with_view(view: Any, surface: Surface) -> Complaints:
    yield from _VIEWS[surface.place](view, "/view", surface)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        yield complaint("must be an array", "/view/blocks")
        return
    if not blocks:
        yield complaint("must not be empty", "/view/blocks")
    yield from _wrong_with_blocks(blocks, "/view/blocks", surface)
    has_input = any(_type_of(block) == "input" for block in blocks)
    if surface.place is Place.MODAL and has_input and "submit" not in view:
        yield complaint("submit is required when an input block is within blocks", "/view/submit")
    if sum(element.get("focus_on_load") is True for element in elements_of(blocks)) > 1:
        yield complaint("only one element may have focus_on_load", "/view/blocks")


def _repeated_block_ids(blocks: list[Any], path: str) -> Complaints:
    ids = Counter(str(block["block_id"]) for block in blocks if isinstance(block, dict) and "block_id" in block)
    yield from (complaint(f"duplicate block_id: {one}", path) for one, count in ids.items() if count > 1)


def _repeated_action_ids(block: Any, path: str) -> Complaints:
    ids = Counter(str(element["action_id"]) for element in elements_of(block))
    yield from (complaint(f"duplicate action_id: {one}", path) for one, count in ids.items() if count > 1)


def _misplaced(block: Any, path: str) -> Complaints:
    element = block.get("element") if isinstance(block, dict) else None
    if _type_of(element) in _ONLY_IN_MODALS:
        yield complaint(f"unsupported type: {_type_of(element)}", f"{path}/element/type")


def _type_of(block: Any) -> str:
    return str(block.get("type")) if isinstance(block, dict) else ""
