"""The sandbox as a companion: found or started, with a data folder for each of its worlds."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.config import SANDBOX_PORT, Config
from bot.filelock import FileLock, Held

START_S = 15.0
STOP_S = 3.0
PAUSE_S = 0.05
STRANGER = "Port {port} is taken by something that is not the sandbox. Choose five free ports with --sandbox-port."


class NoSandbox(Exception):
    """The sandbox cannot be had; says why."""


@dataclass(frozen=True, kw_only=True)
class Playground:
    """`world` is new at every start of the sandbox: its ids begin anew, so what a bot knew of another does not hold."""

    port: int
    world: str

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, config: Config) -> Config:
        """These settings for a bot of this world. Its data lie apart from those of production."""
        slack, wrike = f"http://127.0.0.1:{self.port + 1}", f"http://127.0.0.1:{self.port + 2}"
        home = _worlds(config) / self.world
        return config.in_sandbox(self.page, slack=slack, wrike=wrike).model_copy(update={"data": home})


def look(port: int, *, within: float = 5.0) -> Playground | None:
    """None when nothing listens there. Raises NoSandbox when something else does."""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/control/health", timeout=within)
        told: Any = answer.json() if answer.status_code == HTTPStatus.OK else {}
    except httpx.ConnectError:
        return None
    except (httpx.HTTPError, ValueError) as error:
        raise NoSandbox(STRANGER.format(port=port)) from error
    if not isinstance(told, dict) or "world" not in told:
        raise NoSandbox(STRANGER.format(port=port))
    return Playground(port=port, world=str(told["world"]))


@contextmanager
def companion(port: int, *, starting: Callable[[], None]) -> Iterator[Playground]:
    """The sandbox at this port; one that was started here ends here, one that was found stays."""
    found = look(port)
    if found is not None:
        yield found
        return
    starting()
    child = subprocess.Popen(  # noqa: S603  a session of its own: Ctrl-C is for us, who finish what is being sent
        [sys.executable, "-m", "sandbox", "--port", str(port)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield _await(child, port)
    finally:
        _end(child)


def beside(config: Config) -> Config:
    """For a command beside a running Galley: its settings, in the world that is played now or was played last."""
    if config.has_slack:
        return config
    port = port_of(config)
    found = look(port)
    if found is not None:
        return found.settings(config)
    worlds = sorted(_worlds(config).glob("*/galley.db"), key=lambda path: path.stat().st_mtime)
    return Playground(port=port, world=worlds[-1].parent.name).settings(config) if worlds else config


def port_of(config: Config) -> int:
    """Where the sandbox's page is, or would be."""
    return urlsplit(config.sandbox_url or "").port or SANDBOX_PORT


def forget_others(config: Config, playground: Playground) -> None:
    """Remove what bots knew of worlds that have ended; a world that somebody plays in is locked."""
    for database in _worlds(config).glob("*/galley.db"):
        if database.parent.name == playground.world:
            continue
        lock = FileLock(database.with_name("galley.db.lock"))
        try:
            lock.take()
        except Held:
            continue
        shutil.rmtree(database.parent)
        lock.release()


def _worlds(config: Config) -> Path:
    return config.data / "sandbox"


def _await(child: "subprocess.Popen[bytes]", port: int) -> Playground:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        found = look(port)
        if found is not None:
            return found
        if child.poll() is not None:
            raise NoSandbox("The sandbox could not start.")  # it has said why
        time.sleep(PAUSE_S)
    raise NoSandbox(f"The sandbox did not open within {START_S:g} s.")


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
