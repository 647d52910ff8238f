"""The page in a real Chromium: one person drops, decides, switches, and sees every system move."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, expect

from sandbox.serve import Sandbox
from tests.browsers import IN_A_BROWSER
from tests.conftest import free_ports
from tests.sandbox.proofing_bot import proofing_bot

pytestmark = IN_A_BROWSER


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(free_ports()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(sandbox: Sandbox, browser: Browser) -> AsyncIterator[Page]:
    """The page as Uma Uploader first sees it, with a bot there; what the page itself complains of fails the test."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    async with proofing_bot(sandbox.world):
        await page.goto(sandbox.world.addresses.page)
        await expect(page.get_by_text("Galley is connected")).to_be_visible()
        yield page
        await page.close()
    assert complaints == []


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "hero.png"
    Image.new("RGB", (640, 400), "coral").save(path)
    return path


async def drop(page: Page, picture: Path) -> None:
    await page.get_by_label("Files to upload").first.set_input_files(picture)
    await page.get_by_role("button", name="Send").first.click()


async def become(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Change person").click()
    await page.get_by_role("menuitemradio", name=name).click()


async def open_review_as(page: Page, name: str) -> None:
    await become(page, name)
    await page.get_by_role("navigation", name="People").get_by_role("button", name="review").click()


async def test_a_newcomer_reads_what_to_do_first(page: Page):
    await expect(page.get_by_text("Drop a picture into #intake as Uma Uploader")).to_be_visible()


async def test_a_dropped_picture_shows_and_brings_a_card(page: Page, picture: Path):
    await drop(page, picture)

    await expect(page.get_by_role("img", name="hero.png")).to_be_visible()
    await open_review_as(page, "Dana Designer")
    await expect(page.get_by_role("heading", name="Approve hero.png?")).to_be_visible()


async def test_files_dragged_onto_a_conversation_wait_to_be_sent(page: Page):
    transfer = await page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['x'], 'notes.txt')); return t; }"
    )
    conversation = page.get_by_role("region", name="Conversation", exact=True).first
    await conversation.dispatch_event("dragenter", {"dataTransfer": transfer})
    await expect(page.get_by_text("Drop to upload").first).to_be_visible()

    await conversation.dispatch_event("drop", {"dataTransfer": transfer})
    await page.get_by_role("button", name="Send").first.click()

    await expect(page.get_by_role("article").filter(has_text="notes.txt")).to_be_visible()


async def test_approving_edits_the_card_in_place(page: Page, picture: Path):
    await drop(page, picture)
    await open_review_as(page, "Dana Designer")

    await page.get_by_role("button", name="Approve", exact=True).click()

    await expect(page.get_by_role("article").filter(has_text="Approved by @Dana Designer")).to_be_visible()
    await expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)


async def test_a_rejection_asks_for_its_reason_and_shows_what_is_wrong_with_it(page: Page, picture: Path):
    await drop(page, picture)
    await open_review_as(page, "Bea Brand")
    await page.get_by_role("button", name="Reject").click()
    modal = page.get_by_role("dialog", name="Reject")

    await modal.get_by_label("Reason").fill("no")
    await modal.get_by_role("button", name="Reject").click()
    await expect(modal.get_by_role("alert")).to_have_text("Say it in at least ten letters.")
    await modal.get_by_label("Reason").fill("The logo is cut off.")
    await modal.get_by_role("button", name="Reject").click()

    await expect(modal).to_have_count(0)
    await page.get_by_role("button", name=re.compile("1 reply")).click()
    await expect(page.get_by_label("Thread messages").get_by_text("The logo is cut off.")).to_be_visible()


async def test_an_answer_only_for_me_is_marked_and_stays_text(page: Page):
    await page.get_by_label("Message #intake").fill("/galley dance")
    await page.keyboard.press("Enter")

    answer = page.get_by_role("listitem").filter(has_text="Only visible to you")
    await expect(answer).to_contain_text("You typed dance. scriptalert(1)/script <b>")
    await become(page, "Bea Brand")
    await expect(answer).to_have_count(0)


async def test_escape_closes_a_modal_and_gives_the_focus_back(page: Page, picture: Path):
    await drop(page, picture)
    await open_review_as(page, "Bea Brand")
    opener = page.get_by_role("button", name="Reject")
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Reason")).to_be_focused()

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_tab_stays_inside_a_modal(page: Page, picture: Path):
    await drop(page, picture)
    await open_review_as(page, "Bea Brand")
    await page.get_by_role("button", name="Reject").click()
    await expect(page.get_by_label("Reason")).to_be_focused()

    for _ in range(5):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('dialog') !== null")


