"""How Slack's own markup is drawn, and that nothing in it can become markup of the page."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from starlette.applications import Starlette

from sandbox.page import app
from tests.browsers import IN_A_BROWSER
from tests.sandbox.serving import served

pytestmark = IN_A_BROWSER

GALLERY = Path(__file__).parent / "gallery"

DRAW = """async ([module, name, argument]) => {
    const draw = (await import(`/page/static/js/${module}.js`))[name];
    const reader = {
        me: "U0ME", zone: "Asia/Kolkata", now: new Date("2026-03-02T09:00:00Z"),
        user: (id) => ({ U0ME: "Me", U0ANA: "Ana" })[id] ?? id, channel: () => "review", group: () => "designers",
        people: () => [], conversations: () => [],
    };
    const surface = { reader, source: () => null, kept: () => undefined, fields: new Map(), picture: () => "" };
    const box = document.createElement("div");
    box.append(...[draw(argument, name === "blocks" ? surface : reader)].flat(9).filter(Boolean));
    return box.innerHTML;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with served(Starlette(routes=app.routes(GALLERY))) as address:
        page = await browser.new_page()
        await page.goto(f"{address}/gallery")
        yield page
        await page.close()


async def mrkdwn(page: Page, text: str) -> str:
    drawn: str = await page.evaluate(DRAW, ["mrkdwn", "mrkdwn", text])
    return drawn


async def blocks(page: Page, *list_of: dict[str, Any]) -> str:
    drawn: str = await page.evaluate(DRAW, ["blocks", "blocks", list(list_of)])
    return drawn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"),
        ("*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("a * b * c", "a * b * c"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        (":tada: :no_such_thing:", "🎉 :no_such_thing:"),
        ("<@U0ANA>", '<span class="mention">@Ana</span>'),
        ("<@U0ME>", '<span class="mention mention-me">@Me</span>'),
        ("<#C0REVIEW|review>", '<span class="mention">#review</span>'),
        ("<!subteam^S0DESIGNERS>", '<span class="mention">@designers</span>'),
        (
            "<https://example.com?a=1&amp;b=2|here>",
            '<a href="https://example.com?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">here</a>',
        ),
    ],
)
async def test_a_line_of_mrkdwn(page: Page, text: str, expected: str):
    assert await mrkdwn(page, text) == f'<div class="line">{expected}</div>'


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{date_short_pretty} at {time}", "tomorrow at 01:30"),
        ("{date_num} {time_secs}", "2026-03-03 01:30:00"),
        ("{date_long}", "Tuesday 3 March 2026"),
        ("{ago}", "in 11 hours"),
    ],
)
async def test_a_date_is_shown_in_the_readers_zone(page: Page, pattern: str, expected: str):
    drawn = await mrkdwn(page, f"<!date^1772481600^{pattern}|fallback>")

    assert f">{expected}</time>" in drawn.replace(",", "")  # browsers differ in their commas


async def test_quotes_and_fences_stand_apart(page: Page):
    drawn = await mrkdwn(page, "&gt; said\n&gt; twice\nafter\n```\n*raw* &lt;x&gt;\n```")

    assert drawn == (
        '<blockquote><div class="line">said</div><div class="line">twice</div></blockquote>'
        '<div class="line">after</div><pre><code>*raw* &lt;x&gt;</code></pre>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<javascript:alert(1)|click>",
        "<img src=x onerror=alert(1)>",
        "<!date^1772481600^{time}^javascript:alert(1)|x>",
        "<@U0X|<img src=x onerror=alert(1)>>",
    ],
)
async def test_text_never_becomes_markup(page: Page, text: str):
    drawn = await mrkdwn(page, text)

    assert not any(bad in drawn for bad in ("<script", "<img", "href="))


async def test_a_table_keeps_its_rows_and_alignment(page: Page):
    rows = [[{"type": "raw_text", "text": text} for text in row] for row in (("Check", "Found"), ("Width", "640"))]

    drawn = await blocks(page, {"type": "table", "rows": rows, "column_settings": [{}, {"align": "right"}]})

    assert '<td class="align-right">640</td>' in drawn


async def test_standard_markdown_is_drawn_in_its_own_block(page: Page):
    drawn = await blocks(page, {"type": "markdown", "text": "## Plan\n- **one**\n- [two](https://example.com)"})

    assert '<li><strong>one</strong></li><li><a href="https://example.com"' in drawn


async def test_the_gallery_shows_every_golden(page: Page):
    await page.reload()

    await expect(page.get_by_role("region", name="A card that waits")).to_contain_text("Approve hero.jpg?")
    await expect(page.get_by_role("region", name="A card that waits").get_by_role("img")).to_be_visible()
    await expect(page.get_by_role("region", name="Reason")).to_contain_text("Why?")


async def test_an_unknown_block_says_so(page: Page):
    assert "does not draw" in await blocks(page, {"type": "hologram"})


async def test_a_button_for_others_is_not_drawn(page: Page):
    button = {"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "Only Ana"}}

    drawn = await blocks(page, {"type": "actions", "elements": [button | {"visible_to_user_ids": ["U0ANA"]}]})

    assert "Only Ana" not in drawn
