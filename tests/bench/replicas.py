"""Replicas under measurement: how they are started, and what they cost. Linux tells the latter in /proc."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.world import Addresses
from tests.bench.processes import running
from tests.conftest import free_ports

LONGEST_S = 120.0


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Megabytes. `resident` counts shared pages in full, `own` its share of them (proc(5), smaps_rollup)."""

    resident: float
    children: float
    own_with_children: float
    cpu_s: float


@dataclass(frozen=True, kw_only=True)
class Replica:
    pid: int
    address: str
    ready_after_s: float

    def cost(self) -> Cost:
        mine, *children = (_memory(pid) for pid in _family(self.pid))
        return Cost(
            resident=mine["Rss"],
            children=sum(one["Rss"] for one in children),
            own_with_children=mine["Pss"] + sum(one["Pss"] for one in children),
            cpu_s=_cpu_s(self.pid),
        )


@asynccontextmanager
async def a_sandbox() -> AsyncIterator[Addresses]:
    port = free_ports()
    addresses = Addresses.from_port(port)
    async with running(["-m", "sandbox", "--port", str(port)], f"{addresses.page}/control/health"):
        yield addresses


@asynccontextmanager
async def a_replica(data: Path, database: str, addresses: Addresses, **settings: str) -> AsyncIterator[Replica]:
    port = free_ports()
    address = f"http://127.0.0.1:{port}"
    env = {
        "GALLEY_DATA": str(data),
        "GALLEY_DATABASE_URL": database,
        "GALLEY_PORT": str(port),
        "GALLEY_SANDBOX_URL": addresses.page,
        "GALLEY_LOG_LEVEL": "ERROR",
        "SLACK_API_URL": f"{addresses.slack}/api/",
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_SIGNING_SECRET": "sandbox-signing-secret",
        "WRIKE_TOKEN": "wrike-sandbox",
        "WRIKE_URL": addresses.wrike,
        **settings,
    }
    began = time.perf_counter()
    async with running(["-m", "bot", "run"], f"{address}/ready", env, within=LONGEST_S) as pid:
        yield Replica(pid=pid, address=address, ready_after_s=time.perf_counter() - began)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _memory(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines)}


def _cpu_s(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
