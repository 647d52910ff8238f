"""Readiness: whether deliveries should be sent to this process just now, and if not, why."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import text

from bot.db import Database, DatabaseError
from bot.slack.socket import Socket

PATIENCE_S = 2.0


class Readiness:
    """`socket` is None where Slack sends requests; `leaving` is set when the process is to end."""

    def __init__(self, db: Database, socket: Socket | None, leaving: asyncio.Event) -> None:
        self._db, self._socket, self._leaving = db, socket, leaving

    async def problems(self) -> Sequence[str]:
        found = ["Galley is stopping."] if self._leaving.is_set() else []
        if self._socket is not None and not await self._socket.is_connected():
            found.append("The socket to Slack is not connected.")
        return [*found, *await self._of_the_database()]

    async def _of_the_database(self) -> Sequence[str]:
        try:
            async with asyncio.timeout(PATIENCE_S), self._db.read() as session:
                await (await session.connection()).execute(text("SELECT 1"))
        except DatabaseError as error:
            return [str(error)]
        except TimeoutError:
            return [f"The database does not answer within {PATIENCE_S:g} s."]
        return []
