"""What every test may ask for: a running sandbox on ports of its own."""

import gc
import itertools
import os
import random
import socket
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from sandbox.serve import Sandbox

pytest_plugins = ["tests.browsers", "tests.databases", "tests.bot.jobs.house"]

settings.register_profile(
    "galley", deadline=None
)  # a loaded machine is slow; what must be quick is measured in tests/bench
settings.load_profile("galley")

LONGEST = ("test_chaos", "test_tour", "test_kill", "test_by_hand", "test_bad_day", "test_home", "test_commands")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait for minutes begin first, beside everything else."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONGEST) if item.path.name.startswith(name)), 99))


gc.disable()  # until everything is collected


def pytest_collection_finish() -> None:
    """A million things that stay until the end: searching them for garbage would take half a second, many times. And
    what comes is searched as rarely as in a Galley that runs (bot/service.py).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WORKERS = 16
# Below the range from which Linux and macOS lend ports to outgoing connections; and of no other test process, since
# whoever is killed and started again needs the same port again.
PORTS = range(12_000, 32_000, 5)[WORKER % WORKERS :: WORKERS]


_LENT = itertools.cycle(random.Random().sample(PORTS, k=len(PORTS)))


def free_ports() -> int:
    """The first of five free ports in a row; the same ones again only when all others have had their turn, since
    whoever asks twice may not listen yet.
    """
    for port in itertools.islice(_LENT, len(PORTS)):
        if all(_is_free(port + step) for step in range(5)):
            return port
    raise RuntimeError("No five free ports in a row.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A fresh first morning for every test; it starts and stops in a few milliseconds."""
    async with Sandbox(free_ports()) as running:
        yield running
