"""Together: transactions that are wanted in the same moment become one. Each has its part in it, the commit is shared.

A third of what a short transaction costs is its frame: a connection, a beginning, the writing down, the commit. So the
more people click at once, the less a click costs.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database, DatabaseBusy, act_at_the_end, own_callbacks

MOST = 16  # in one: nobody waits long for the commit


class BrokenUp(DatabaseBusy):
    """Another part of it failed, and all of it was taken back: trying again, alone, helps at once."""

    def __init__(self) -> None:
        super().__init__("Somebody else's answer came in between. Nothing was changed; please try again.")


class Together:
    def __init__(self, db: Database, *, at_once: int) -> None:
        self._db = db
        self._turns = asyncio.Semaphore(at_once)
        self._open: dict[_Shared, None] = {}

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """As Database.write; what others have booked in this session (bot/booking.py) is not written yet. May raise
        BrokenUp.
        """
        shared = self._with_room() if self._turns.locked() else None
        async with shared.part() if shared else self._first() as session:
            yield session

    def _with_room(self) -> "_Shared | None":
        return min((one for one in self._open if one.parts < MOST), key=lambda one: one.parts, default=None)

    @asynccontextmanager
    async def _first(self) -> AsyncIterator[AsyncSession]:
        shared = _Shared()
        self._open[shared] = None
        try:
            async with self._turns, self._db.write() as session:
                yield session
                await act_at_the_end(session)
                await shared.give_parts(session)
                self._open.pop(shared)
                shared.must_be_whole()
        except BaseException:
            shared.is_broken = True
            raise
        finally:
            self._open.pop(shared, None)
            shared.end()


class _Shared:
    """One transaction, seen by all but the first, who has opened it and will commit it."""

    def __init__(self) -> None:
        self.is_broken = False
        self._session: AsyncSession | None = None
        self._begun, self._over = asyncio.Event(), asyncio.Event()
        self._floor = asyncio.Lock()
        self.parts, self._outstanding = 1, 0
        self._all_said = asyncio.Event()

    @asynccontextmanager
    async def part(self) -> AsyncIterator[AsyncSession]:
        """Returns when it is committed; only then is whoever had the part called back, in a context of their own."""
        self.parts += 1
        self._outstanding += 1
        try:
            await self._begun.wait()
            async with self._floor:
                session = self._must_be_open()
                with own_callbacks(session) as callbacks, self._breaking():
                    yield session
                    await act_at_the_end(session)
        finally:
            self._outstanding -= 1
            self._all_said.set()
        await self._over.wait()
        self.must_be_whole()
        for callback in callbacks:
            callback()

    async def give_parts(self, session: AsyncSession) -> None:
        """Until everybody who came has had theirs. Whoever is cancelled here waits all the same: one session is never
        in two hands.
        """
        self._session = session
        self._begun.set()
        try:
            await self._until_all_said()
        except asyncio.CancelledError:
            self.is_broken = True
            await self._until_all_said()
            raise

    def must_be_whole(self) -> None:
        if self.is_broken:
            raise BrokenUp

    def end(self) -> None:
        self._begun.set()
        self._over.set()

    def _must_be_open(self) -> AsyncSession:
        self.must_be_whole()
        assert self._session is not None  # noqa: S101  it has begun and is whole
        return self._session

    @contextmanager
    def _breaking(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.is_broken = True
            raise

    async def _until_all_said(self) -> None:
        while self._outstanding:
            self._all_said.clear()
            await self._all_said.wait()
