"""What is made of an approved version that has no preview: nothing, and the original is published all the same."""

import json
from pathlib import Path

from bot.db import Database
from bot.distribution.rendering import RenderVersion
from bot.galley_yml import Policies
from bot.history import History
from bot.storage import Storage
from imaging.darkroom import Darkroom
from models.asset import Version
from tests.bot.intake.test_fetching import claim
from tests.bot.intake.uploads import asset, batch, keep, version
from tests.clocks import HeldClock


async def test_no_rendition_is_made_of_what_has_no_preview(database: Database, tmp_path: Path) -> None:
    drawing = await _kept(database, {"format": "SVG", "no_preview": "an SVG drawing is not opened here"})
    rendering = _rendering(tmp_path)

    async with database.read() as session:
        order = await rendering.plan(session, claim(1, subject=drawing.id))
    assert order is not None
    receipt = await rendering.send(order, claim(1, subject=drawing.id))

    assert (order.recipes, json.loads(receipt.details["renditions"])) == ((), [])


async def test_of_any_other_all_that_galley_yml_asks_for_is_ordered(database: Database, tmp_path: Path) -> None:
    picture = await _kept(database, {"format": "JPEG", "no_preview": None})

    async with database.read() as session:
        order = await _rendering(tmp_path).plan(session, claim(1, subject=picture.id))

    assert order is not None
    assert [recipe.name for recipe in order.recipes] == ["web", "social", "thumb"]


def _rendering(folder: Path) -> RenderVersion:
    return RenderVersion(
        darkroom=Darkroom(),
        storage=Storage(folder),
        history=History(HeldClock()),
        policies=Policies(Path("galley.yml")),
    )


async def _kept(database: Database, facts: dict[str, str | None]) -> Version:
    upload = batch()
    picture = asset(upload, 1)
    file = version(picture, sha256="a")
    file.facts = facts
    await keep(database, upload, picture, file)
    return file
