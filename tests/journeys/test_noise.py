"""What was delivered is what the report tells; every journey besides ends with that comparison (conftest.py)."""

import pytest

from bot import clicks
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.waiting import eventually


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # tests/bot/noise asks both
async def test_the_report_tells_what_a_picture_cost(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
    card = await eventually(galley.stage.card)
    await galley.house.jobs.settled()
    await galley.stage.click("designer1", card, clicks.APPROVE)
    await galley.house.jobs.settled()

    mine = await galley.stage.command("designer1", "review", "report noise")
    team = await galley.stage.command("lead", "review", "REPORT Noise")

    assert len(await galley.stage.buzzes("designer1")) == 1
    assert "1 message, 1 decision, 1.0 messages per decision" in mine
    assert "4 people, 4 messages, 1 decision" in team  # three designers, and brand
    assert "`/galley report noise`" in await galley.stage.command("lead", "review", "report nois")
