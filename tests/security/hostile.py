"""Builds the arguments of any view from its type hints, with words in every place where somebody's words may stand."""

import enum
import inspect
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlmodel import SQLModel

from bot.approval.card import Look
from models.asset import AssetState
from models.refusal import Refusal
from models.review import refusals
from models.review.words import Outcome
from models.verdict_words import Sound

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CARD = "https://acme.slack.com/archives/C0REVIEW/p1772445600000100"
TASK = "https://www.wrike.com/open.htm?id=4700"

WORDS = (
    "hero shot",
    "<!channel>QZ",
    "<!here> now",
    "<!everyone>",
    "<!subteam^S1|@team>",
    "<@U0VICTIM>",
    "<#C0SECRET>",
    "<https://evil.example|click>",
    "<mailto:a@evil.example|mail>",
    "<slack://open?team=T1>",
    "<!date^0^{date}^https://evil.example|soon>",
    "&lt;!channel&gt;ZQ",
    "&amp;lt;!channel&amp;gt;",
    "https://evil.example/hero.jpg",
    "@everyone @channel #general a@evil.example",
    "*bold* _it_ ~gone~ :tada:",
    "`code` ```fence``` a`b",
    "line\n>quoted\n\n*Approved* by Bea\r\nmore\u2028end\u2029",
    "gpj.\u202eexe \u200bzero\u2060width\ufeff \u2066iso\u2069 \U000e0041tag",
    "\ud800 lone \udfff",
    "nul\x00bell\x07\x1b]8;;https://evil.example\x1b\\x",
    "x" * 10_000,
    "&" * 10_000,
    "<!channel>" * 1_000,
    "{0} {title} %s {self.__class__}",
    " ",
)
ADDRESSES = (TASK, "javascript:alert(1)", f"{TASK}|<!channel>", f"{TASK}\n<@U0VICTIM>", f"{TASK}&a=<b>", "")
REFUSALS = tuple(refusals.Refusal.__subclasses__())


@dataclass
class Hostile:
    """One draw: every list has the same length, so that lists which belong together do."""

    chance: Random
    count: int
    ids: int = 0

    @classmethod
    def drawn(cls, seed: int) -> "Hostile":
        chance = Random(seed)
        return cls(chance, chance.choice((1, 1, 2, 3, 12, 20)))

    def arguments(self, view: Callable[..., Any]) -> dict[str, Any]:
        hints = get_type_hints(view)
        return {name: self.value(hints[name], name) for name in inspect.signature(view).parameters}

    def words(self) -> str:
        return self.chance.choice(WORDS)

    def value(self, hint: Any, name: str) -> Any:
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            return self.value(self.chance.choice(inner), name)
        if hint is type(None):
            return None
        if origin in (tuple, list, Sequence, Iterable, Collection) and (origin is not tuple or Ellipsis in inner):
            made = [self.value(inner[0], name) for _ in range(self.count)]
            return made if origin is list else tuple(made)
        if origin is tuple:
            return tuple(self.value(one, name) for one in inner)
        if origin in (dict, Mapping):
            return {} if inner[1] is Any else {f"U0{one}": self.value(inner[1], name) for one in range(self.count)}
        return self._plain(hint, name)

    def _plain(self, hint: Any, name: str) -> Any:
        match hint:
            case _ if hint is str:
                return self._text(name)
            case _ if hint is bool:
                return self.chance.random() < 0.5
            case _ if hint is int and name == "number":
                self.ids += 1
                return self.ids
            case _ if hint in (int, float):
                return self.chance.randint(1, 9)
            case _ if hint is range:
                return range(1, 10)
            case _ if hint is datetime:
                return NOON + timedelta(minutes=self.chance.randint(-9, 9))
            case _ if hint is date:
                return NOON.date()
            case _ if hint is Any:
                return self.words()
            case _ if hint is Refusal:
                return self._made(self.chance.choice(REFUSALS))
            case _ if isinstance(hint, type) and issubclass(hint, enum.Enum):
                return self.chance.choice(list(hint))
        return self._made(hint)

    def _made(self, kind: Any) -> Any:
        if isinstance(kind, type) and issubclass(kind, SQLModel):
            hints = {name: field.annotation for name, field in kind.model_fields.items()}
        else:
            hints = get_type_hints(kind if is_dataclass(kind) else kind.__init__)
        return kind(**_possible({name: self.value(hint, name) for name, hint in hints.items() if name != "return"}))

    def _text(self, name: str) -> str:
        if name in ("place", "twin", "download"):
            return CARD
        if name == "permalink":
            return self.chance.choice(ADDRESSES)
        if name in ("person_id", "awaited_ids", "seats", "others", "by_id"):
            return f"U0{self.chance.randint(1, 3)}"
        if name == "channel_id":
            return "C0CAMPAIGN"
        if name in _OURS:
            return _OURS[name]
        if name == "id" or name.endswith(("_id", "_ids")) or name in _IDS:
            self.ids += 1
            return f"{self.ids:026d}"
        return self.words()


def _possible(drawn: dict[str, Any]) -> dict[str, Any]:
    """What cannot be together in the truth is not drawn together either."""
    if drawn.get("outcome") is Outcome.PENDING:
        drawn["outcome"] = Outcome.REJECTED
    if drawn.get("sound") is Sound.NOTHING:
        drawn["sound"] = Sound.YES
    if drawn.get("is_given_up") and drawn["state"] not in (AssetState.CHECKING, AssetState.APPROVED):
        drawn["is_given_up"] = False
    if "look" in drawn:
        is_asked = drawn["look"] in (Look.WAITING, Look.LATE)
        drawn["turns"] = drawn["turns"] if is_asked else ()
        drawn["look"] = Look.NOBODY if is_asked and not drawn["turns"] else drawn["look"]
    return drawn


_OURS = {"due": "6 Mar", "query": "type:jpg by:me"}
"""What Galley wrote itself before it comes here: a day, and a search that was understood and found short enough."""

_IDS = frozenset(
    {
        "repair_version",
        "details_asset",
        "join_version",
        "after",
        "waiting",
        "waiting_after",
        "mine_after",
        "waiting_next",
        "mine_next",
    }
)
"""Names of ours that hold an id, whatever they are called."""
