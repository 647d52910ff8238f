"""manifest.yml, the code and the table of scopes say the same."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import listeners
from bot.slack.app import ANYTHING, take_the_rest
from bot.slack.scopes import EVENTS, METHODS, SCOPES

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = YAML(typ="safe").load((ROOT / "manifest.yml").read_text())


class Listening(AsyncApp):
    """A real Bolt app that notes what it is told to listen to."""

    def __init__(self) -> None:
        super().__init__(client=AsyncWebClient(token="xoxb-none"), signing_secret="none")
        self.events: set[str] = set()
        self.commands: set[str] = set()
        self.shortcuts: set[tuple[str, str]] = set()

    def event(self, event: Any, *rest: Any, **named: Any) -> Callable[..., Any]:
        if event is not ANYTHING:
            self.events.add(event["type"] if isinstance(event, dict) else event)
        return super().event(event, *rest, **named)

    def command(self, command: Any, *rest: Any, **named: Any) -> Callable[..., Any]:
        self.commands.add(command)
        return super().command(command, *rest, **named)

    def shortcut(self, constraints: Any, *rest: Any, **named: Any) -> Callable[..., Any]:
        kind = {"message_action": "message", "shortcut": "global"}[constraints["type"]]
        self.shortcuts.add((kind, constraints["callback_id"]))
        return super().shortcut(constraints, *rest, **named)


@pytest.fixture(scope="module")
def app() -> Listening:
    """With every listener of the house. They only keep what they will call, so anything may be handed to them."""
    app = Listening()
    everything = importlib.import_module("bot.listeners").register_all
    everything(app, *_anything_for(everything))
    return app


def _anything_for(function: Callable[..., Any]) -> list[Any]:
    return [Stub() for _ in list(inspect.signature(function).parameters)[1:]]


class Stub:
    """Has every attribute, and does nothing."""

    def __getattr__(self, name: str) -> "Stub":
        return Stub()


def test_it_keeps_to_slacks_schema():
    jsonschema.validate(MANIFEST, SCHEMA)


@pytest.mark.parametrize(
    ("where", "wrong"),
    [
        (("display_information", "name"), "G" * 36),
        (("display_information", "long_description"), "Too short."),
        (("features", "slash_commands", 0, "command"), "galley"),
        (("features", "shortcuts", 0, "name"), "Send this picture to review"),
        (("settings", "interactivity"), {}),
        (("settings", "unheard_of"), True),
    ],
)
def test_slacks_schema_refuses_what_slack_refuses(where: tuple[str | int, ...], wrong: object):
    manifest: Any = YAML(typ="safe").load((ROOT / "manifest.yml").read_text())
    part = manifest
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = wrong

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(manifest, SCHEMA)


def test_it_is_for_socket_mode_and_names_no_address():
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert "url" not in re.sub(r"#.*", "", (ROOT / "manifest.yml").read_text())


def test_its_events_are_those_that_are_listened_to(app: Listening):
    subscribed = {name.partition(".")[0] for name in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}

    assert subscribed == app.events


def test_its_events_are_those_of_the_table():
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_its_commands_are_those_that_are_listened_to(app: Listening):
    assert {one["command"] for one in MANIFEST["features"]["slash_commands"]} == app.commands


def test_its_shortcuts_are_those_that_are_listened_to(app: Listening):
    assert {(one["type"], one["callback_id"]) for one in MANIFEST["features"]["shortcuts"]} == app.shortcuts


def test_its_scopes_are_those_that_methods_events_and_commands_need():
    needed = {scope for scopes in (*METHODS.values(), *EVENTS.values()) for scope in scopes} | {"commands"}

    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed


def test_every_scope_is_explained_in_the_code_and_in_the_docs():
    explained = (ROOT / "docs" / "slack.md").read_text()

    assert [scope.name for scope in SCOPES] == MANIFEST["oauth_config"]["scopes"]["bot"]
    for scope in SCOPES:
        assert f"| `{scope.name}` | {scope.used_for}. | {scope.without}. |" in explained


def test_the_table_of_methods_names_those_that_are_called():
    called = {name for path in (ROOT / "bot").rglob("*.py") for name in _methods_called(ast.parse(path.read_text()))}

    assert called == set(METHODS)


def test_bolt_takes_in_what_nobody_listens_to():
    app = Listening()
    listeners.register(app, Stub())
    take_the_rest(app)

    assert app.events == {
        "app_mention",
        "app_uninstalled",
        "channel_unarchive",
        "member_joined_channel",
        "tokens_revoked",
    }


def _methods_called(tree: ast.Module) -> Iterator[str]:
    """Whatever object it is called on: the names of the SDK's methods are unlike any of ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WEB_API:
            yield WEB_API[node.func.attr]


def _web_api() -> dict[str, str]:
    """`chat_postMessage` calls chat.postMessage: the SDK's own source says so."""
    sources = {
        name: inspect.getsource(method) for name, method in inspect.getmembers(AsyncWebClient, inspect.isfunction)
    }
    found = {
        name: re.search(r'api_call\(\s*"([\w.]+)"', source) for name, source in sources.items() if "_" in name[1:-1]
    }
    return {name: match[1] for name, match in found.items() if match}


WEB_API = _web_api()


def _closed(required: tuple[str, ...] = (), /, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def _words(least: int, most: int, pattern: str = "") -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most, "pattern": pattern}


def _list(of: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": of, "maxItems": most, "uniqueItems": True}


YES_OR_NO = {"type": "boolean"}
ADDRESS = {"type": "string", "pattern": "^https://"}

# As far as it concerns this manifest: github.com/slackapi/manifest-schema, manifest.schema.1.0.0.json
SCHEMA = _closed(
    ("display_information",),
    _metadata=_closed(("major_version",), major_version={"enum": [1, 2]}, minor_version={"type": "integer"}),
    display_information=_closed(
        ("name",),
        name=_words(1, 35),
        description=_words(1, 140),
        long_description=_words(175, 4000),
        background_color=_words(4, 7, "^#"),
    ),
    features=_closed(
        app_home=_closed(
            home_tab_enabled=YES_OR_NO, messages_tab_enabled=YES_OR_NO, messages_tab_read_only_enabled=YES_OR_NO
        ),
        bot_user=_closed(("display_name",), display_name=_words(1, 80), always_online=YES_OR_NO),
        slash_commands=_list(
            _closed(
                ("command", "description"),
                command=_words(2, 32, "^/"),
                description=_words(1, 2000),
                usage_hint=_words(1, 1000),
                should_escape=YES_OR_NO,
                url=ADDRESS,
            ),
            50,
        ),
        shortcuts=_list(
            _closed(
                ("name", "type", "callback_id", "description"),
                name=_words(1, 24),
                type={"enum": ["message", "global"]},
                callback_id=_words(1, 255),
                description=_words(1, 150),
            ),
            10,
        ),
    ),
    oauth_config=_closed(scopes=_closed(bot=_list(_words(1, 100), 255))),
    settings=_closed(
        event_subscriptions=_closed(request_url=ADDRESS, bot_events=_list(_words(1, 100), 100)),
        interactivity=_closed(("is_enabled",), is_enabled=YES_OR_NO, request_url=ADDRESS),
        org_deploy_enabled=YES_OR_NO,
        socket_mode_enabled=YES_OR_NO,
        token_rotation_enabled=YES_OR_NO,
    ),
)
