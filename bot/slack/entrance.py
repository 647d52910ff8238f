"""The entrance: every delivery gets an id, is timed until its answer, and leaves one line in the log."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import structlog

from bot import metrics
from bot.causes import caused

log = structlog.get_logger(__name__)


class Kind(StrEnum):
    """What may come in. Few and fixed: it labels a metric."""

    CLICK = "click"
    FORM = "form"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    OPTIONS = "options"
    EVENT = "event"
    WEBHOOK = "webhook"
    OTHER = "other"


_OF_SLACK = {
    "block_actions": Kind.CLICK,
    "view_submission": Kind.FORM,
    "view_closed": Kind.FORM,
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.SHORTCUT,
    "block_suggestion": Kind.OPTIONS,
    "event_callback": Kind.EVENT,
}


@contextmanager
def taking_in(kind: Kind, *, what: str = "", delivery: str | None = None) -> Iterator[None]:
    """`what` is it about, and `delivery` what the sender calls it: for the log only."""
    began = time.perf_counter()
    with caused(), metrics.answering(kind):
        try:
            yield
        finally:
            took = time.perf_counter() - began
            tell = log.debug if kind is Kind.EVENT else log.info  # most events are echoes of what we said ourselves
            tell("taken in", kind=kind, what=what, delivery=delivery, ms=round(took * 1000, 1))


@contextmanager
def taking_in_from_slack(body: Mapping[str, Any]) -> Iterator[None]:
    with taking_in(_kind(body), what=_what(body), delivery=body.get("event_id")):
        yield


def _kind(body: Mapping[str, Any]) -> Kind:
    return Kind.COMMAND if "command" in body else _OF_SLACK.get(str(body.get("type")), Kind.OTHER)


def _what(body: Mapping[str, Any]) -> str:
    """The name that we or Slack gave it; never what a person wrote."""
    match body:
        case {"actions": [{"action_id": str(name)}, *_]} | {"action_id": str(name)}:
            return name
        case {"event": {"type": str(name)}} | {"view": {"callback_id": str(name)}} | {"callback_id": str(name)}:
            return name
        case {"command": str(name)}:
            return name
    return str(body.get("type") or "")
