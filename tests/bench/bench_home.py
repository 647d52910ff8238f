"""App Home of somebody with very much to decide: `python -m tests.bench.bench_home`."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot import logs
from bot.app import House
from bot.config import Config
from bot.home.page import HomePage, Place, read_home
from bot.home.tending import Tending
from bot.home.views import home_view
from bot.outlook import Outlooks
from bot.roles import Roles
from bot.service import open_house
from bot.slack.permalinks import Permalinks
from sandbox.serve import Sandbox
from tests.bench import questions
from tests.bench.targets import Figure, tell
from tests.conftest import free_ports
from tests.postgres import serving

WAITING, TIMES = 500, 30
WANTED_MS = 300
DESIGNER = "U0DESIGNER1"


async def main() -> None:
    logs.configure(level="WARNING", as_json=False)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "postgresql", {}) as postgresql:
        for name, url in (("SQLite", None), ("PostgreSQL", postgresql.ready())):
            figures += [_figure(name, *one) for one in await _drawn(Path(folder) / name, url)]
    tell(f"App Home of somebody with {WAITING} open approvals, ms of server time", figures)


def _figure(name: str, what: str, each: Sequence[float]) -> Figure:
    return Figure(name=f"{name}: {what}, longest of {len(each)}", found=max(each), at_most=WANTED_MS)


async def _drawn(data: Path, url: str | None) -> list[tuple[str, Sequence[float]]]:
    async with Sandbox(free_ports()) as sandbox:
        addresses = sandbox.world.addresses
        config = Config(data=data, port=free_ports(), database_url=url).in_sandbox(
            addresses.page, slack=addresses.slack, wrike=addresses.wrike
        )
        async with open_house(config) as house:
            await questions.ask(house.db, WAITING)
            page, first = await _times(house, Place(team_id=questions.TEAM, person_id=DESIGNER))
            assert page.waiting_count == WAITING
            further = Place(team_id=questions.TEAM, person_id=DESIGNER, waiting_after=page.waiting_next)
            _, second = await _times(house, further)
    return [("the first page", first), ("the next page", second)]


async def _times(house: House, place: Place) -> tuple[HomePage, Sequence[float]]:
    """The first time counts as the others do."""
    slack = house.outside.slack
    outlooks = Outlooks(clock=house.clock, policies=house.policies, permalink=Permalinks(slack.workspaces))
    roles = Roles(db=house.db, history=house.history, policies=house.policies, people=slack.people)
    tending = Tending(db=house.db, jobs=house.jobs, roles=roles, teams=slack.teams)
    each = []
    for _ in range(TIMES):
        began = time.perf_counter()
        async with house.db.read() as session:
            page = await read_home(session, place, outlooks, tending)
        home_view(page).to_dict()
        each.append((time.perf_counter() - began) * 1000)
    return page, each


if __name__ == "__main__":
    asyncio.run(main())
