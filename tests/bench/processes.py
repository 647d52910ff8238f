"""Processes of their own, or they would share the load generator's time."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import httpx

from tests.loopback import loopback
from tests.waiting import eventually


@asynccontextmanager
async def running(
    arguments: Sequence[str], health: str, env: Mapping[str, str] | None = None, *, within: float = 30
) -> AsyncIterator[int]:
    """Its process id, from the moment it answers there."""
    child = await asyncio.create_subprocess_exec(sys.executable, *arguments, env={**os.environ, **(env or {})})
    try:
        async with loopback() as http:
            await eventually(lambda: _answers(http, health), within=within)
        yield child.pid
    finally:
        child.terminate()
        await child.wait()


class Servant:
    """A process that is asked a line at a time, and answers with a line."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child

    async def ask(self, words: str) -> str:
        assert self._child.stdin is not None
        self._child.stdin.write(f"{words}\n".encode())
        return await self.hear()

    async def hear(self) -> str:
        assert self._child.stdout is not None
        line = await self._child.stdout.readline()
        if not line:
            raise SystemExit("A process of this bench has ended.")
        return line.decode().strip()


@asynccontextmanager
async def serving(*arguments: str) -> AsyncIterator[Servant]:
    """It ends by itself at the end of its input."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=pipe, stdout=pipe, limit=1 << 20)
    try:
        servant = Servant(child)
        await servant.hear()
        yield servant
    finally:
        assert child.stdin is not None
        child.stdin.close()
        await child.wait()


async def _answers(http: httpx.AsyncClient, health: str) -> bool:
    try:
        return (await http.get(health)).is_success
    except httpx.TransportError:
        return False
