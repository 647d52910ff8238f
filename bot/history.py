"""record(): append an event, and let what follows from it begin in the same transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from models.events import Event
from models.history import Entry

Reaction = Callable[[AsyncSession, Any], Awaitable[None]]
Reactions = Mapping[type[Event], Sequence[Reaction]]

_FILED_APART = frozenset({"team_id", "asset_id", "actor_id"})


class History:
    """Knows no step: app.py hands it the table of reactions when everything exists."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._reactions: Reactions = {}

    def follow(self, reactions: Reactions) -> None:
        self._reactions = reactions

    async def record(self, session: AsyncSession, event: Event) -> None:
        """Append `event`, then run what reactions.py lists for it, in order."""
        session.add(
            Entry(
                team_id=event.team_id,
                asset_id=event.asset_id,
                event=event.name,
                actor_id=event.actor_id,
                at=self._clock.now(),
                details={name: value for name, value in asdict(event).items() if name not in _FILED_APART},
            )
        )
        for reaction in self._reactions.get(type(event), ()):
            await reaction(session, event)
