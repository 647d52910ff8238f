"""Our pictures reach Slack unseen and are shown together, once, below their card."""

import pytest
from sqlmodel import select

from models.batch import Batch, Origin
from models.picture import Picture, PictureKind
from models.post import PostKind
from sandbox.faults import Kind
from tests.bot.slack.conftest import INTAKE, REVIEW, TEAM, House
from tests.waiting import eventually

# A PNG of one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
async def batch(house: House) -> Batch:
    batch = Batch(
        team_id=TEAM,
        channel_id=INTAKE,
        submitter_id="U0UPLOADER",
        origin=Origin.DROP,
        submitted_at=house.clock.now(),
    )
    async with house.database.write() as session:
        session.add(batch)
    return batch


async def add(house: House, batch: Batch, *subjects: str, words: str | None = None) -> None:
    for subject in subjects:
        path = house.storage.folder / f"{subject}.png"
        path.write_bytes(PNG)
        async with house.database.write() as session:
            await house.pictures.add(
                session,
                batch=batch,
                kind=PictureKind.PROOF,
                subject_id=subject,
                path=house.storage.relative(path),
                file_name=path.name,
                alt_text=f"Preview of {subject}",
                words=words,
            )


async def rows(house: House) -> list[Picture]:
    async with house.database.read() as session:
        return list((await session.exec(select(Picture).order_by(Picture.id))).all())


async def shared(house: House) -> list[list[str]]:
    """The files of each message below the card."""
    return [[file["name"] for file in one["files"]] for one in await house.said_in(REVIEW) if "files" in one]


async def test_pictures_of_a_batch_appear_in_one_message_in_the_cards_thread(house: House, batch: Batch):
    await add(house, batch, "v1", "v2")
    await house.settled()
    assert await shared(house) == []

    await house.show(batch.id, "Approve 2 pictures?")
    await house.settled()

    assert await shared(house) == [["v1.png", "v2.png"]]
    [card, thread] = await house.said_in(REVIEW)
    assert thread["thread_ts"] == card["ts"]
    assert all(one.shared_at is not None for one in await rows(house))


async def test_a_picture_that_comes_later_is_shown_alone(house: House, batch: Batch):
    await house.show(batch.id, "Approve?")
    await add(house, batch, "v1")
    await house.settled()

    await add(house, batch, "v2")
    await house.settled()

    assert await shared(house) == [["v1.png"], ["v2.png"]]


async def test_a_picture_with_words_has_a_message_of_its_own(house: House, batch: Batch):
    await add(house, batch, "v1")
    await add(house, batch, "beside", words="*v2* beside v1")
    await add(house, batch, "v2")
    await house.show(batch.id, "Approve?")
    await house.settled()

    assert sorted(await shared(house)) == [["beside.png"], ["v1.png", "v2.png"]]
    assert "*v2* beside v1" in [one["text"] for one in await house.said_in(REVIEW)]


async def test_a_lost_reply_shows_a_picture_with_words_once(house: House, batch: Batch):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.LOST_REPLY, match="completeUploadExternal", times=1)
    await house.show(batch.id, "Approve?")
    await add(house, batch, "beside", words="v2 beside v1")
    await eventually(lambda: house.calls("completeUploadExternal"))
    await add(house, batch, "v1")
    await house.settled()

    assert sorted(await shared(house)) == [["beside.png"], ["v1.png"]]
    assert all(one.shared_at is not None for one in await rows(house))


async def test_a_lost_reply_shows_the_pictures_once(house: House, batch: Batch):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.LOST_REPLY, match="completeUploadExternal", times=1)
    await house.show(batch.id, "Approve?")
    await add(house, batch, "v1", "v2")
    await house.settled()

    assert sorted(name for names in await shared(house) for name in names) == ["v1.png", "v2.png"]
    assert all(one.shared_at is not None for one in await rows(house))


async def test_a_picture_that_joins_meanwhile_does_not_hide_what_a_lost_reply_did(house: House, batch: Batch):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.LOST_REPLY, match="completeUploadExternal", times=1)
    await house.show(batch.id, "Approve?")
    await add(house, batch, "v1")
    await eventually(lambda: house.calls("completeUploadExternal"))

    async with house.database.write() as session:
        session.add(on_its_way(batch))
    await house.settled()

    assert [one.shared_at is not None for one in await rows(house)] == [True, False]
    assert await shared(house) == [["v1.png"]]


def on_its_way(batch: Batch) -> Picture:
    return Picture(
        team_id=TEAM,
        batch_id=batch.id,
        kind=PictureKind.PROOF,
        subject_id="v2",
        path="v2.png",
        file_name="v2.png",
        alt_text="Preview of v2",
    )


@pytest.mark.parametrize("match", ["getUploadURLExternal", "upload/v1"])
@pytest.mark.parametrize("fault", [Kind.LOST_REPLY, Kind.ERROR, Kind.RATE_LIMIT])
async def test_an_upload_survives_a_bad_line(house: House, batch: Batch, match: str, fault: Kind):
    house.sandbox.world.faults.arm(system="slack", kind=fault, match=match, times=1)
    await house.show(batch.id, "Approve?")
    await add(house, batch, "v1")
    await house.settled()

    assert await shared(house) == [["v1.png"]]


async def test_an_upload_that_slack_has_forgotten_is_brought_again(house: House, batch: Batch):
    await add(house, batch, "v1")
    await house.settled()
    async with house.database.write() as session:
        [row] = (await session.exec(select(Picture))).all()
        row.slack_file_id = "F0FORGOTTEN"

    await house.show(batch.id, "Approve?")
    await house.settled()

    assert await shared(house) == [["v1.png"]]


async def test_a_card_shows_a_picture_as_soon_as_slack_has_digested_it(house: House, batch: Batch):
    await house.show(batch.id, "Approve?")
    await add(house, batch, "v1")
    await house.settled()
    [row] = await rows(house)

    house.pictured[batch.id] = row.slack_file_id or ""
    await house.change(batch.id, "Approve hero.jpg?")

    async def has_picture() -> bool:
        card, *_ = await house.seen_by("admin", "review")
        return [block["type"] for block in card["blocks"]] == ["section", "image"]

    await eventually(has_picture)


async def test_a_card_goes_without_a_picture_that_slack_never_takes(house: House, batch: Batch):
    house.pictured[batch.id] = "F0NOWHERE"
    await house.show(batch.id, "Approve hero.jpg?", kind=PostKind.CARD)
    await house.settled()

    [card] = await house.said_in(REVIEW)
    assert [block["type"] for block in card["blocks"]] == ["section"]