async def test_every_input_of_a_modal_reaches_the_bot(page: Page, picture: Path):
    await page.get_by_label("Message #intake").fill("/galley form")
    await page.keyboard.press("Enter")
    modal = page.get_by_role("dialog", name="Every input")

    await modal.get_by_label("text").fill("hero")
    await modal.get_by_label("one").select_option("Print")
    for listed, name in (("some", "Web"), ("people", "Bea Brand (brand)")):
        await modal.locator(f"summary[aria-label={listed}]").click()
        await modal.get_by_role("group", name=listed).get_by_label(name).check()
    await modal.get_by_label("person").select_option("Lea Lead (lead)")
    await modal.get_by_label("place").select_option("#review")
    await modal.get_by_label("day").fill("2026-03-05")
    await modal.get_by_label("hour").fill("17:30")
    await modal.get_by_role("radiogroup").get_by_label("Web").check()
    await modal.get_by_role("group", name="ticks").get_by_label("Print").check()
    await modal.get_by_label("files").set_input_files(picture)
    await expect(modal.get_by_role("button", name="Remove hero.png")).to_be_visible()
    await modal.get_by_role("button", name="Send").click()

    answer = page.get_by_role("article").filter(has_text="Only visible to you")
    assert json.loads(await answer.get_by_role("code").inner_text()) == {
        "text": "hero",
        "one": "print",
        "some": ["web"],
        "person": "U0LEAD",
        "people": ["U0BRAND"],
        "place": "C0REVIEW",
        "day": "2026-03-05",
        "hour": "17:30",
        "radio": "web",
        "ticks": ["print"],
        "files": ["hero.png"],
    }


async def test_app_home_is_what_the_bot_publishes_for_this_person(page: Page):
    await page.get_by_role("button", name="App Home").click()
    await expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()

    await page.get_by_role("button", name="Look again").click()

    await expect(page.get_by_role("heading", name="Looked 1 times")).to_be_visible()


async def test_another_person_is_chosen_by_keyboard_alone(page: Page):
    await page.get_by_role("button", name="Change person").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("b")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("button", name="You are Bea Brand, brand")).to_be_focused()


async def test_a_task_moved_in_wrike_moves_on_the_board(page: Page, sandbox: Sandbox):
    await page.get_by_role("button", name=re.compile("Hero picture")).click()
    await page.get_by_label("Status").select_option(label="Approved")
    await page.get_by_label("New comment").fill("Looks right to me")
    await page.get_by_role("button", name="Save in Wrike").click()

    await expect(page.get_by_role("region", name="Approved, 1 tasks").get_by_text("Hero picture")).to_be_visible()
    [task] = [one for one in sandbox.wrike.account.tasks.values() if one.title == "Hero picture"]
    assert sandbox.wrike.account.status(task.custom_status_id).name == "Approved"


async def test_a_day_passes_by_a_click(page: Page):
    await expect(page.get_by_text("Mon 2 Mar")).to_be_visible()

    await page.get_by_role("button", name="Advance the clock by one day").click()

    await expect(page.get_by_text("Tue 3 Mar")).to_be_visible()


async def test_the_clock_moves_by_any_amount(page: Page):
    await page.get_by_role("button", name="Move the clock by another amount").click()
    await page.get_by_label("Days").fill("3")
    await page.get_by_label("Hours").fill("5")
    await page.get_by_role("button", name="Move", exact=True).click()

    await expect(page.get_by_role("timer")).to_contain_text("Thu 5 Mar, 15:00")


async def test_a_fault_is_armed_and_ended(page: Page, sandbox: Sandbox):
    await page.get_by_role("button", name="Faults & calls").click()
    await page.get_by_role("button", name="Arm").click()
    await expect(page.get_by_text("Slack: 429 rate limit")).to_be_visible()

    await page.get_by_role("button", name="End fault 1").click()

    await expect(page.get_by_text("A good day")).to_be_visible()
    assert sandbox.world.faults.armed == []


@pytest.mark.parametrize("path", ["/", "/gallery"])
async def test_nothing_hangs_over_the_edge_of_a_phone(page: Page, path: str, sandbox: Sandbox):
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(sandbox.world.addresses.page + path)

    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_the_other_workspace_is_a_link_away(page: Page):
    said = page.get_by_label("Conversation").get_by_text("Bonjour")

    await page.get_by_role("link", name="Atelier").click()
    await expect(page.get_by_text("Ugo Uploader").first).to_be_visible()
    await page.get_by_label("Message #intake").fill("Bonjour")
    await page.get_by_role("button", name="Send").first.click()
    await expect(said).to_be_visible()

    await page.get_by_role("link", name="Sandbox", exact=True).click()
    await expect(page.get_by_text("Uma Uploader").first).to_be_visible()
    await expect(said).to_have_count(0)
