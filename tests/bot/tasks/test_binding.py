"""Binding a channel to a project and a picture to a task: asked for at once, answered when the board has spoken."""

import pytest
from sqlmodel import col, select

from bot.slack.actor import Actor
from models.campaign import Campaign
from models.history import Entry
from models.review.words import Verdict
from models.roles import NotAllowed
from sandbox.faults import Kind
from tests.bot.tasks.room import Room
from tests.bot.tasks.story import BRAND, CHANNEL, DESIGNER, LEAD, TEAM
from tests.contracts.boards import wrike

LEAD_HERE = Actor(team_id=TEAM, person_id=LEAD, channel_id=CHANNEL)


async def campaigns(room: Room) -> list[Campaign]:
    async with room.database.read() as session:
        return list((await session.exec(select(Campaign).order_by(col(Campaign.id)))).all())


def task_called(room: Room, title: str) -> str:
    task = next(one for one in room.sandbox.wrike.account.tasks.values() if one.title == title)
    return f"https://www.wrike.com/open.htm?id={task.number}"


async def test_a_permalink_binds_the_channel(room: Room) -> None:
    first = await room.its.campaigns.link(LEAD_HERE, wrike(room.sandbox).project)
    await room.jobs.idle()

    (campaign,) = await campaigns(room)
    assert "Looking for" in first.text
    assert (campaign.channel_id, campaign.project_id, campaign.linked_by) == (CHANNEL, room.project, LEAD)
    assert {"Design Review", "Published"} <= {status["name"] for status in campaign.workflow}
    assert "Spring Campaign" in (await room.whispered())[-1]
    assert len(await room.events("CampaignLinked")) == 1


async def test_a_link_to_another_host_binds_nothing_though_its_number_is_a_projects(room: Room) -> None:
    elsewhere = wrike(room.sandbox).project.replace("www.wrike.com", "www.wrike.com.evil.example")
    await room.its.campaigns.link(LEAD_HERE, elsewhere)
    await room.jobs.idle()

    assert "is not Wrike" in (await room.whispered())[0]
    assert await campaigns(room) == []


async def test_another_project_ends_the_first_binding(room: Room) -> None:
    for reference in (wrike(room.sandbox).project, wrike(room.sandbox).project, autumn(room)):
        await room.its.campaigns.link(LEAD_HERE, reference)
        await room.pass_time(seconds=5)

    first, second = await campaigns(room)
    assert (first.ended_at is not None, second.ended_at) == (True, None)
    assert "already" in (await room.whispered())[1]


def autumn(room: Room) -> str:
    return next(one.id for one in room.sandbox.wrike.account.folders.values() if one.title.startswith("Autumn"))


@pytest.mark.parametrize("reference", ["https://www.wrike.com/open.htm?id=999", "the spring one", "../tasks"])
async def test_what_leads_nowhere_is_answered_with_a_reason(room: Room, reference: str) -> None:
    await room.its.campaigns.link(LEAD_HERE, reference)
    await room.jobs.idle()

    assert await campaigns(room) == []
    assert "not bound" in (await room.whispered())[0]
    assert room.troubles == []


async def test_a_board_that_is_away_is_asked_again(room: Room) -> None:
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.OFFLINE, times=3)
    await room.its.campaigns.link(LEAD_HERE, wrike(room.sandbox).project)
    for _ in range(3):
        await room.pass_time(minutes=1)

    assert len(await campaigns(room)) == 1


async def test_a_channel_says_what_it_is_bound_to(room: Room) -> None:
    assert "no campaign" in (await room.its.campaigns.show(room.actor)).text
    await room.picture(await room.campaign())
    await room.jobs.idle()

    assert "Spring Campaign" in (await room.its.campaigns.show(room.actor)).text
    assert "1 task" in (await room.its.campaigns.show(room.actor)).text


async def test_after_the_end_new_pictures_get_no_task(room: Room) -> None:
    campaign = await room.campaign()
    await room.its.campaigns.unlink(LEAD_HERE)
    await room.picture(campaign)
    await room.jobs.idle()

    assert room.made == []


