"""The replicas: processes of their own that do what `galley run` does, made to be killed."""

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.chaos.balancer import Balancer
from bot.chaos.ports import Ports

FORKS = multiprocessing.get_context("forkserver")  # the libraries are loaded once, not once a life
ROLES = ("all", "worker", "web")


def live(environment: Mapping[str, str], log: Path) -> None:
    """`python -m bot run`, with its own environment and its own log."""
    os.setsid()  # Ctrl-C is for whoever plays the chaos
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ.update(environment)
    sys.argv = ["galley", "run"]
    runpy.run_module("bot", run_name="__main__")


@dataclass
class Replica:
    name: str
    role: str
    port: int
    process: BaseProcess
    is_frozen: bool = False

    @property
    def is_alive(self) -> bool:
        return self.process.is_alive()

    def signal(self, number: signal.Signals) -> None:
        if self.process.pid is not None and self.process.is_alive():
            os.kill(self.process.pid, number)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


class Crew:
    """`environment` is what all of them are given; each gets a role and a port besides."""

    def __init__(self, environment: Mapping[str, str], logs: Path, ports: Ports, balancer: Balancer) -> None:
        self._environment, self._logs, self._ports, self._balancer = environment, logs, ports, balancer
        self._count = 0
        self._members: list[Replica] = []
        FORKS.set_forkserver_preload(["bot.service", "bot.commands.run"])

    @property
    def ports(self) -> Sequence[int]:
        return [one.port for one in self._members]

    def begin(self, replicas: int) -> None:
        roles = ["all"] if replicas == 1 else [ROLES[number % len(ROLES)] for number in range(replicas)]
        for role in roles:
            self._members.append(self._hire(role))
        self._call_in()

    def chosen(self, throw: float) -> Replica:
        """One of those that are up; the dice decide which."""
        up = [one for one in self._members if not one.is_frozen] or self._members
        return up[int(throw * len(up))]

    async def bring_back(self, dead: Replica, *, after: float) -> None:
        """The same name and the same port."""
        await asyncio.sleep(after)
        dead.process = self._start(dead.name, dead.role, dead.port)

    async def replace(self, lost: Replica, *, after: float) -> None:
        await asyncio.sleep(after)
        self._members[self._members.index(lost)] = self._hire(lost.role)
        self._call_in()

    def look_after(self) -> None:
        """Whoever could not start, such as for a port that is taken, is given another one."""
        for one in self._members:
            if not one.is_alive and one.process.exitcode not in (None, -signal.SIGKILL):
                one.port = self._ports.one()
                one.process = self._start(one.name, one.role, one.port)
        self._call_in()

    def end(self) -> None:
        for one in self._members:
            one.signal(signal.SIGCONT)
            one.kill()

    def _hire(self, role: str) -> Replica:
        self._count += 1
        name, port = f"replica-{self._count}", self._ports.one()
        return Replica(name, role, port, self._start(name, role, port))

    def _start(self, name: str, role: str, port: int) -> BaseProcess:
        environment = {**self._environment, "GALLEY_ROLE": role, "GALLEY_PORT": str(port)}
        process = FORKS.Process(target=live, args=(environment, self._logs / f"{name}.log"), name=name)
        process.start()
        return process

    def _call_in(self) -> None:
        self._balancer.backends = [one.port for one in self._members if one.role != "worker"]
