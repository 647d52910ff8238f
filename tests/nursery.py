"""Processes of their own, to be stopped, frozen and killed: forked from one that has imported everything already."""

import asyncio
import atexit
import os
from collections.abc import Callable

from bot.chaos.replicas import FORKS

LOADED = ["bot.service", "bot.commands.run", "tests.bot.jobs.victim"]


class Child:
    def __init__(self, live: Callable[..., None], *given: object) -> None:
        FORKS.set_forkserver_preload(LOADED)
        self._process = FORKS.Process(target=live, args=given)
        self._process.start()
        atexit.register(self._process.kill)  # whatever a test that failed left behind, frozen or not

    async def wait(self) -> int | None:
        """How it ended."""
        await asyncio.to_thread(self._process.join)
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def send_signal(self, number: int) -> None:
        os.kill(self._process.pid or 0, number)


async def born(live: Callable[..., None], *given: object) -> Child:
    """In a thread: the first one waits until everything is imported."""
    return await asyncio.to_thread(Child, live, *given)
