"""Promises: jobs that are to be done later, and when to look for the next of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs import ledger


class Promises:
    """`next` is when the first of them comes due, as far as is known here; None where none is known.

    What a look reads is of a moment ago. So what is promised here while it reads is kept beside it.
    """

    def __init__(self, *, at: datetime) -> None:
        self.next: datetime | None = None
        self._meanwhile: datetime | None = None
        self._seen = at

    def note(self, moment: datetime) -> bool:
        """Whether it comes before all that were known."""
        self._meanwhile = _earlier(self._meanwhile, moment)
        is_first = self.next is None or moment < self.next
        self.next = _earlier(self.next, moment)
        return is_first

    def are_due(self, *, at: datetime) -> bool:
        return self.next is not None and self.next <= at

    def begin_look(self) -> None:
        """Before the transaction that reads."""
        self._meanwhile = None

    async def lanes(self, session: AsyncSession, *, at: datetime) -> Sequence[str]:
        """Of what has come due since the last look; some were committed after their moment had come."""
        after = min(self._seen, self.next or self._seen)
        return await ledger.lanes_of_promises(session, after=after, until=at)

    async def end_look(self, session: AsyncSession, *, at: datetime) -> None:
        self.next = _earlier(await ledger.next_promise(session, now=at), self._meanwhile)
        self._seen = at

    def forget(self) -> None:
        """Until the next look, which reads them all."""
        self.next = None


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)
