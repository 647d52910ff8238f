"""A remote system on loopback that records what it accepted, and can hang at the worst moment."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum


class Hang(StrEnum):
    NEVER = "never"
    PLANNING = "planning"  # what to send
    BEFORE = "before"  # it accepts
    AFTER = "after"  # it has accepted, without a reply


class Pulse:
    """Wakes everybody who waits now, each time."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def beat(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        await self._event.wait()


class Sink:
    def __init__(self) -> None:
        self.port = 0
        self.accepted: list[tuple[str, str]] = []  # key, lane
        self.hang = Hang.NEVER
        self.hanging = asyncio.Event()
        self.took = Pulse()
        self._recovered = asyncio.Event()

    @property
    def times(self) -> Counter[str]:
        return Counter(key for key, _ in self.accepted)

    def recover(self) -> None:
        """Whoever hung is let go; who was sending, without an answer."""
        self.hang = Hang.NEVER
        self.hanging.clear()
        self._recovered.set()
        self._recovered = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Sink"]:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0)
            asked = json.loads(await reader.readexactly(length) or "{}")
            answer = json.dumps(await self._take(asked) if head.startswith("post") else await self._find(head)).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the killed do not wait for an answer
        finally:
            writer.close()

    async def _take(self, asked: dict[str, str]) -> dict[str, str]:
        if self.hang is Hang.BEFORE:
            await self._hang()
        self.accepted.append((asked["key"], asked["lane"]))
        self.took.beat()
        if self.hang is Hang.AFTER:
            await self._hang()
        return {"id": f"remote-{asked['key']}"}

    async def _hang(self) -> None:
        await self._wait()
        raise ConnectionError

    async def _wait(self) -> None:
        self.hanging.set()
        await self._recovered.wait()

    async def _find(self, head: str) -> dict[str, str | None]:
        key = head.split()[1].removeprefix("/")
        if key == "plan" and self.hang is Hang.PLANNING:
            await self._wait()
        return {"id": f"remote-{key}" if self.times[key] else None}
