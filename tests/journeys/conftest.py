"""A whole Galley against a whole sandbox, in one event loop, on a fresh first morning."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import House
from bot.config import Config
from bot.service import open_house, receiving
from sandbox.serve import Sandbox
from tests.conftest import free_ports
from tests.databases import BOTH, ready_file
from tests.journeys.budget import nobody_is_rung_too_often
from tests.journeys.inquest import inquest
from tests.journeys.replays import nothing_differs
from tests.journeys.second import install, invite
from tests.journeys.stage import Stage
from tests.loopback import at_desk
from tests.postgres import Postgres
from tests.waiting import eventually


@dataclass(kw_only=True)
class Galley:
    """What a journey may touch: people act on the `stage`; the `house` is for looking inside."""

    stage: Stage
    house: House
    sandbox: Sandbox
    config: Config = field(repr=False)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A copy of the default galley.yml, for a test to edit."""
    copy = tmp_path / "galley.yml"
    copy.write_text(Path("galley.yml").read_text(encoding="utf-8"), encoding="utf-8")
    return copy


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    """The address of the house's database; None: the SQLite file in its data."""
    if request.param == "sqlite":
        ready_file(tmp_path / "data" / "galley.db")
        return None
    server: Postgres = request.getfixturevalue("postgresql")
    return server.ready()


@pytest.fixture
def config(tmp_path: Path, sandbox: Sandbox, policy: Path, database: str | None) -> Config:
    addresses = sandbox.world.addresses
    return Config(data=tmp_path / "data", policy=policy, port=free_ports(), database_url=database).in_sandbox(
        addresses.page, slack=addresses.slack, wrike=addresses.wrike
    )


@asynccontextmanager
async def a_life(config: Config, sandbox: Sandbox) -> AsyncIterator[Galley]:
    """From its start to its end; the same config begins where the one before stopped."""
    async with (
        open_house(config) as house,
        receiving(house),
        at_desk(sandbox) as http,
    ):
        stage = Stage(http)
        await eventually(stage.is_connected)
        yield Galley(stage=stage, house=house, sandbox=sandbox, config=config)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = report.failed
    return report


@pytest.fixture
async def galley(request: pytest.FixtureRequest, sandbox: Sandbox, config: Config) -> AsyncIterator[Galley]:
    async with a_life_of(request, sandbox, config) as living:
        yield living


@asynccontextmanager
async def a_life_of(request: pytest.FixtureRequest, sandbox: Sandbox, config: Config) -> AsyncIterator[Galley]:
    """The whole life of one test: what it left behind is judged, and where it failed, is looked into."""
    async with a_life(config, sandbox) as living:
        yield living
        if request.node.stash.get(FAILED, False):
            request.node.add_report_section("teardown", "inquest", await inquest(living.house.db, sandbox))
            return
        await nothing_differs(living.house.db)
        await nobody_is_rung_too_often(living.house, living.sandbox)


@pytest.fixture
async def atelier(galley: Galley) -> AsyncIterator[Stage]:
    """The second workspace, with Galley installed by OAuth and invited."""
    async with at_desk(galley.sandbox) as http:
        stage = Stage(http, team="Atelier")
        answer = await install(galley.config, stage)
        assert (answer.status_code, "Thank you" in answer.text) == (200, True)
        await invite(stage)
        yield stage
