"""Logs: one line an event, for people or as JSON. No secret ever stands in one."""

import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from io import StringIO
from typing import Any

import structlog

MASK = "********"
SHORTEST = 8
TRACEBACK = "exception"  # goes over several lines
_SECRETS = re.compile(r"xox[a-z](?:\.[a-z0-9]+)?-[\w-]+|xapp-[\w-]+|(?<=bearer )[\w.~+/=-]{8,}", re.IGNORECASE)
_NAMED_SECRET = re.compile(r"token|secret|password|authorization|cookie", re.IGNORECASE)
_ACTS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)  # escapes, breaks, turning letters


def configure(*, level: str, as_json: bool, secrets: Iterable[str] = ()) -> None:
    """For the process; everything that logs through the standard library is heard too, from WARNING on."""
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask,
        hiding(secrets),
    ]
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(_Paper()),
    )
    _hear_the_libraries(shared, render)


def hiding(secrets: Iterable[str]) -> structlog.typing.Processor:
    """Our own secrets are hidden whatever they look like; the shortest would be hidden in every other word."""
    known = sorted((re.escape(one) for one in secrets if len(one) >= SHORTEST), key=len, reverse=True)
    pattern = re.compile("|".join(known) or r"(?!)")

    def hide(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for name, value in event.items():
            event[name] = _without(pattern, value)
        return event

    return hide


def _without(pattern: re.Pattern[str], value: Any) -> Any:
    """However deep it lies in what is logged."""
    match value:
        case str():
            return pattern.sub(MASK, value)
        case dict():
            return {name: _without(pattern, one) for name, one in value.items()}
        case list():
            return [_without(pattern, one) for one in value]
    return value


class _Paper(StringIO):
    """Standard error, wherever it points now. Nobody reads a log that breaks, but the work goes on."""

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def mask(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tokens are hidden wherever they stand, and whatever is called a token or a secret is hidden whole. A line stays
    one line, and a terminal only shows it, whoever wrote the words in it.
    """
    for name, value in event.items():
        shown = MASK if _NAMED_SECRET.search(name) and value else _masked(value)
        event[name] = _still(shown, lines=name == TRACEBACK) if isinstance(shown, str) else shown
    return event


def _still(text: str, *, lines: bool) -> str:
    return "\n".join(_ACTS.sub("\ufffd", one) for one in (text.split("\n") if lines else [text]))


def _masked(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {key: MASK if _NAMED_SECRET.search(str(key)) and one else _masked(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_masked(one) for one in value]
        case bytes():
            return _masked(value.decode(errors="replace"))
    return _SECRETS.sub(MASK, str(value))


def _hear_the_libraries(shared: list[structlog.typing.Processor], render: structlog.typing.Processor) -> None:
    handler = logging.StreamHandler(_Paper())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, mask, render],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
