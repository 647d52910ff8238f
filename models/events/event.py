"""What every event has, and how history finds its kind again."""

from dataclasses import dataclass
from typing import ClassVar

_BY_NAME: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """`asset_id` files it in an asset's history; `actor_id` is the person who caused it, None for Galley itself."""

    name: ClassVar[str] = ""
    team_id: str
    asset_id: str | None = None
    actor_id: str | None = None

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__
        _BY_NAME[cls.name] = cls


def event_named(name: str) -> type[Event]:
    """KeyError when history holds a name that no code knows."""
    return _BY_NAME[name]
