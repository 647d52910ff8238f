"""What stands in the inputs of a view or message, as Slack writes it in `state.values`."""

from typing import Any

from sandbox.slack.blockkit.surfaces import elements_of
from sandbox.slack.refusals import Json, NotPossible

TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
MANY_OPTIONS = ("checkboxes", "multi_static_select", "multi_external_select")
ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
FIELD_OF = {  # element type -> its key in the state, and in the initial value of the element
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    **dict.fromkeys(TEXTS, ("value", "initial_value")),
    **dict.fromkeys(MANY_OPTIONS, ("selected_options", "initial_options")),
    **dict.fromkeys(ONE_OPTION, ("selected_option", "initial_option")),
    "file_input": ("files", "initial_files"),
}
_MULTIPLE = (*MANY_OPTIONS, "multi_users_select", "multi_conversations_select", "multi_channels_select", "file_input")
WITHOUT_STATE = ("button", "overflow", "icon_button", "feedback_buttons", "workflow_button")


def state_of(blocks: list[Json], typed: dict[str, Json]) -> Json:
    """Every input's state: what was typed, else what it started with."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in FIELD_OF and element["type"] not in WITHOUT_STATE:
                given = typed.get(block["block_id"], {}).get(element["action_id"], {})
                kept = given if given.get("type") == element["type"] else _initial(element)
                values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values


def _initial(element: Json) -> Json:
    key, initial = FIELD_OF[element["type"]]
    return {"type": element["type"], key: element.get(initial, [] if element["type"] in _MULTIPLE else None)}


def is_empty(state: Json) -> bool:
    key, _ = FIELD_OF[state["type"]]
    return state[key] in (None, "", [])


def typed_in(element: Json, value: Any, offered: list[Json] | None = None) -> Json:
    """A plain value, as a person would choose it, in the state's words."""
    kind = element["type"]
    if kind not in FIELD_OF:
        raise NotPossible(f"{element['action_id']} is no input.")
    key, _ = FIELD_OF[kind]
    if value in (None, "", []):
        return {"type": kind, key: [] if kind in _MULTIPLE else None}
    if kind in MANY_OPTIONS:
        return {"type": kind, key: [_option(element, one, offered) for one in _as_list(value)]}
    if kind in ONE_OPTION:
        return {"type": kind, key: _option(element, value, offered)}
    if kind in _MULTIPLE:
        return {"type": kind, key: _as_list(value)}
    return {"type": kind, key: _single(element, value)}


def _single(element: Json, value: Any) -> Any:
    match element["type"]:
        case "rich_text_input":
            return value
        case "datetimepicker" if not str(value).isdecimal():
            raise NotPossible(f"{element['action_id']} takes seconds since 1970, not {value!r}.")
        case "datetimepicker":
            return int(value)
        case _:
            return str(value)


def _option(element: Json, value: Any, offered: list[Json] | None) -> Json:
    """The option itself; an external menu offers what its app last suggested."""
    if isinstance(value, dict):
        value = value.get("value")
    for option in [*options_of(element), *(offered or [])]:
        if option["value"] == value:
            return option
    raise NotPossible(f"{element['action_id']} offers no option {value!r}.")


def options_of(element: Json) -> list[Json]:
    options = [*element.get("options", [])]
    for group in element.get("option_groups", []):
        options += group["options"]
    return options


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
