"""Inputs for one kind of value each: numbers, addresses, and long lists that Slack asks us for."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, Option
from slack_sdk.models.blocks.block_elements import (
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    NumberInputElement,
    UrlInputElement,
)

from bot.slack.inputs import LONGEST_INPUT, OPTION, SELECT_OPTIONS, labelled, option
from bot.slack.text import plain, visible


def number(
    block_id: str, label: str, *, initial: str = "", is_whole: bool = False, hint: str = "", optional: bool = False
) -> InputBlock:
    element = NumberInputElement(
        action_id="value", is_decimal_allowed=not is_whole, initial_value=plain(initial, LONGEST_INPUT) or None
    )
    return labelled(block_id, label, element, hint=hint, optional=optional)


def address(block_id: str, label: str, *, initial: str = "", hint: str = "", optional: bool = False) -> InputBlock:
    element = UrlInputElement(action_id="value", initial_value=plain(initial, LONGEST_INPUT) or None)
    return labelled(block_id, label, element, hint=hint, optional=optional)


def one_of_many(
    block_id: str, label: str, *, action_id: str, initial: str = "", hint: str = "", optional: bool = False
) -> InputBlock:
    """Of a list too long for a menu: Slack asks us for what begins as somebody types."""
    element = ExternalDataSelectElement(
        action_id=action_id,
        placeholder="Type a few letters",
        min_query_length=0,
        initial_option=next(iter(_chosen([initial])), None),
    )
    return labelled(block_id, label, element, hint=hint, optional=optional)


def some_of_many(
    block_id: str, label: str, *, action_id: str, initial: Sequence[str] = (), hint: str = "", optional: bool = False
) -> InputBlock:
    """The same for several."""
    element = ExternalDataMultiSelectElement(
        action_id=action_id,
        placeholder="Type a few letters",
        min_query_length=0,
        initial_options=_chosen(initial) or None,
    )
    return labelled(block_id, label, element, hint=hint, optional=optional)


def offered(words: Sequence[str]) -> list[dict[str, Any]]:
    """What such a list shows now."""
    return [option(word, word).to_dict() for word in words[:SELECT_OPTIONS]]


def _chosen(words: Sequence[str]) -> list[Option]:
    """Those that Slack can show as they are."""
    return [option(one, one) for one in words[:SELECT_OPTIONS] if one and visible(one, OPTION) == one]
