"""Attributes as fields of a form: the input that suits each kind, and what somebody wrote into it, or why not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.policy import Policy
from bot.slack.inputs import SELECT_OPTIONS, day
from bot.slack.parts import Block, date_time, many_of, people, select, text
from bot.slack.typed import address, number, one_of_many, some_of_many
from models.attributes.reading import LONGEST, LONGEST_TEXT, NO, YES, Reader, Unfit, Value
from models.attributes.schema import Kind

WORDS = "fields.words"
"""The action id of a list that is too long for a menu: Slack asks what to offer (bot/intake/listeners.py)."""

_BOOL = (("Yes", YES), ("No", NO))


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a form says: values by attribute, and by block why something is no value."""

    values: Mapping[str, Value] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def input_for(
    name: str, policy: Policy, *, initial: Value = "", optional: bool, hint: str = "", block_id: str = ""
) -> Block:
    """`initial` is a value as it is kept; `hint` stands in place of the attribute's own."""
    reader = policy.reader(name)
    common = {"hint": hint or reader.attribute.hint, "optional": optional}
    if reader.vocabulary is not None:
        return _listed(block_id or name, reader, initial, common)
    one = initial if isinstance(initial, str) else ", ".join(initial)
    return _DRAWN[reader.attribute.kind](block_id or name, reader.attribute.label, one, common)


def read_form(values: Mapping[str, Mapping[str, Any]], policy: Policy) -> Written:
    """Of every block that is named after an attribute."""
    given: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name in policy.attributes:
        if name in values:
            reader = policy.reader(name)
            try:
                given[name] = reader.read(_state(values[name], reader))
            except Unfit as unfit:
                errors[name] = f"{unfit}."
    return Written(values=given, errors=errors)


def offers(name: str, typed: str, policy: Policy) -> Sequence[str]:
    """The words of a long list that begin as somebody types; with an open one also what they typed."""
    words = policy.reader(name).vocabulary if name in policy.attributes else None
    if words is None:
        return ()
    found, own = words.beginning(typed, most=SELECT_OPTIONS), " ".join(typed.split())[:75]
    return [own, *found][:SELECT_OPTIONS] if words.open and own and words.term(own) is None else found


def _listed(block_id: str, reader: Reader, initial: Value, common: Mapping[str, Any]) -> Block:
    attribute, words = reader.attribute, reader.vocabulary
    terms = list(words.terms) if words else []
    chosen = ([initial] if initial else []) if isinstance(initial, str) else initial
    is_long = len(terms) > SELECT_OPTIONS or (words is not None and words.open)
    match attribute.is_multiple, is_long:
        case True, True:
            return some_of_many(block_id, attribute.label, action_id=WORDS, initial=chosen, **common)
        case False, True:
            first = chosen[0] if chosen else ""
            return one_of_many(block_id, attribute.label, action_id=WORDS, initial=first, **common)
        case True, False:
            return many_of(block_id, attribute.label, _same(terms), initial=chosen, **common)
    return select(block_id, attribute.label, _same(terms), initial=chosen[0] if chosen else None, **common)


def _day(block_id: str, label: str, kept: str, common: Mapping[str, Any]) -> Block:
    return day(block_id, label, initial=date.fromisoformat(kept) if kept else None, **common)


def _moment(block_id: str, label: str, kept: str, common: Mapping[str, Any]) -> Block:
    seconds = int(datetime.fromisoformat(kept).timestamp()) if kept else None
    return date_time(block_id, label, initial=seconds, **common)


_DRAWN: Mapping[Kind, Callable[[str, str, str, Mapping[str, Any]], Block]] = {
    **dict.fromkeys(
        (Kind.TEXT, Kind.SINGLE),
        lambda block_id, label, kept, common: text(block_id, label, initial=kept, longest=LONGEST, **common),
    ),
    Kind.MULTI: lambda block_id, label, kept, common: text(
        block_id, label, initial=kept, longest=LONGEST_TEXT, **common
    ),
    Kind.LONGTEXT: lambda block_id, label, kept, common: text(
        block_id, label, initial=kept, multiline=True, longest=LONGEST_TEXT, **common
    ),
    Kind.BOOL: lambda block_id, label, kept, common: select(block_id, label, _BOOL, initial=kept or None, **common),
    Kind.INT: lambda block_id, label, kept, common: number(block_id, label, initial=kept, is_whole=True, **common),
    Kind.DECIMAL: lambda block_id, label, kept, common: number(block_id, label, initial=kept, **common),
    Kind.URL: lambda block_id, label, kept, common: address(block_id, label, initial=kept, **common),
    Kind.USER: lambda block_id, label, kept, common: people(block_id, label, initial=kept or None, **common),
    Kind.DATE: _day,
    Kind.DATETIME: _moment,
}


def _same(terms: Sequence[str]) -> list[tuple[str, str]]:
    return [(term, term) for term in terms]


def _state(block: Mapping[str, Any], reader: Reader) -> str | list[str]:
    """Slack's state of the one input of a block, as people would write it."""
    state = next(iter(block.values()), None) or {}
    if "selected_options" in state:
        return [str(option["value"]) for option in state["selected_options"] or ()]
    if "selected_option" in state:
        return str((state["selected_option"] or {}).get("value", ""))
    if (seconds := state.get("selected_date_time")) is not None:
        return f"{datetime.fromtimestamp(int(seconds), tz=reader.zone):%Y-%m-%d %H:%M}"
    return str(state.get("value") or state.get("selected_date") or state.get("selected_user") or "")
