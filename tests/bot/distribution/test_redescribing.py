"""What is corrected after publication reaches the library, and twice does no harm."""

import json
from dataclasses import replace
from pathlib import Path

from bot.db import Database
from bot.distribution.flow import Distribution
from bot.distribution.redescribing import Redescribe
from bot.galley_yml import Policies
from bot.slack.channels import Channels
from bot.slack.posts import Posts
from connectors.local.declaration import open_library
from models.asset import Asset, AssetState, Version
from models.events import AttributesGiven
from models.publication import Publication
from tests.bot.intake.test_fetching import claim
from tests.bot.intake.uploads import PERSON, TEAM, asset, batch, keep, version
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.connectors.publications import publication
from tests.workspaces import OneWorkspace


async def test_the_library_says_what_is_known_by_now(database: Database, tmp_path: Path) -> None:
    library = open_library(tmp_path / "library")
    hero, file = await kept(database)
    published = await library.publish(replace(publication(tmp_path), asset_id=hero.id))
    async with database.write() as session:
        session.add(
            Publication(
                asset_id=hero.id, version_id=file.id, library="local", remote_id=published.remote_id,
                location=published.location, published_at=NOON,
            )
        )  # fmt: skip
        its = await session.get_one(Asset, hero.id)
        its.describe({"title": "Pier", "city": "New York", "tags": ["sea"], "note": ""}, file_name="f.jpg")

    for attempt in (1, 2):
        await describe(database, Redescribe(library=library), hero, attempt)

    (sidecar,) = (tmp_path / "library" / "assets").glob("*/asset.json")
    told = json.loads(sidecar.read_text())
    assert (told["title"], told["attributes"]) == ("Pier", {"title": "Pier", "city": "New York", "tags": ["sea"]})
    assert list(told["versions"]) == ["1"]


async def test_before_the_first_publication_there_is_nothing_to_say(database: Database, tmp_path: Path) -> None:
    hero, _ = await kept(database)

    async with database.read() as session:
        plan = await Redescribe(library=open_library(tmp_path)).plan(session, claim(1, subject=hero.id))

    assert plan is None


async def test_every_correction_is_told_in_the_lane_of_its_picture(database: Database) -> None:
    hero, _ = await kept(database)
    given = AttributesGiven(
        team_id=TEAM, asset_id=hero.id, actor_id=PERSON, batch_id=hero.batch_id, fields=("city",), title="", filled=()
    )
    jobs, clock = Ordered(), HeldClock()
    distribution = Distribution(
        clock=clock,
        jobs=jobs,
        posts=Posts(jobs, clock),
        policies=Policies(Path("galley.yml")),
        channels=Channels(OneWorkspace(), clock),
    )

    async with database.write() as session:
        await distribution.describe(session, given)
        await distribution.describe(session, given)

    assert [(order.kind, order.lane) for order in jobs.orders] == [("library.describe", f"asset:{hero.id}")] * 2
    assert len({order.key for order in jobs.orders}) == 2


async def kept(database: Database) -> tuple[Asset, Version]:
    upload = batch()
    hero = asset(upload, 1, state=AssetState.PUBLISHED)
    file = version(hero, sha256="a")
    await keep(database, upload, hero, file)
    return hero, file


async def describe(database: Database, effect: Redescribe, hero: Asset, attempt: int) -> None:
    order = claim(attempt, subject=hero.id)
    async with database.read() as session:
        plan = await effect.plan(session, order)
    assert plan is not None
    receipt = await effect.send(plan, order)
    async with database.write() as session:
        await effect.settle(session, order, plan, receipt)
