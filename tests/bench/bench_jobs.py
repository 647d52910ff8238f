"""Jobs: how soon one begins, and how many are done a second: `python -m tests.bench.bench_jobs`.

Each is a message of ours, sent as always (intent, HTTP, receipt, each with its commit) to a sandbox in a process of its
own that keeps no limits; what it has taken, and when, is read from its own log of calls.
"""

import asyncio
import json
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

import httpx

from bot.migrate import migrate
from sandbox.world import Addresses
from tests.bench import processes
from tests.bench.processes import Servant
from tests.bench.targets import Figure, tell
from tests.conftest import free_ports
from tests.loopback import loopback
from tests.postgres import serving

MESSAGES, ALONE, WARM_UP = 600, 100, 64


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "postgresql", {}) as postgresql:
        sqlite = f"sqlite:///{folder}/galley.db"
        migrate(sqlite)
        addresses = Addresses.from_port(free_ports())
        port = addresses.page.rpartition(":")[2]
        async with (
            processes.running(["-m", "sandbox", "--port", port], f"{addresses.page}/control/health"),
            loopback(addresses.page, timeout=60) as http,
        ):
            (await http.post("/control/slack/app", json={"limits": False})).raise_for_status()
            bench = Bench(f"{addresses.slack}/api/", http)
            figures = (
                Figure(name="From commit to start, SQLite, p50 in ms", found=await bench.wait(sqlite), at_most=30),
                Figure(
                    name="From commit to start, PostgreSQL, p50 in ms",
                    found=await bench.wait(postgresql.ready()),
                    at_most=30,
                ),
                Figure(name="Effects a second, SQLite", found=await bench.rate(sqlite, replicas=1), at_least=60),
                Figure(
                    name="Effects a second, PostgreSQL, one replica",
                    found=await bench.rate(postgresql.ready(), replicas=1),
                ),
                Figure(
                    name="Effects a second, PostgreSQL, three replicas",
                    found=await bench.rate(postgresql.ready(), replicas=3),
                    at_least=100,
                ),
            )
    tell(f"Jobs: {MESSAGES} messages", figures)


class Bench:
    def __init__(self, slack_api: str, control: httpx.AsyncClient) -> None:
        self._slack_api, self._control = slack_api, control

    async def wait(self, url: str) -> float:
        """Of one job after the other, each on an idle queue."""
        async with AsyncExitStack() as stack:
            replica = await self._replica(stack, url)
            await replica.ask(f"alone {WARM_UP}")
            waits: list[float] = sorted(json.loads(await replica.ask(f"alone {ALONE}")))
        return waits[len(waits) // 2]

    async def rate(self, url: str, *, replicas: int) -> float:
        async with AsyncExitStack() as stack:
            first, *_ = [await self._replica(stack, url) for _ in range(replicas)]
            await first.ask(f"place {WARM_UP}")
            before = len(await self._taken())
            await first.ask(f"place {MESSAGES}")
            taken = (await self._taken())[before:]
        if len(taken) != MESSAGES:
            raise SystemExit(f"{MESSAGES} messages were ordered and {len(taken)} came.")
        return (MESSAGES - 1) / (taken[-1] - taken[0]).total_seconds()

    async def _replica(self, stack: AsyncExitStack, url: str) -> Servant:
        return await stack.enter_async_context(processes.serving("-m", "tests.bench.sender", url, self._slack_api))

    async def _taken(self) -> list[datetime]:
        calls = (await self._control.get("/control/calls", params={"system": "slack"})).json()["calls"]
        return [datetime.fromisoformat(one["time"]) for one in calls if one["path"].endswith("chat.postMessage")]


if __name__ == "__main__":
    asyncio.run(main())
