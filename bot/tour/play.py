"""`galley tour`: begins the story, and says how it went."""

import secrets
import time

import httpx

from bot.tour.stage import Differs, Stage
from bot.tour.story import Story
from bot.tour.telling import Teller
from connectors.http import open_http

TROUBLE = 1


async def play(page: str) -> int:
    """The exit code: 0 when everybody saw what the story says."""
    teller, began = Teller(), time.monotonic()
    async with open_http(base_url=page, timeout=20) as http:
        try:
            await Story(Stage(http), teller, tour=secrets.token_hex(4)).play()
        except Differs as difference:
            teller.fails(str(difference))
            return TROUBLE
        except httpx.TransportError as error:
            teller.fails(f"there is no sandbox at {page} ({type(error).__name__}). Start it with: make run")
            return TROUBLE
    teller.checks(f"Everybody saw what they should, in {time.monotonic() - began:.0f} s.")
    return 0
