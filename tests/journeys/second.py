"""The sandbox's second workspace, and how Galley comes there: by the pages that an admin sees."""

import httpx

from bot.config import Config
from tests.journeys.stage import Stage
from tests.loopback import loopback

ATELIER = "T1ATELIER"


async def install(config: Config, stage: Stage, **how: object) -> httpx.Response:
    """An admin opens the install page, and allows what it asks for."""
    async with loopback(f"http://127.0.0.1:{config.port}") as browser:
        page = await browser.get("/slack/install")
        cookie = page.headers["set-cookie"].partition(";")[0]
        address = httpx.URL(page.text.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&"))
        asked = {key: address.params[key] for key in ("scope", "redirect_uri", "state")}
        said = await stage.post("slack/install", **asked, **how, follow=False)
        return await browser.get(httpx.URL(said["location"]).raw_path.decode(), headers={"cookie": cookie})


async def invite(stage: Stage) -> None:
    for channel in ("intake", "review", "campaign"):
        await stage.post("slack/invite", user="admin", channel=channel)
