"""Block Kit's limits: each one refused with its reason, and what stands exactly at the limit accepted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.blockkit.checks import Place, Surface
from sandbox.slack.blockkit.surfaces import wrong_with_message, wrong_with_view
from tests.sandbox.slack.playing import actions, button, home, modal, picture, plain, section, text_input


def in_message(*blocks: Any) -> list[str]:
    return wrong_with_message(list(blocks), Surface(place=Place.MESSAGE, why_not_file=lambda _: None))


def in_view(view: Any) -> list[str]:
    return wrong_with_view(view, Surface(place=Place(view["type"]), why_not_file=lambda _: None))


def options(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"text": plain(f"Option {number}"), "value": str(number), **more} for number in range(count)]


def menu(kind: str = "static_select", **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "menu", **more}


def in_actions(element: dict[str, Any]) -> dict[str, Any]:
    return actions(element)


def in_input(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "input", "label": plain("Label"), "element": element}


def confirm(**more: Any) -> dict[str, Any]:
    return {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No"), **more}


def picture_at(address: str) -> dict[str, Any]:
    return {"type": "image", "image_url": address, "alt_text": "x"}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


def table(rows: int, cells: int) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


FINE = {
    "section": section("x" * 3000),
    "fields": {"type": "section", "fields": [plain("x" * 2000)] * 10},
    "header": {"type": "header", "text": plain("x" * 150)},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [plain("x")] * 10},
    "actions": actions(*(button(f"go{number}") for number in range(25))),
    "button": in_actions(button("x" * 255, value="x" * 2000, style="danger", confirm=confirm())),
    "select": in_actions(menu(options=options(100))),
    "groups": in_actions(menu(option_groups=[{"label": plain("x"), "options": options(2)}])),
    "initial": in_actions(menu(options=options(3), initial_option=options(3)[1])),
    "overflow": in_actions(menu("overflow", options=options(5))),
    "radio": in_actions(menu("radio_buttons", options=options(10, description=plain("x" * 75)))),
    "checkboxes": in_actions(menu("checkboxes", options=options(10))),
    "people": in_actions(menu("multi_users_select", placeholder=plain("x" * 150), max_selected_items=3)),
    "date": in_actions(menu("datepicker", initial_date="2026-03-28")),
    "accessory": {**section("x"), "accessory": picture_at("https://a.example/b.png")},
    "input": text_input(hint=plain("x" * 2000), optional=True),
    "number": in_input(menu("number_input", is_decimal_allowed=False, min_value="1")),
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "table": table(100, 20),
    "rich": rich({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "user", "user_id": "U0BRAND"}),
    "slack file": picture("F01"),
    "card": {"type": "card", "title": plain("x" * 150), "body": plain("x" * 200), "actions": [button("go")]},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * 10},
    "alert": {"type": "alert", "text": plain("x"), "level": "warning"},
    "feedback": {
        "type": "context_actions",
        "elements": [menu("icon_button", icon="trash", text=plain("Delete"))],
    },
}


@pytest.mark.parametrize("block", FINE.values(), ids=list(FINE))
def test_what_is_at_its_limit_is_accepted(block: dict[str, Any]):
    assert in_message(block) == []


TOO_MUCH = {
    "section text": (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "empty text": (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "nothing said": ({"type": "section"}, "must define either text or fields [json-pointer:/blocks/0]"),
    "fields": ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items allowed"),
    "field text": ({"type": "section", "fields": [plain("x" * 2001)]}, "must be less than 2001 characters"),
    "header": ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    "header kind": ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type: mrkdwn"),
    "context": ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items allowed"),
    "actions": (actions(*(button(f"{n}") for n in range(26))), "no more than 25 items allowed"),
    "no actions": (actions(), "must not be empty"),
    "button text": (in_actions(button("a") | {"text": plain("x" * 76)}), "must be less than 76 characters"),
    "button value": (in_actions(button("a", value="x" * 2001)), "must be less than 2001 characters"),
    "button url": (in_actions(button("a", url="https://" + "x" * 3000)), "must be less than 3001 characters"),
    "button style": (in_actions(button("a", style="green")), "must be one of primary, danger"),
    "button label": (in_actions(button("a", accessibility_label="x" * 76)), "must be less than 76 characters"),
    "action_id": (in_actions(button("x" * 256)), "must be less than 256 characters"),
    "block_id": ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
    "same action_id": (actions(button("go"), button("go")), "duplicate action_id: go"),
    "confirm title": (in_actions(button("a", confirm=confirm(title=plain("x" * 101)))), "less than 101 characters"),
    "confirm text": (in_actions(button("a", confirm=confirm(text=plain("x" * 301)))), "less than 301 characters"),
    "confirm deny": (in_actions(button("a", confirm=confirm(deny=plain("x" * 31)))), "less than 31 characters"),
    "option text": (in_actions(menu(options=options(1, text=plain("x" * 76)))), "less than 76 characters"),
    "option value": (in_actions(menu(options=options(1, value="x" * 151))), "less than 151 characters"),
    "options": (in_actions(menu(options=options(101))), "no more than 100 items allowed"),
    "no options": (in_actions(menu()), "must define exactly one of options, option_groups"),
    "foreign initial": (in_actions(menu(options=options(1), initial_option=options(2)[1])), "must match one of"),
    "overflow": (in_actions(menu("overflow", options=options(6))), "no more than 5 items allowed"),
    "radio": (in_actions(menu("radio_buttons", options=options(11))), "no more than 10 items allowed"),
    "checkboxes": (in_actions(menu("checkboxes", options=options(11))), "no more than 10 items allowed"),
    "placeholder": (in_actions(menu("users_select", placeholder=plain("x" * 151))), "less than 151 characters"),
    "date": (in_actions(menu("datepicker", initial_date="28.03.2026")), "must be a date"),
    "text input in actions": (in_actions(menu("plain_text_input")), "unsupported type: plain_text_input"),
    "button in input": (in_input(button("go")), "unsupported type: button"),
    "max_length": (in_input(menu("plain_text_input", max_length=3001)), "must be between 1 and 3000"),
    "label": (text_input(label=plain("x" * 2001)), "must be less than 2001 characters"),
    "hint": (text_input(hint=plain("x" * 2001)), "must be less than 2001 characters"),
    "number": (in_input(menu("number_input")), "missing required field: is_decimal_allowed"),
    "file input in a message": (in_input({"type": "file_input"}), "unsupported type: file_input"),
    "markdown": ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
    "table rows": (table(101, 1), "no more than 100 items allowed"),
    "table cells": (table(1, 21), "no more than 20 items allowed"),
    "no alt text": ({"type": "image", "slack_file": {"id": "F01"}}, "missing required field: alt_text"),
    "alt text": (picture("F01") | {"alt_text": "x" * 2001}, "must be less than 2001 characters"),
    "two pictures": (
        picture("F01") | {"image_url": "https://a.example/b.png"},
        "must define exactly one of image_url, slack_file",
    ),
    "id and url": (picture("F01") | {"slack_file": {"id": "F01", "url": "x"}}, "must define exactly one of id, url"),
    "loopback picture": (picture_at("http://127.0.0.1/a.png"), "downloading image failed"),
    "no address": (picture_at("picture.png"), "invalid_url"),
    "carousel": ({"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * 11}, "no more than 10"),
    "card body": ({"type": "card", "body": plain("x" * 201)}, "must be less than 201 characters"),
    "container": ({"type": "container", "title": plain("x"), "child_blocks": [section("x")] * 11}, "no more than 10"),
    "unknown block": ({"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
    "unknown property": (section("x") | {"colour": "red"}, "invalid additional property: colour"),
    "no type": ({"text": "x"}, "missing required field: type"),
    "rich text": (rich({"type": "blink", "text": "x"}), "unsupported type: blink"),
    "wrong kind of value": (section("x") | {"block_id": 7}, "must provide a string"),
}


@pytest.mark.parametrize(("block", "reason"), TOO_MUCH.values(), ids=list(TOO_MUCH))
def test_what_is_beyond_a_limit_is_refused_with_its_reason(block: dict[str, Any], reason: str):
    wrong = in_message(block)

    assert any(reason in one for one in wrong), wrong


def test_a_message_has_fifty_blocks_and_a_view_a_hundred():
    dividers = [{"type": "divider"}] * 101

    assert in_message(*dividers[:50]) == []
    assert in_message(*dividers[:51]) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert in_view(modal(*dividers[:100])) == []
    assert in_view(home(*dividers)) == ["no more than 100 items allowed [json-pointer:/view/blocks]"]


def test_block_ids_are_unique_and_only_one_table_stands_in_a_message():
    assert in_message(section("a") | {"block_id": "a"}, section("b") | {"block_id": "a"}) == [
        "duplicate block_id: a [json-pointer:/blocks]"
    ]
    assert in_message(table(1, 1), table(1, 1)) == ["only_one_table_allowed [json-pointer:/blocks]"]


VIEWS = {
    "title": (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    "submit": (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
    "close": (modal(close=plain("x" * 25)), "must be less than 25 characters"),
    "metadata": (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
    "callback": (modal(callback_id="x" * 256), "must be less than 256 characters"),
    "no blocks": (modal() | {"blocks": []}, "must not be empty"),
    "message-only block": (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    "two focused": (
        modal(
            *(
                text_input(f"{n}", element={"type": "plain_text_input", "action_id": "a", "focus_on_load": True})
                for n in range(2)
            )
        ),
        "only one element may have focus_on_load",
    ),
    "submit at home": (home() | {"submit": plain("Send")}, "invalid additional property: submit"),
    "files": (modal(in_input({"type": "file_input", "max_files": 11})), "must be between 1 and 10"),
}


@pytest.mark.parametrize(("view", "reason"), VIEWS.values(), ids=list(VIEWS))
def test_a_view_has_limits_of_its_own(view: dict[str, Any], reason: str):
    wrong = in_view(view)

    assert any(reason in one for one in wrong), wrong


def test_a_form_needs_a_submit_and_a_text_does_not():
    form = modal()
    del form["submit"]
    text = modal(section("x"))
    del text["submit"]

    assert in_view(form) == ["submit is required when an input block is within blocks [json-pointer:/view/submit]"]
    assert in_view(text) == []


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([*FINE, "type", "section", "id"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "block_id", "action_id", "element"]), inner)
    ),
    max_leaves=12,
)


@given(blocks=st.lists(_json, max_size=3))
def test_no_nonsense_breaks_the_rules_themselves(blocks: list[Any]):
    assert all(isinstance(reason, str) for reason in in_message(*blocks))
    assert all(isinstance(reason, str) for reason in in_view(modal() | {"blocks": blocks}))


async def test_the_api_names_every_reason(slack: AsyncWebClient):
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel="review", text="x", blocks=[section(""), {"type": "banner"}])

    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] unsupported type: banner [json-pointer:/blocks/1/type]",
    ]
