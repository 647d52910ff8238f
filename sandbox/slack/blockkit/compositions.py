"""Composition objects: text, options, confirmation, Slack files, https://docs.slack.dev/reference/block-kit/composition-objects."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from sandbox.slack.blockkit.checks import (
    Check,
    Complaints,
    Surface,
    anything,
    array,
    at_least_one,
    boolean,
    by_type,
    choice,
    complaint,
    exactly_one,
    shape,
    string,
)


def plain_text(most: int, *, least: int = 1) -> Check:
    return by_type({"plain_text": _plain(most, least)})


def text(most: int) -> Check:
    return by_type({"plain_text": _plain(most, 1), "mrkdwn": _mrkdwn(most)})


def _plain(most: int, least: int) -> Check:
    return shape({"type": anything, "text": string(most, least=least)}, {"emoji": boolean})


def _mrkdwn(most: int) -> Check:
    return shape({"type": anything, "text": string(most)}, {"verbatim": boolean})


confirm = shape(
    {"title": plain_text(100), "text": text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": choice("primary", "danger")},
)

_option_value = string(150)
option = shape({"text": plain_text(75), "value": _option_value}, {"description": plain_text(75)})
rich_option = shape({"text": text(75), "value": _option_value}, {"description": text(75)})
overflow_option = shape(
    {"text": plain_text(75), "value": _option_value}, {"description": plain_text(75), "url": string(3000)}
)
option_group = shape({"label": plain_text(75), "options": array(option, most=100)})

dispatch_action_config = shape(
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), most=2)}
)
conversation_filter = shape(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    rules=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

_slack_file = shape({}, {"id": string(255), "url": string(3000)}, rules=(exactly_one("id", "url"),))


def slack_file(value: Any, path: str, surface: Surface) -> Complaints:
    """One existing picture, named by id or url, that those who will see the block may see."""
    wrong = list(_slack_file(value, path, surface))
    yield from wrong
    if not wrong and (reason := surface.why_not_file(value)):
        yield complaint(reason, path)


def image_url(value: Any, path: str, surface: Surface) -> Complaints:
    """Slack fetches the picture itself, from the public internet."""
    wrong = list(string(3000)(value, path, surface))
    yield from wrong
    if wrong:
        return
    address = urlsplit(value)
    if address.scheme not in ("http", "https") or not address.hostname:
        yield complaint("invalid_url", path)
    elif _is_private(address.hostname):
        yield complaint("downloading image failed", path)


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host


PICTURE = {"image_url": image_url, "slack_file": slack_file, "alt_text": string(2000)}
one_picture = exactly_one("image_url", "slack_file")
