"""The main job by hand: one person plays everybody on the sandbox's page, in a real Chromium."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.config import Config
from sandbox.serve import Sandbox
from tests.browsers import IN_A_BROWSER
from tests.conftest import free_ports
from tests.journeys.conftest import Galley, a_life_of
from tests.journeys.photos import photo

pytestmark = IN_A_BROWSER
expect.set_options(timeout=10_000)


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(free_ports()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def galley(request: pytest.FixtureRequest, sandbox: Sandbox, config: Config) -> AsyncIterator[Galley]:
    async with a_life_of(request, sandbox, config) as living:
        yield living


@pytest_asyncio.fixture(loop_scope="module")
async def page(galley: Galley, browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(galley.sandbox.world.addresses.page)
    yield page
    await page.close()


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "hero.jpg", tmp_path / "hero_brighter.jpg"
    first.write_bytes(photo(1))
    second.write_bytes(photo(2))
    return first, second


async def test_a_picture_is_sent_back_comes_again_and_is_approved(page: Page, pictures: tuple[Path, Path]) -> None:
    first, second = pictures
    await drop(page, first, into="intake", as_="Uma Uploader")
    await sent_back(page, "The logo is missing", as_="Dana Designer")

    await become(page, "Uma Uploader")
    await thread(await card(page), page)
    await page.get_by_label("Files to upload").last.set_input_files(second)
    await page.get_by_role("button", name="Send").last.click()

    await expect(await card(page)).to_contain_text("version 2")
    await approve(page, as_="Dana Designer", stage="Design")
    await approve(page, as_="Bea Brand", stage="Brand")
    await expect(await card(page)).to_contain_text(re.compile("published|in the library", re.IGNORECASE))
    await expect((await card(page)).get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)


async def become(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Change person").click()
    await page.get_by_role("menuitemradio", name=name).click()
    await expect(page.get_by_role("button", name=f"You are {name}")).to_be_visible()


async def open_channel(page: Page, name: str) -> None:
    await page.get_by_role("navigation", name="People").get_by_role("button", name=name).click()


async def drop(page: Page, picture: Path, *, into: str, as_: str) -> None:
    await become(page, as_)
    await open_channel(page, into)
    await page.get_by_label("Files to upload").first.set_input_files(picture)
    await page.get_by_role("button", name="Send").first.click()


async def card(page: Page) -> Locator:
    await open_channel(page, "review")
    return (
        page.get_by_role("region", name="Conversation").get_by_role("listitem").filter(has=page.get_by_role("heading"))
    )


async def sent_back(page: Page, reason: str, *, as_: str) -> None:
    await become(page, as_)
    await (await card(page)).get_by_role("button", name="Request changes").click()
    modal = page.get_by_role("dialog")
    await modal.get_by_role("textbox").fill(reason)
    await modal.get_by_role("button").last.click()
    await expect(modal).to_have_count(0)
    await thread(await card(page), page)
    await expect(page.get_by_label("Thread messages").get_by_text(reason).first).to_be_visible()


async def thread(of: Locator, page: Page) -> None:
    await of.hover()
    await of.get_by_role("button", name="Reply in thread").click()
    await expect(page.get_by_label("Reply in this thread")).to_be_visible()


async def approve(page: Page, *, as_: str, stage: str) -> None:
    await become(page, as_)
    asked = await card(page)
    await expect(asked).to_contain_text(stage)
    await asked.get_by_role("button", name=re.compile("^Approve ")).click()
    await expect(asked).to_contain_text(f"{as_} approved in {stage}")
