"""`galley tour`: it passes where the story holds, and says loudly where it does not."""

import pytest

from bot.tour.play import play
from tests.conftest import free_ports
from tests.journeys.conftest import Galley


async def test_everybody_sees_what_the_story_says(galley: Galley) -> None:
    assert await play(galley.sandbox.world.addresses.page) == 0


async def test_without_a_sandbox_it_says_what_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert await play(f"http://127.0.0.1:{free_ports()}") == 1

    assert "make run" in capsys.readouterr().out
