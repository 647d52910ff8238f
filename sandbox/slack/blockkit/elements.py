"""Block elements: buttons, menus, inputs, https://docs.slack.dev/reference/block-kit/block-elements."""

import re
from typing import Any

from sandbox.slack.blockkit.checks import (
    Check,
    Rule,
    anything,
    array,
    boolean,
    choice,
    exactly_one,
    integer,
    pattern,
    shape,
    string,
)
from sandbox.slack.blockkit.compositions import (
    PICTURE,
    confirm,
    conversation_filter,
    dispatch_action_config,
    one_picture,
    option,
    option_group,
    overflow_option,
    plain_text,
    rich_option,
)

_DATE = pattern(re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch, "must be a date such as 2026-03-02")
_TIME = pattern(re.compile(r"([01]\d|2[0-3]):[0-5]\d").fullmatch, "must be a time such as 09:30")
_ACTION_ID: dict[str, Check] = {"action_id": string(255)}
_ENTRY: dict[str, Check] = {**_ACTION_ID, "placeholder": plain_text(150), "focus_on_load": boolean}
_MENU: dict[str, Check] = {**_ENTRY, "confirm": confirm}
_TYPED: dict[str, Check] = {**_ENTRY, "dispatch_action_config": dispatch_action_config}
_SEVERAL: dict[str, Check] = {"max_selected_items": integer(1, 1000)}
_IDS = array(string(255), most=1000, least=0)
_OPTIONS: dict[str, Check] = {"options": array(option, most=100), "option_groups": array(option_group, most=100)}
_DECIMAL = pattern(re.compile(r"-?\d+(\.\d+)?").fullmatch, "must be a number")


def _element(required: dict[str, Check] | None = None, optional: dict[str, Check] | None = None, *rules: Rule) -> Check:
    return shape({"type": anything, **(required or {})}, optional, rules=rules)


def _initial_is_an_option(value: dict[str, Any]) -> str | None:
    """Slack compares the whole option, not only its value."""
    offered = [*_list(value.get("options"))]
    for group in _list(value.get("option_groups")):
        offered += _list(group.get("options") if isinstance(group, dict) else None)
    initial = [*_list(value.get("initial_options"))]
    if "initial_option" in value:
        initial.append(value["initial_option"])
    return None if all(one in offered for one in initial) else "initial option must match one of the options"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


_button_look: dict[str, Check] = {
    **_ACTION_ID,
    "value": string(2000, least=0),
    "confirm": confirm,
    "accessibility_label": string(75),
}
_button = _element(
    {"text": plain_text(75)},
    {
        **_button_look,
        "url": string(3000),
        "style": choice("primary", "danger"),
        "agent_prompt": string(4000),
        "agent_prompt_display": choice("show", "hide"),
        "visible_to_user_ids": _IDS,
    },
)
_icon_button = _element(
    {"icon": choice("trash"), "text": plain_text(75)}, {**_button_look, "visible_to_user_ids": _IDS}
)
_feedback_half = shape({"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)})
_trigger = shape({"url": string(3000)}, {"customizable_input_parameters": anything})

MENUS: dict[str, Check] = {
    "static_select": _element(
        {},
        {**_MENU, **_OPTIONS, "initial_option": option},
        exactly_one("options", "option_groups"),
        _initial_is_an_option,
    ),
    "multi_static_select": _element(
        {},
        {**_MENU, **_OPTIONS, **_SEVERAL, "initial_options": array(option, most=100)},
        exactly_one("options", "option_groups"),
        _initial_is_an_option,
    ),
    "external_select": _element({}, {**_MENU, "min_query_length": integer(0, 3000), "initial_option": option}),
    "multi_external_select": _element(
        {},
        {**_MENU, **_SEVERAL, "min_query_length": integer(0, 3000), "initial_options": array(option, most=100)},
    ),
    "users_select": _element({}, {**_MENU, "initial_user": string(255)}),
    "multi_users_select": _element({}, {**_MENU, **_SEVERAL, "initial_users": _IDS}),
    "conversations_select": _element(
        {},
        {
            **_MENU,
            "initial_conversation": string(255),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": conversation_filter,
        },
    ),
    "multi_conversations_select": _element(
        {},
        {
            **_MENU,
            **_SEVERAL,
            "initial_conversations": _IDS,
            "default_to_current_conversation": boolean,
            "filter": conversation_filter,
        },
    ),
    "channels_select": _element({}, {**_MENU, "initial_channel": string(255), "response_url_enabled": boolean}),
    "multi_channels_select": _element({}, {**_MENU, **_SEVERAL, "initial_channels": _IDS}),
}

_POINTED: dict[str, Check] = {
    "checkboxes": _element(
        {"options": array(rich_option, most=10)},
        {**_ACTION_ID, "initial_options": array(rich_option, most=10), "confirm": confirm, "focus_on_load": boolean},
        _initial_is_an_option,
    ),
    "radio_buttons": _element(
        {"options": array(rich_option, most=10)},
        {**_ACTION_ID, "initial_option": rich_option, "confirm": confirm, "focus_on_load": boolean},
        _initial_is_an_option,
    ),
    "datepicker": _element({}, {**_MENU, "initial_date": _DATE}),
    "timepicker": _element({}, {**_MENU, "initial_time": _TIME, "timezone": string(255)}),
    "datetimepicker": _element(
        {}, {**_ACTION_ID, "initial_date_time": integer(0, 9_999_999_999), "confirm": confirm, "focus_on_load": boolean}
    ),
}

_TYPED_INPUTS: dict[str, Check] = {
    "plain_text_input": _element(
        {},
        {
            **_TYPED,
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "email_text_input": _element({}, {**_TYPED, "initial_value": string(3000)}),
    "url_text_input": _element({}, {**_TYPED, "initial_value": string(3000)}),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL},
    ),
    "rich_text_input": _element(
        {},
        {**_TYPED, "initial_value": anything, "min_lines": integer(1, 50), "max_lines": integer(1, 50)},
    ),
    "file_input": _element({}, {**_ACTION_ID, "filetypes": array(string(255), most=100), "max_files": integer(1, 10)}),
}

ELEMENTS: dict[str, Check] = {
    **MENUS,
    **_POINTED,
    **_TYPED_INPUTS,
    "button": _button,
    "icon_button": _icon_button,
    "workflow_button": _element(
        {"text": plain_text(75), "workflow": shape({"trigger": _trigger})},
        {**_ACTION_ID, "style": choice("primary", "danger"), "accessibility_label": string(75)},
    ),
    "feedback_buttons": _element({"positive_button": _feedback_half, "negative_button": _feedback_half}, _ACTION_ID),
    "overflow": _element({"options": array(overflow_option, most=5)}, {**_ACTION_ID, "confirm": confirm}),
    "image": _element({"alt_text": PICTURE["alt_text"]}, PICTURE, one_picture),
}

IN_ACTIONS = frozenset({*MENUS, *_POINTED, "button", "overflow", "workflow_button"})
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = frozenset({*MENUS, *_POINTED, *_TYPED_INPUTS})
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
