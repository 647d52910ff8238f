"""A form as a person fills it in, and what Slack says before it is sent at all."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from sandbox.slack.blockkit.surfaces import elements_of
from sandbox.slack.refusals import Json, NotPossible
from sandbox.slack.state import is_empty, state_of, typed_in
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_TEXT = 3000


def fill(workspace: Workspace, view: View, values: Any) -> None:
    """`{block_id: {action_id: plain value}}` becomes Slack's state."""
    inputs = {
        (block["block_id"], element["action_id"]): element
        for block in view.content["blocks"]
        for element in elements_of(block)
    }
    if not isinstance(values, dict) or not all(isinstance(typed, dict) for typed in values.values()):
        raise NotPossible("values must be {block_id: {action_id: value}}.")
    for block_id, typed in values.items():
        for action_id, value in typed.items():
            element = inputs.get((block_id, action_id))
            if element is None:
                raise NotPossible(f"The form has no input {block_id!r}, {action_id!r}.", status=409)
            view.typed.setdefault(block_id, {})[action_id] = _typed(workspace, view, element, value)


def identified(workspace: Workspace, state: Json) -> Json:
    """People and channels chosen by role or name, written as ids."""
    finders = {"user": _user_id, "conversation": _conversation_id, "channel": _conversation_id}
    for word, find in finders.items():
        if one := state.get(f"selected_{word}"):
            state[f"selected_{word}"] = find(workspace, one)
        if several := state.get(f"selected_{word}s"):
            state[f"selected_{word}s"] = [find(workspace, one) for one in several]
    return state


def complaints(view: View) -> dict[str, str]:
    """Block by block, what stops the form from being sent."""
    values = state_of(view.content["blocks"], view.typed)
    wrong = {}
    for block in view.content["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            if sentence := _wrong(block, element, values[block["block_id"]][element["action_id"]]):
                wrong[block["block_id"]] = sentence
    return wrong


def hand_in(workspace: Workspace, view: View) -> None:
    """From its submission on the app may see the files of a form, though they are shared nowhere."""
    for typed in view.typed.values():
        for state in typed.values():
            for given in state.get("files", ()):
                if file := workspace.files.find(given["id"]):
                    file.is_handed_in = True


def _typed(workspace: Workspace, view: View, element: Json, value: object) -> Json:
    state = typed_in(element, value, workspace.offers.get(element["action_id"]))
    if element["type"] == "file_input":
        state["files"] = [_file_json(workspace, view, str(file_id)) for file_id in state["files"]]
    return identified(workspace, state)


def _user_id(workspace: Workspace, known_as: str) -> str:
    return workspace.directory.find(known_as).slack_id


def _conversation_id(workspace: Workspace, known_as: str) -> str:
    return workspace.conversations.named_by_person(known_as).id


def _file_json(workspace: Workspace, view: View, file_id: str) -> Json:
    file = workspace.files.find(file_id)
    if file is None or file.is_deleted or file.user != view.user:
        raise NotPossible(f"{file_id!r} is not a file that this person uploaded.")
    return file.as_json()


def _wrong(block: Json, element: Json, state: Json) -> str | None:
    if is_empty(state):
        return None if block.get("optional") else "Please complete this required field."
    return _RULES.get(element["type"], _too_many)(element, state)


def _wrong_length(element: Json, state: Json) -> str | None:
    value = state["value"]
    least, most = element.get("min_length", 0), element.get("max_length", MOST_TEXT)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else None


def _wrong_email(_: Json, state: Json) -> str | None:
    return None if _EMAIL.fullmatch(state["value"]) else "Please enter a valid email address."


def _wrong_url(_: Json, state: Json) -> str | None:
    return None if urlsplit(state["value"]).scheme in ("http", "https") else "Please enter a valid URL."


def _wrong_number(element: Json, state: Json) -> str | None:
    try:
        number = Decimal(state["value"])
    except InvalidOperation:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _wrong_files(element: Json, state: Json) -> str | None:
    files, most, kinds = state["files"], element.get("max_files", 10), element.get("filetypes")
    if len(files) > most:
        return f"Please choose at most {most} files."
    endings = {PurePath(file["name"]).suffix.lstrip(".").lower() for file in files}
    if kinds and not endings <= {kind.lower() for kind in kinds}:
        return f"Please choose files of these types: {', '.join(kinds)}."
    return None


def _too_many(element: Json, state: Json) -> str | None:
    most = element.get("max_selected_items")
    chosen = next((value for value in state.values() if isinstance(value, list)), [])
    return f"Please choose at most {most}." if most and len(chosen) > most else None


_RULES: dict[str, Callable[[Json, Json], str | None]] = {
    "plain_text_input": _wrong_length,
    "email_text_input": _wrong_email,
    "url_text_input": _wrong_url,
    "number_input": _wrong_number,
    "file_input": _wrong_files,
}
