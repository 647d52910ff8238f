"""record(): append an event, and let what follows from it begin in the same transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.booking import Book, booked
from bot.causes import cause
from bot.clock import Clock
from bot.db import after_commit
from models.chain import digest_of, moment
from models.events import Event
from models.tables import METADATA

log = structlog.get_logger(__name__)

Reaction = Callable[[AsyncSession, Any], Awaitable[None]]
Reactions = Mapping[type[Event], Sequence[Reaction]]

_ENTRIES = Book(
    table=METADATA.tables["history"],
    columns=("team_id", "asset_id", "event", "actor_id", "at", "details", "digest"),
)
_FILED_APART = frozenset({"team_id", "asset_id", "actor_id"})


class History:
    """Knows no step: app.py hands it the table of reactions when everything exists."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._reactions: Reactions = {}

    def follow(self, reactions: Reactions) -> None:
        self._reactions = reactions

    async def record(self, session: AsyncSession, event: Event) -> None:
        """Append `event` at the end of this transaction, and run what reactions.py lists for it, in order."""
        details = {name: value for name, value in vars(event).items() if name not in _FILED_APART}
        at = self._clock.now()
        entry = {
            "team_id": event.team_id,
            "asset_id": event.asset_id,
            "event": event.name,
            "actor_id": event.actor_id,
            "at": at,
            "details": details,
        }
        entry["digest"] = digest_of({**entry, "at": moment(at)})
        booked(session, _ENTRIES).append(entry)
        say = log.info if cause() else log.debug  # a start follows from no delivery and is nobody's story
        after_commit(session, partial(say, "committed", what=event.name, asset=event.asset_id))
        for reaction in self._reactions.get(type(event), ()):
            await reaction(session, event)
