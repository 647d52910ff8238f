"""kill -9 anywhere: nothing lost, nothing doubled, counted where people would see it."""

import asyncio
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from bot.approval import views
from bot.config import Config
from sandbox.serve import Sandbox
from tests.journeys.lives import Lives
from tests.journeys.photos import photo
from tests.journeys.stage import Seen, Stage
from tests.journeys.tally import Expected, Tally, count
from tests.loopback import loopback
from tests.waiting import eventually

KILLS = 32
BATCHES, A_BATCH = 7, 9  # 63 uploads
REJECTED = {2, 5}  # the batches that Design turns down
SEED = 20260328


@pytest.fixture
def policy(policy: Path) -> Path:
    """One designer: Slack allows few edits a minute, and each "waits for you" is one."""
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("approvers: [designer1, designer2, designer3]", "approvers: [designer1]"))
    return policy


async def test_nothing_is_lost_and_nothing_doubled_over_many_kills(config: Config, sandbox: Sandbox) -> None:
    lives = Lives(config, sandbox, Random(SEED))
    async with loopback(sandbox.world.addresses.page, timeout=20) as http:
        stage = Stage(http)
        await some_bad_luck(stage)
        crowd = [
            asyncio.create_task(one) for one in (asked(stage, "designer1", "Design"), asked(stage, "brand", "Brand"))
        ]
        try:
            await kill_and_upload(lives, stage)
            lives.begin()
            tally = await all_is_quiet(stage, config)
        finally:
            lives.end()
            for one in crowd:
                one.cancel()
        left = await asyncio.gather(*crowd, return_exceptions=True)

    assert [type(one) for one in left] == [asyncio.CancelledError] * len(crowd), left
    assert lives.ended == KILLS
    trouble = [*tally.misses(PICTURES), *tally.doubled]
    assert not trouble, "\n".join((tally.table(), *trouble))


def title(batch: int, number: int) -> str:
    return f"pic{batch}x{number}"


PICTURES = tuple(
    Expected(title=title(batch, number), is_approved=batch not in REJECTED)
    for batch in range(BATCHES)
    for number in range(A_BATCH)
)


async def some_bad_luck(stage: Stage) -> None:
    for kind, match, rate in (
        ("lost_reply", "chat.postMessage", 0.02),
        ("error", "chat.update", 0.02),
        ("rate_limit", "files.", 0.02),
    ):
        await stage.post("faults", system="slack", kind=kind, match=match, rate=rate)


async def kill_and_upload(lives: Lives, stage: Stage) -> None:
    for life in range(KILLS):
        lives.begin()
        if life % 3 == 1 and life // 3 < BATCHES:
            await drop(stage, life // 3)
        await lives.end_somewhere()


async def drop(stage: Stage, batch: int) -> None:
    await eventually(stage.is_connected)
    files = [(f"{title(batch, number)}.jpg", photo(batch * 100 + number, size=(240, 240))) for number in range(A_BATCH)]
    await stage.drop("uploader", "intake", *files)


async def asked(stage: Stage, user: str, name: str) -> None:
    """Answers whatever this stage is asked, again and again, as long as it is asked."""

    async def waiting() -> Seen | None:
        cards = [one for one in await stage.messages(user, "review") if one.is_card]
        return next((one for one in cards if f"*{name}*" in one.words and views.APPROVE in one.actions), None)

    while True:
        card = await eventually(waiting, within=600)
        await answer(stage, user, card)


async def answer(stage: Stage, user: str, card: Seen) -> None:
    async def is_edited() -> bool:
        now = [one for one in await stage.messages(user, "review") if one.ts == card.ts]
        return not now or now[0].words != card.words

    try:
        await decide(stage, user, card)
        await eventually(is_edited, within=3)
    except (AssertionError, TimeoutError):
        return  # nobody answered the click, or the card is late: people click again


async def decide(stage: Stage, user: str, card: Seen) -> None:
    if not any(title(batch, 0) in card.words for batch in REJECTED):
        await stage.click(user, card, views.APPROVE)
        return
    form = await stage.click(user, card, views.REJECT)
    if "view_id" in form:
        await stage.submit(user, form["view_id"], {"reason": {"value": "Too dark"}})


async def all_is_quiet(stage: Stage, config: Config) -> Tally:
    """Slack sends again what was not taken; then everything finds its end."""
    library = config.data / "library"
    for pause in ("PT1M", "PT5M"):
        await eventually(stage.is_connected)
        await stage.post("clock", advance=pause)
    tally = await count(stage, library, PICTURES)

    async def is_complete() -> bool:
        nonlocal tally
        tally = await count(stage, library, PICTURES)
        return not tally.misses(PICTURES)

    with suppress(TimeoutError):  # the table says what is missing
        await eventually(is_complete, within=120)
    return tally
