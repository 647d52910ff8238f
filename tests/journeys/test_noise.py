"""/galley report noise: everybody reads of themselves, whoever leads of the team; and the budget can be asked."""

from datetime import timedelta

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import clicks
from bot.budget import is_above_budget
from bot.noise import views
from bot.noise.flow import PAGE
from models.asset import Asset
from models.noise import Ring
from models.post import PostKind
from tests.journeys.conftest import Galley, a_life
from tests.journeys.photos import photo
from tests.waiting import eventually

OURS = "T0SANDBOX"


@pytest.fixture
async def galley(galley: Galley) -> Galley:
    """One picture, asked about and approved in its first stage."""
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
    card = await eventually(galley.stage.card)
    await galley.house.jobs.settled()
    await galley.stage.click("designer1", card, clicks.APPROVE)
    await galley.house.jobs.settled()
    return galley
