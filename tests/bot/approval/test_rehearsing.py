"""The rehearsal: what a click leads to has happened once before anybody clicks, and nothing of it is there."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import func, select

from bot.app import House
from bot.config import Config
from bot.service import open_house
from models.tables import METADATA
from sandbox.serve import Sandbox
from tests.databases import BOTH, new_database
from tests.house.sizes import ROOT
from tests.journeys.test_workflows import BY_HAND, EVERYBODY, SECOND_THOUGHTS, THREE_STAGES


@pytest.mark.parametrize("kind", BOTH)
async def test_a_picture_is_taken_to_its_last_yes_and_nothing_of_it_remains(
    kind: str, request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path
):
    at = sandbox.world.addresses
    config = Config(data=tmp_path, policy=ROOT / "galley.yml", database_url=new_database(kind, request, tmp_path))

    async with open_house(config.in_sandbox(at.page, slack=at.slack, wrike=at.wrike)) as house:
        before = await _rows(house)

        assert await house.rehearsal.play() == 2  # one of Design, and Brand
        assert await _rows(house) == before


async def test_with_nobody_to_ask_it_ends_early(sandbox: Sandbox, tmp_path: Path):
    written = (ROOT / "galley.yml").read_text().replace("[designer1, designer2, designer3]", '["@designers"]')
    (tmp_path / "galley.yml").write_text(written)
    at, config = sandbox.world.addresses, Config(data=tmp_path / "data", policy=tmp_path / "galley.yml")

    async with open_house(config.in_sandbox(at.page, slack=at.slack, wrike=at.wrike)) as house:
        assert await house.rehearsal.play() == 0


async def test_what_has_to_be_known_before_a_yes_holds_no_start_up(sandbox: Sandbox, tmp_path: Path):
    licence = "attributes:\n  licence: { label: Licence, required_in: approved }\n"
    (tmp_path / "galley.yml").write_text((ROOT / "galley.yml").read_text().replace("attributes:", licence, 1))
    at, config = sandbox.world.addresses, Config(data=tmp_path / "data", policy=tmp_path / "galley.yml")

    async with open_house(config.in_sandbox(at.page, slack=at.slack, wrike=at.wrike)) as house, asyncio.timeout(20):
        assert await house.rehearsal.play() == 2


@pytest.mark.parametrize(
    ("workflow", "heard"), [(THREE_STAGES, 0), (SECOND_THOUGHTS, 3), (BY_HAND, 1), (EVERYBODY, 0)]
)  # user groups have nobody in them
async def test_it_is_played_whatever_the_order_of_stages(sandbox: Sandbox, tmp_path: Path, workflow: str, heard: int):
    before, _, rest = (ROOT / "galley.yml").read_text().partition("  stages:")
    after = rest[rest.index("\npeople:") :].replace("admins:", "roles: { legal: [legal] }\n  admins:", 1)
    (tmp_path / "galley.yml").write_text(f"{before}{workflow}{after}")
    at, config = sandbox.world.addresses, Config(data=tmp_path / "data", policy=tmp_path / "galley.yml")

    async with open_house(config.in_sandbox(at.page, slack=at.slack, wrike=at.wrike)) as house:
        assert await house.rehearsal.play() == heard


async def _rows(house: House) -> dict[str, int]:
    """But for jobs, their lanes and who is who, on which the house goes on working."""
    own = [one for one in METADATA.sorted_tables if one.name not in {"job", "lane", "person", "worker", "inbox"}]
    async with house.db.read() as session:
        return {one.name: (await session.exec(select(func.count()).select_from(one))).one() for one in own}
