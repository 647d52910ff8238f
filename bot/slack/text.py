"""Slack's mrkdwn: what strangers wrote, made harmless, and the few things Slack itself understands."""

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from models.person import Person

LONGEST_NAME = 300  # of a title, file name or reason inside a sentence, unless its view says otherwise
LONGEST_FILE_NAME = 1_000  # as it is kept

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})  # controls, zero width, direction, private use
_SPACES = re.compile(r"\s+")
_PARAGRAPHS = re.compile(r"\n\s*\n\s*")
_DECORATION = re.compile(r":[a-z][a-z0-9_+-]*: ?|\*|^>", re.MULTILINE)
_HOLES = re.compile("[\x00\ud800-\udfff]")
_TORN = re.compile(r"(<[^<>]*|&[a-z]{0,3})$")
_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^<>]+)>")
_ADDRESS = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>")
_SLACK_ID = re.compile(r"[A-Z0-9]{2,24}")


def escape(text: str, limit: int = LONGEST_NAME) -> str:
    """Untrusted text as one line of mrkdwn: no mention, no link, no invisible or turning letters, at most `limit`.

    https://docs.slack.dev/messaging/formatting-message-text, "Escaping text". Our text objects are verbatim besides,
    so that a bare @channel or #general stays what it is.
    """
    return _entities(plain(text, limit))


def escape_lines(text: str, limit: int = 2_000) -> str:
    """The same for several lines, such as a reason; each one quoted, so that nobody takes it for Galley's own words."""
    lines = (plain(line, limit) for line in _PARAGRAPHS.sub("\n", text.strip()).splitlines())
    kept = clip("\n".join(line for line in lines if line), limit)
    return "\n".join(f">{_entities(line)}" for line in kept.splitlines())


def plain(text: str, limit: int = LONGEST_NAME) -> str:
    """Untrusted text as one line for a plain_text object, where Slack reads no mark-up."""
    line = _SPACES.sub(" ", text)
    if not line.isprintable():
        line = "".join(letter for letter in line if unicodedata.category(letter) not in _INVISIBLE)
    return clip(line.strip(), limit)


def storable(part: Any) -> Any:
    """What Slack brings, without the letters that no database takes (NUL, halves of a letter); changed in its place."""
    if isinstance(part, str):
        return _HOLES.sub("", part)
    if isinstance(part, dict | list):
        for place, inner in list(part.items()) if isinstance(part, dict) else enumerate(part):
            part[place] = storable(inner)
    return part


def unmarked(text: str) -> str:
    """As it was typed: Slack sends people as <@U123|name> and the three letters of mark-up as entities.

    https://docs.slack.dev/interactivity/implementing-slash-commands, "Escaping users and channels"
    """
    return html.unescape(_ADDRESS.sub(r"\1", _CHANNEL.sub(r"#\1", _PERSON.sub(r"@\1", text))))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; an ellipsis says that there was more."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def visible(text: str, limit: int = LONGEST_NAME) -> str:
    """`plain`, where Slack refuses nothing at all: a name of blanks or invisible letters still has a button."""
    return plain(text, limit) or "…"


def clip_marked(text: str, limit: int) -> str:
    """The same for mrkdwn of ours: what is cut off takes the half of a link or an entity before it along."""
    if len(text) <= limit:
        return text
    return f"{_TORN.sub('', text[: limit - 1]).rstrip()}…"


def mention(person_id: str) -> str:
    """Rings that person. A name without a ring is `name_of`."""
    if not _SLACK_ID.fullmatch(person_id):
        raise ValueError(f"{person_id!r} is not a Slack id")
    return f"<@{person_id}>"


def channel_link(channel_id: str) -> str:
    if not _SLACK_ID.fullmatch(channel_id):
        raise ValueError(f"{channel_id!r} is not a Slack id")
    return f"<#{channel_id}>"


def name_of(person: Person) -> str:
    return escape(person.name or person.handle, 80)


def when(moment: datetime, fallback: str | None = None) -> str:
    """A moment that each reader sees in their own time zone; `fallback` is for clients that cannot."""
    written = fallback or f"{moment:%d %b %Y, %H:%M} UTC"
    shown = written.replace("|", "/").replace(">", "").replace("<", "")
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} {{time}}|{shown}>"


def day(one: date) -> str:
    """A day of somebody's calendar, which is the same day for every reader."""
    return f"{one:%a} {one.day} {one:%b}"


def days(first: date, last: date) -> str:
    """Both ends included."""
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"


def link(url: str, text: str) -> str:
    """A link with our own words; both may be untrusted. An address that is not http(s) is not made a link."""
    words = escape(text, 200).replace("|", "¦")
    if urlsplit(url).scheme not in ("http", "https"):
        return words
    target = _entities(_SPACES.sub("%20", url)).replace("|", "%7C")
    return f"<{target}|{words}>"


def listed(names: Sequence[str], last: str = "and", *, most: int = 8) -> str:
    """Escaped, as in `Ana, Bo and Cy`; those beyond `most` are counted."""
    shown = [escape(name, 80) for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}" if len(shown) > 1 else "".join(shown)


def code(text: str) -> str:
    """Letter by letter, such as a path; inside back-ticks nothing else may end them."""
    return f"`{escape(text).replace('`', chr(39))}`"


def spoken(*lines: str) -> str:
    """Lines of mrkdwn for notifications and screen readers: without emoji, bold and marks of quotation."""
    return "\n".join(_DECORATION.sub("", line) for line in lines if line)


def bold(text: str) -> str:
    """Escaped text in bold."""
    return f"*{text}*" if text else ""


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
