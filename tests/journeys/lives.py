"""A Galley that is killed and started again, each life a process of its own."""

import asyncio
import multiprocessing
from contextlib import suppress
from multiprocessing.process import BaseProcess
from random import Random

from bot import logs, service
from bot.config import Config
from sandbox.serve import Sandbox
from tests.waiting import eventually

FORKS = multiprocessing.get_context("forkserver")  # the libraries are loaded once, not once a life
LONGEST_LIFE_S = 1.0


def live(config: Config) -> None:
    """What `galley run` does, in a process to be killed."""
    logs.configure(level="CRITICAL", as_json=False)
    asyncio.run(service.run(config, ready=str))


class Lives:
    def __init__(self, config: Config, sandbox: Sandbox, dice: Random) -> None:
        self._config, self._sandbox, self._dice = config, sandbox, dice
        self._life: BaseProcess | None = None
        self.ended = 0
        FORKS.set_forkserver_preload(["bot.service"])

    def begin(self) -> None:
        self._life = FORKS.Process(target=live, args=(self._config,))
        self._life.start()

    async def end_somewhere(self) -> None:
        """kill -9 right after a call that Slack has taken, whichever that is; some die before they are up."""
        until = self._calls() + self._dice.randrange(2, 60)
        with suppress(TimeoutError):  # it had nothing to do: an idle death counts as well
            await eventually(lambda: self._calls() >= until, within=LONGEST_LIFE_S)
        self.end()
        self.ended += 1

    def end(self) -> None:
        if self._life is not None:
            self._life.kill()
            self._life.join()

    def _calls(self) -> int:
        return len(self._sandbox.world.calls.since(system="slack"))
