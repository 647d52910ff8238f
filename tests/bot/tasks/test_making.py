"""A task is made once, whatever happens on the way, and told everything that belongs on it."""

from datetime import timedelta

import pytest

from models.events import Posted
from models.post import PostKind
from models.review.words import Verdict
from sandbox.faults import Kind
from tests.bot.tasks import story
from tests.bot.tasks.room import Room
from tests.bot.tasks.story import BRAND, DESIGNER
from tests.databases import BOTH
from tests.waiting import eventually

pytestmark = pytest.mark.parametrize("database_url", BOTH, indirect=True)

QUARANTINE = {"seconds": 60}


async def test_a_picture_of_a_campaign_gets_a_task(room: Room) -> None:
    asset = await room.picture(await room.campaign(), "hero")
    await room.jobs.idle()

    link = await room.link(asset)
    assert (room.task.title, room.status()) == ("hero", "Design Review")
    assert (link.task_id, link.status, link.wanted_status) == (room.task.id, "Design Review", "Design Review")
    assert link.due == (room.clock.now() + timedelta(days=1)).date()
    assert "hero.jpg, submitted in Slack by Uma" in room.task.description
    assert "https://slack.example/1.2" in room.task.description
    assert len(await room.events("TaskLinked")) == 1


async def test_without_a_campaign_there_is_no_task(room: Room) -> None:
    await room.picture(None)
    await room.jobs.idle()

    assert room.calls() == []


async def test_the_task_waits_a_moment_for_the_card_it_links_to(room: Room) -> None:
    asset = await room.picture(await room.campaign(), has_card=False)
    await room.jobs.idle()
    assert room.made == []

    async with room.database.write() as session:
        card = story.card(asset.batch_id, at=room.clock.now())
        session.add(card)
        posted = Posted(team_id=story.TEAM, post_id=card.id, kind=PostKind.CARD, subject_id=asset.batch_id)
        await room.history.record(session, posted)
    await room.jobs.idle()

    assert "https://slack.example/1.2" in room.task.description


async def test_a_card_that_never_comes_keeps_no_task_back(room: Room) -> None:
    await room.picture(await room.campaign(), has_card=False)

    await room.pass_time(seconds=20)

    assert "slack.example" not in room.task.description


async def test_a_lost_reply_makes_no_second_task(room: Room) -> None:
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.LOST_REPLY, match=f"{room.project}/tasks", times=1)
    asset = await room.picture(await room.campaign())
    await room.jobs.idle()
    assert (await room.link(asset)).task_id is None

    await room.pass_time(**QUARANTINE)

    assert (await room.link(asset)).task_id == room.task.id
    assert len(room.files()) == 1


async def test_a_lost_reply_says_and_shows_nothing_twice(room: Room) -> None:
    asset = await room.picture(await room.campaign())
    await room.jobs.idle()
    for path in ("/comments", "/attachments"):
        room.sandbox.world.faults.arm(system="wrike", kind=Kind.LOST_REPLY, match=path, times=1)

    await room.decide(asset, DESIGNER, Verdict.REQUEST_CHANGES, "Brighter")
    await room.version(asset)
    for _ in range(3):
        await room.pass_time(seconds=90)

    assert len(room.files()) == 2
    assert len(room.said()) == 1


async def test_whatever_happened_before_there_was_a_task_is_caught_up_with(room: Room) -> None:
    fault = room.sandbox.world.faults.arm(system="wrike", kind=Kind.OFFLINE)
    asset = await room.picture(await room.campaign())
    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    await room.decide(asset, BRAND, Verdict.APPROVE)
    await room.publish(asset)
    await room.jobs.idle()
    assert room.made == []

    room.sandbox.world.faults.disarm(fault.number)
    for _ in range(3):
        await room.pass_time(minutes=10)

    assert room.status() == "Published"
    assert len(room.files()) == 1
    assert [text.partition("<br")[0] for text in room.said()] == [
        "Dana approved version 1 (Design).",
        "Bea approved version 1 (Brand).",
        "Version 1 is approved and published: library/hero/v1",
    ]


async def test_too_many_requests_are_waited_for(room: Room) -> None:
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.RATE_LIMIT, times=2)
    await room.picture(await room.campaign())

    async def is_made() -> bool:
        await room.pass_time(minutes=1)  # while the client holds its calls for as long as Wrike said, in real time
        return bool(room.made)

    await eventually(is_made)
    assert room.status() == "Design Review"
    assert room.troubles == []


async def test_what_the_board_refuses_is_told_once_and_the_picture_goes_on(room: Room) -> None:
    campaign = await room.campaign(project="NOSUCHFOLDER")
    first = await room.picture(campaign, "one")
    await room.picture(campaign, "two")
    await room.jobs.idle()

    told = await room.events("TroubleFound")
    assert len({one["key"] for one in told}) == 1
    assert "go on without one" in told[0]["sentence"]
    assert (await room.link(first)).task_id is None
    assert room.troubles == []
