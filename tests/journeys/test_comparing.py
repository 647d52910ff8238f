"""A newer version beside the older one: by itself after a refusal, on request, once for each pair."""

import io

from PIL import Image, ImageDraw
from sqlmodel import select

from models.comparison import Comparison
from models.job import Job, JobState
from models.roles import Deed
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen, Stage
from tests.waiting import eventually

NUMBER_2 = "Compare with version 1"


def with_logo(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        ImageDraw.Draw(picture).rectangle((1200, 100, 1500, 300), fill="white")
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


async def sent_back(stage: Stage, card: Seen) -> None:
    opened = await stage.click("designer1", card, "approval.request_changes")
    values = {"reason": {"reason": {"type": "plain_text_input", "value": "The logo is missing"}}}
    await stage.submit("designer1", opened["views"][-1]["id"], values)


async def second_version(galley: Galley, *, content: bytes, name: str = "hero.jpg") -> Seen:
    """Version 1 is sent back, version 2 comes into the thread."""
    stage = galley.stage
    await stage.drop("uploader", "intake", (name, photo(1)))
    card = await eventually(stage.card)
    await sent_back(stage, card)
    await eventually(lambda: card_says(stage, "Changes requested"))
    await stage.drop("uploader", "review", (name, content), thread_ts=card.ts)
    return await eventually(lambda: card_says(stage, "version 2"))


async def card_says(stage: Stage, words: str) -> Seen | None:
    card = await stage.card()
    return card if card and words in card.words and (words != "version 2" or "approval.more" in card.actions) else None


async def compared(stage: Stage, card: Seen) -> list[Seen]:
    """What stands in the thread with a picture of two versions."""
    seen = await stage.messages("designer1", "review", thread_ts=card.ts)
    return [one for one in seen if "beside version" in one.text and one.raw.get("files")]


async def choose(galley: Galley, user: str, card: Seen) -> str:
    """The choice in the overflow; what this person reads in private."""
    [choice] = [one for one in card.button("approval.more")["options"] if one["text"]["text"] == NUMBER_2]
    before = len(await private(galley.stage, user))
    await galley.stage.click(user, card, "approval.more", option=choice["value"])
    await galley.house.jobs.settled()
    return "\n".join((await private(galley.stage, user))[before:])


async def private(stage: Stage, user: str) -> list[str]:
    return [one.words for one in await stage.messages(user, "review") if one.is_private]


async def test_what_was_asked_for_is_shown_beside_what_was_refused_once(galley: Galley) -> None:
    card = await second_version(galley, content=with_logo(photo(1)))

    [shown] = await eventually(lambda: compared(galley.stage, card))
    assert "Version 2 beside version 1: 3.2 % of the picture changed, top right." in shown.text
    assert "MB" in shown.text or "kB" in shown.text
    [file] = shown.raw["files"]
    assert "versions 1 (left) and 2 (right), and where they differ: 3.2 %, top right" in file["title"]

    answer = await choose(galley, "designer2", card)

    assert "is in the thread of this card: 3.2 % of the picture changed" in answer
    assert f"/{file['id']}/{file['name']}" in answer
    assert file["permalink"] in answer
    assert len(await compared(galley.stage, card)) == 1


async def test_a_version_that_cannot_be_opened_any_more_is_a_sentence(galley: Galley) -> None:
    stage = galley.stage
    await stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await eventually(stage.card)
    for proof in (galley.house.storage.folder / "proofs").rglob("*.jpg"):
        proof.write_bytes(b"no picture any more")
    await stage.drop("uploader", "review", ("hero.jpg", photo(2)), thread_ts=card.ts)
    card = await eventually(lambda: card_says(stage, "version 2"))
    await galley.house.jobs.settled()
    assert await compared(stage, card) == []  # nobody had refused anything

    answer = await choose(galley, "designer1", card)

    assert "Version 2 beside version 1 is being made" in answer
    assert "Version 2 beside version 1 cannot be shown. Version 1 is not a picture" in answer
    assert "Version 1 is not a picture" in await choose(galley, "designer2", card)
    assert await _jobs(galley) == [JobState.DONE]


async def test_a_guest_compares_nothing_that_is_not_theirs(galley: Galley) -> None:
    card = await second_version(galley, content=photo(2))
    await eventually(lambda: compared(galley.stage, card))

    assert "Only" in await choose(galley, "guest", card)
    assert "beside version 1 is in the thread" in await choose(galley, "uploader", card)
    async with galley.house.db.read() as session:
        [comparison] = (await session.exec(select(Comparison))).all()
    assert (comparison.asked_by, comparison.refusal) == (None, None)
    assert Deed.SEE_OTHERS


async def _jobs(galley: Galley) -> list[JobState]:
    async with galley.house.db.read() as session:
        return list((await session.exec(select(Job.state).where(Job.kind == "imaging.compare"))).all())
