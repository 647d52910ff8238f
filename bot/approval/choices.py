"""What the overflow of a card offers."""

from collections.abc import Iterator
from itertools import chain, islice

from bot.approval.card import Card
from bot.clicks import BESIDE, COMPARE, CORRECT, SNOOZE, TAKE_BACK, WHY, WISH
from bot.slack.parts import plain

_ROOM = 5  # docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element

Choice = tuple[str, str]


def choices(shown: Card, batch_id: str) -> tuple[Choice, ...]:
    """(words, value); bot/clicks.py says how a value is read."""
    take_back = (("Take my decision back", f"{TAKE_BACK}/{batch_id}"),) if shown.may_change else ()
    first: tuple[Choice, ...] = (("Approve with changes", f"{WISH}/{batch_id}"), *take_back)
    last = (("Snooze my reminders", f"{SNOOZE}/{batch_id}"), ("Why am I asked?", f"{WHY}/{batch_id}"))
    between = chain(_comparisons(shown), _lookalikes(shown), [("Wrong tag?", f"{CORRECT}/{batch_id}")])
    return (*first, *islice(between, _ROOM - len(first) - len(last)), *last)


def _comparisons(shown: Card) -> Iterator[Choice]:
    """Of each picture that is asked about and has an older version."""
    for row in shown.rows:
        if row.turns and row.version > 1:
            which = f"picture {row.number} " if len(shown.rows) > 1 else ""
            yield f"Compare {which}with version {row.version - 1}", f"{COMPARE}/{row.asset_id}/{row.version}"


def _lookalikes(shown: Card) -> Iterator[Choice]:
    """Of each picture that is asked about and looks like another one."""
    for row in shown.rows:
        if row.turns and row.lookalikes:
            other = row.lookalikes[0]
            which = f"picture {row.number} " if len(shown.rows) > 1 else ""
            yield f"Compare {which}with {plain(other.title, 40)}", f"{BESIDE}/{row.version_id}/{other.version_id}"
