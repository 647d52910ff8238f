"""Who and what a message names: people, groups, links."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from sandbox.slack import names
from sandbox.slack.refusals import Json

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")
_EVERYBODY = re.compile(r"<!(?:here|channel|everyone)(?:\|[^>]*)?>")
_LINK = re.compile(r"https?://[^\s<>|]+")


def people_in(message: Json) -> set[str]:
    return {user for text in _texts(message) for user in _PERSON.findall(text)}


def groups_in(message: Json) -> set[str]:
    return {group for text in _texts(message) for group in _GROUP.findall(text)}


def is_for_everybody(message: Json) -> bool:
    return any(_EVERYBODY.search(text) for text in _texts(message))


def links_in(message: Json) -> list[Json]:
    """Those to the domains for which the app asked to unfurl."""
    urls = dict.fromkeys(_LINK.findall(message.get("text", "")))
    found = [(urlsplit(url).hostname or "", url) for url in urls]
    return [{"domain": domain, "url": url} for domain, url in found if domain in names.UNFURL_DOMAINS]


def _texts(message: Json) -> Iterator[str]:
    yield message.get("text", "")
    yield from _mrkdwn(message.get("blocks", []))


def _mrkdwn(part: Any) -> Iterator[str]:
    match part:
        case {"type": "mrkdwn" | "markdown", "text": str(text)}:
            yield text
        case {"type": "user", "user_id": str(user)}:
            yield f"<@{user}>"
        case {"type": "usergroup", "usergroup_id": str(group)}:
            yield f"<!subteam^{group}>"
        case {"type": "broadcast", "range": str(whom)}:
            yield f"<!{whom}>"
        case dict():
            for value in part.values():
                yield from _mrkdwn(value)
        case list():
            for value in part:
                yield from _mrkdwn(value)