async def test_who_ended_a_campaign_is_written_down(room: Room) -> None:
    campaign = await room.campaign()
    await room.its.campaigns.unlink(LEAD_HERE)

    async with room.database.read() as session:
        [entry] = (await session.exec(select(Entry).where(Entry.event == "CampaignEnded"))).all()
    assert (entry.actor_id, entry.details["campaign_id"]) == (LEAD, campaign.id)


async def test_a_picture_takes_on_an_existing_task(room: Room) -> None:
    asset = await room.picture(None)
    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    await room.its.tasks.link(room.actor, task_called(room, "Banner set"))
    await room.pass_time(seconds=10)

    link = await room.link(asset)
    task = room.sandbox.wrike.account.tasks[link.task_id or ""]
    assert (task.title, room.status(task)) == ("Banner set", "Brand Review")
    assert len(room.files(task)) == 1
    assert "Dana approved version 1 (Design)." in room.said(task)[0]
    assert room.made == []


async def test_another_task_hears_everything_once_too(room: Room) -> None:
    asset = await room.picture(await room.campaign(), "hero")
    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    await room.pass_time(seconds=10)
    for _ in range(2):
        await room.its.tasks.link(room.actor, task_called(room, "Banner set"), "hero")
        await room.pass_time(seconds=10)

    link = await room.link(asset)
    task = room.sandbox.wrike.account.tasks[link.task_id or ""]
    assert [len(room.said(one)) for one in (room.task, task)] == [1, 1]
    assert [len(room.files(one)) for one in (room.task, task)] == [1, 1]
    await room.decide(asset, BRAND, Verdict.APPROVE)
    await room.pass_time(seconds=10)
    assert [len(room.said(one)) for one in (room.task, task)] == [1, 2]


async def test_a_picture_that_nobody_knows_is_said_at_once(room: Room) -> None:
    assert "no picture" in (await room.its.tasks.link(room.actor, "1", "banana")).text
    assert "no picture of yours" in (await room.its.tasks.link(room.actor, "1")).text


async def test_whom_nobody_knows_binds_nothing_and_hears_of_no_picture(room: Room) -> None:
    await room.picture(None, "secret launch")
    guest = Actor(team_id=TEAM, person_id="U0GUEST", channel_id="C0REVIEW")

    with pytest.raises(NotAllowed, match="Only admins, leads, approvers and submitters may tie a picture to a task"):
        await room.its.tasks.link(guest, "1", "secret")
    with pytest.raises(NotAllowed, match=r"Only admins and leads may bind a channel to a project.* Lea can help"):
        await room.its.campaigns.link(guest, "1")
    assert [one["deed"] for one in await room.events("DeedRefused")] == ["link_task", "link_campaign"]


async def test_a_reviewer_means_the_newest_picture_of_the_review_channel(room: Room) -> None:
    asset = await room.picture(None)
    reviewer = Actor(team_id=TEAM, person_id=DESIGNER, channel_id="C0REVIEW")
    await room.its.tasks.link(reviewer, task_called(room, "Banner set"))
    await room.jobs.idle()

    assert (await room.link(asset)).title == "Banner set"


async def test_statuses_that_the_project_does_not_know_are_named(room: Room) -> None:
    for workflow in room.sandbox.wrike.account.workflows.values():
        for status in workflow.statuses:
            status.name = "Prüfung" if status.name == "Design Review" else status.name
    await room.its.campaigns.link(LEAD_HERE, wrike(room.sandbox).project)
    await room.jobs.idle()

    assert "no Design Review" in (await room.whispered())[0]


async def test_a_task_that_is_not_there_is_answered_with_a_reason(room: Room) -> None:
    await room.picture(None)
    await room.its.tasks.link(room.actor, "https://www.wrike.com/open.htm?id=999")
    await room.jobs.idle()

    assert "No task was bound" in (await room.whispered())[0]
