"""What rings somebody is counted once, whatever became of the answer; what rings nobody is not."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.slack.parts import Message, section
from bot.slack.ringing import rung_by
from bot.slack.speaking import Draft
from models.noise import NO_PICTURE, Ring
from models.post import PostKind
from sandbox.faults import Kind
from tests.bot.slack.conftest import GENERAL, REVIEW, TEAM, House

UPLOADER = "U0UPLOADER"


async def rings(house: House) -> list[tuple[str, str, str]]:
    async with house.database.read() as session:
        return [(one.person_id, one.asset_id, one.ts) for one in await session.exec(select(Ring))]


async def delivered(house: House) -> list[str]:
    """As the sandbox has it."""
    return [message["ts"] for message in house.sandbox.slack.workspaces.first.buzzes.get(UPLOADER, [])]


@pytest.mark.parametrize("fault", [None, Kind.LOST_REPLY, Kind.DROP, Kind.ERROR])
async def test_a_direct_message_is_counted_once(house: House, fault: Kind | None) -> None:
    if fault:
        house.sandbox.world.faults.arm(system="slack", kind=fault, match="chat.postMessage", times=1)
    where = {"kind": PostKind.OUTCOME, "key": "outcome:b1", "channel_id": UPLOADER, "recipient_id": UPLOADER}
    await house.show("b1", "Approved", **where)
    await house.settled()

    assert await rings(house) == [(UPLOADER, NO_PICTURE, ts) for ts in await delivered(house)]
    assert len(await rings(house)) == 1


async def test_an_edit_a_card_and_a_private_line_ring_nobody(house: House) -> None:
    await house.show("b1", "Approve?")
    await house.settled()
    root = await house.post("card:b1")
    await house.show("b2", "Dana approved it", kind=PostKind.OUTCOME, key="line:b2", thread_ts=root.ts)
    async with house.database.write() as session:
        await house.posts.say(
            session, team_id=TEAM, kind=PostKind.WHISPER, subject_id="b3", key="whisper:1", channel_id=GENERAL,
            recipient_id=UPLOADER, message=Message("Only you see this", (section("Only you see this"),)),
        )  # fmt: skip
    await house.change("b1", "Approved")
    await house.settled()

    assert await rings(house) == []
    assert await delivered(house) == []


async def test_whoever_is_named_in_a_channel_is_rung(house: House) -> None:
    await house.show("b1", f"<@{UPLOADER}>, please look")
    await house.settled()

    assert [person for person, _, _ in await rings(house)] == [UPLOADER]
    assert len(await delivered(house)) == 1


async def test_a_message_is_about_the_pictures_that_it_says() -> None:
    asked = Message("Asked").telling_of(("asset-1", "asset-2"))

    assert asked.pictures == ("asset-1", "asset-2")
    assert asked == Message("Asked")
    assert asked.digest == Message("Asked").digest


@pytest.mark.parametrize(
    ("kind", "channel_id", "rung"),
    [
        (PostKind.ASK, UPLOADER, (UPLOADER,)),
        (PostKind.ASK, "D0UPLOADER", (UPLOADER,)),
        (PostKind.WHISPER, UPLOADER, (UPLOADER,)),
        (PostKind.WHISPER, "D0UPLOADER", ()),
        (PostKind.WHISPER, REVIEW, ()),
        (PostKind.CARD, REVIEW, ()),
    ],
)
def test_where_it_stands_says_whom_it_rings(kind: PostKind, channel_id: str, rung: tuple[str, ...]) -> None:
    draft = Draft(
        post_id="post-1", team_id=TEAM, kind=kind, channel_id=channel_id, thread_ts=None, recipient_id=UPLOADER,
        ts=None, message=Message("Words"), created_at=datetime(2026, 3, 2, tzinfo=UTC), changes=0,
    )  # fmt: skip

    assert rung_by(draft) == rung
