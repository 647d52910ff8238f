"""A newer version beside the older one: by itself after a refusal, on request, once for each pair."""

import io

import pytest
from PIL import Image, ImageDraw
from sqlmodel import select

from models.job import Job, JobState
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen, Stage
from tests.waiting import eventually

LARGE = (1600, 1200)


def with_logo(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        ImageDraw.Draw(picture).rectangle((1200, 100, 1500, 300), fill="white")
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


async def sent_back(stage: Stage, card: Seen) -> None:
    form = await stage.click("designer1", card, "approval.request_changes")
    await stage.submit("designer1", form["view_id"], {"reason": {"value": "The logo is missing"}})


async def second_version(galley: Galley, first: bytes, second: bytes) -> Seen:
    """The first is sent back, the second comes into the thread."""
    stage = galley.stage
    await stage.drop("uploader", "intake", ("hero.jpg", first))
    card = await eventually(stage.card)
    await sent_back(stage, card)
    await eventually(lambda: card_says(stage, "Changes requested"))
    await stage.drop("uploader", "review", ("hero.jpg", second), thread_ts=card.ts)
    return await eventually(lambda: card_says(stage, "version 2"))


async def card_says(stage: Stage, words: str) -> Seen | None:
    card = await stage.card()
    is_asked = card is not None and "approval.more" in card.actions
    return card if card and words in card.words and (is_asked or not words.startswith("version")) else None


async def compared(stage: Stage, card: Seen) -> list[Seen]:
    """What stands in the thread with a picture of two versions."""
    seen = await stage.messages("designer1", "review", thread_ts=card.ts)
    return [one for one in seen if "beside version" in one.text and one.raw.get("files")]


async def choose(galley: Galley, user: str, card: Seen, words: str = "Compare with version 1") -> str:
    """The choice in the overflow; what this person reads in private."""
    [choice] = [one for one in card.button("approval.more")["options"] if one["text"]["text"] == words]
    before = len(await private(galley.stage, user))
    await galley.stage.click(user, card, "approval.more", option=choice["value"])
    await galley.house.jobs.settled()
    return "\n".join((await private(galley.stage, user))[before:])


async def private(stage: Stage, user: str) -> list[str]:
    return [one.words for one in await stage.messages(user, "review") if one.is_private]


async def test_what_was_asked_for_is_shown_beside_what_was_refused_once(galley: Galley) -> None:
    card = await second_version(galley, photo(1, size=LARGE), with_logo(photo(1, size=LARGE)))

    [shown] = await eventually(lambda: compared(galley.stage, card))
    assert "Version 2 beside version 1: 3.3 % of the picture changed, top right. 54 kB → 55 kB." in shown.text
    [file] = shown.raw["files"]
    assert file["title"] == "hero, versions 1 (left) and 2 (right), and where they differ: 3.3 %, top right"

    answer = await choose(galley, "designer2", card)

    assert "is in the thread of this card: 3.3 % of the picture changed" in answer
    assert file["permalink"] in answer
    assert "Only admins" in await choose(galley, "guest", card)
    assert len(await compared(galley.stage, card)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # what is said does not come from the database
async def test_a_version_that_cannot_be_opened_any_more_is_a_sentence(galley: Galley) -> None:
    stage = galley.stage
    await stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await eventually(stage.card)
    break_previews(galley)
    await sent_back(stage, card)
    await stage.drop("uploader", "review", ("hero.jpg", photo(2)), thread_ts=card.ts)
    card = await eventually(lambda: card_says(stage, "version 2"))

    said = await eventually(lambda: said_below(stage, card, "cannot be shown"))
    assert "Version 2 beside version 1 cannot be shown. Version 1 is not a picture" in said
    assert "Version 1 is not a picture" in await choose(galley, "designer1", card)

    break_previews(galley)
    await stage.drop("uploader", "review", ("hero.jpg", photo(3)), thread_ts=card.ts)
    card = await eventually(lambda: card_says(stage, "version 3"))
    answer = await choose(galley, "designer1", card, words="Compare with version 2")
    assert "Version 3 beside version 2 is being made" in answer
    assert "Version 3 beside version 2 cannot be shown. Version 2 is not a picture" in answer
    assert await compared(stage, card) == []
    assert await job_states(galley) == {JobState.DONE}


def break_previews(galley: Galley) -> None:
    for proof in (galley.house.storage.folder / "proofs").rglob("*.jpg"):
        proof.write_bytes(b"no picture any more")


async def said_below(stage: Stage, card: Seen, words: str) -> str:
    seen = await stage.messages("designer1", "review", thread_ts=card.ts)
    return "\n".join(one.words for one in seen if words in one.words and not one.is_private)


async def job_states(galley: Galley) -> set[JobState]:
    async with galley.house.db.read() as session:
        return set((await session.exec(select(Job.state).where(Job.kind == "imaging.compare"))).all())


async def test_the_same_picture_in_another_file_is_said_compared_and_joined(galley: Galley) -> None:
    stage = galley.stage
    await stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    first = await eventually(stage.card)
    await stage.drop("uploader", "intake", ("summer.png", photo(1, kind="PNG")))

    card = await eventually(lambda: second_card(stage, "Looks like"))
    assert "hero> (in review): the same picture in another file" in card.text
    assert "`summer` beside `hero` is being made" in await choose(galley, "designer1", card, words="Compare with hero")
    await eventually(lambda: said_below(stage, card, "`summer` beside `hero`: "))

    receipt = await eventually(lambda: offering(stage))
    await stage.click("uploader", receipt, "intake.join", channel="intake")

    assert await eventually(lambda: second_card(stage, "Goes on elsewhere: summer"))
    [now] = [one for one in await stage.messages("designer1", "review") if one.ts == first.ts]
    assert await eventually(lambda: newest(stage, first.ts, "version 2")), now.words
    assert "goes on as a new version" in await said_below(stage, card, "nobody is asked about it here any more")


async def second_card(stage: Stage, words: str) -> Seen | None:
    return await newest(stage, "", words)


async def newest(stage: Stage, ts: str, words: str) -> Seen | None:
    seen = [one for one in await stage.messages("designer1", "review") if not ts or one.ts == ts]
    return next((one for one in seen if words in one.words), None)


async def offering(stage: Stage) -> Seen | None:
    seen = await stage.messages("uploader", "intake")
    threads = [await stage.messages("uploader", "intake", thread_ts=one.ts) for one in seen]
    return next((one for thread in threads for one in thread if "intake.join" in one.actions), None)
