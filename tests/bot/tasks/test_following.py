"""A task stands where its picture stands: a state is compared and reached, never a step repeated."""

from datetime import timedelta

from models.review.words import Rule, Verdict
from sandbox.faults import Kind
from tests import reviews
from tests.bot.tasks import story
from tests.bot.tasks.room import Room
from tests.bot.tasks.story import BRAND, DESIGNER, LEAD


async def test_the_task_goes_with_its_picture(room: Room) -> None:
    asset = await room.picture(await room.campaign())
    seen = []
    for person in (DESIGNER, BRAND):
        await room.pass_time(seconds=10)
        seen.append(room.status())
        await room.decide(asset, person, Verdict.APPROVE)
    await room.pass_time(seconds=10)
    seen.append(room.status())
    await room.publish(asset)
    await room.pass_time(seconds=10)

    assert [*seen, room.status()] == ["Design Review", "Brand Review", "Approved", "Published"]


async def test_changes_and_a_new_version_lead_back_to_review(room: Room) -> None:
    asset = await room.picture(await room.campaign())
    await room.decide(asset, DESIGNER, Verdict.REQUEST_CHANGES, "Brighter, please")
    await room.jobs.idle()
    assert room.status() == "Changes Requested"

    await room.version(asset)
    await room.jobs.idle()

    assert room.status() == "Design Review"
    assert ["version 1" in name or "version 2" in name for name in sorted(room.files())] == [True, True]
    assert "Brighter, please" in room.said()[0]


async def test_moves_that_pile_up_are_one(room: Room) -> None:
    asset = await room.picture(await room.campaign())
    await room.jobs.idle()
    fault = room.sandbox.world.faults.arm(system="wrike", kind=Kind.OFFLINE)
    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    await room.decide(asset, BRAND, Verdict.APPROVE)
    await room.jobs.idle()
    room.sandbox.world.faults.disarm(fault.number)

    await room.pass_time(minutes=5)

    assert room.status() == "Approved"
    assert len([call for call in room.calls("PUT") if call.endswith(room.task.id)]) == 1


async def test_what_was_thought_better_of_before_it_was_told_is_not_told(room: Room) -> None:
    room.order = reviews.workflow("Design", "Brand", rule=Rule.ALL, may_change=True)
    room.seats = {"Design": [DESIGNER, LEAD], "Brand": [BRAND]}
    asset = await room.picture(await room.campaign())
    await room.jobs.idle()
    fault = room.sandbox.world.faults.arm(system="wrike", kind=Kind.OFFLINE)
    await room.decide(asset, LEAD, Verdict.APPROVE)
    await room.take_back(asset, LEAD)
    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    room.clock.advance(timedelta(seconds=1))
    await room.decide(asset, DESIGNER, Verdict.REJECT, "Wrong logo")
    await room.jobs.idle()
    room.sandbox.world.faults.disarm(fault.number)

    await room.pass_time(minutes=5)

    (said,) = room.said()
    assert "Dana rejected version 1" in said


async def test_a_late_news_of_an_old_stage_moves_nothing(room: Room) -> None:
    asset = await room.picture(await room.campaign())
    await room.decide(asset, DESIGNER, Verdict.REJECT, "Wrong logo")
    await room.jobs.idle()
    before = room.calls()

    async with room.database.write() as session:
        opened = story.stage_opened(asset, "")
        await room.history.record(session, opened)
    await room.jobs.idle()

    assert room.status() == "Rejected"
    assert room.calls() == before


async def test_where_a_person_moved_it_stays_until_the_picture_goes_on(room: Room) -> None:
    asset = await room.picture(await room.campaign())
    await room.jobs.idle()
    await room.edit(status="On Hold")
    await room.its.look()
    await room.jobs.idle()
    assert room.status() == "On Hold"

    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    await room.jobs.idle()

    assert room.status() == "Brand Review"


async def test_a_status_that_the_board_does_not_have_gives_way_to_its_group(room: Room) -> None:
    for workflow in room.sandbox.wrike.account.workflows.values():
        for status in workflow.statuses:
            status.name = {"Design Review": "Prüfung", "Rejected": "Verworfen"}.get(status.name, status.name)
    asset = await room.picture(await room.campaign())
    await room.jobs.idle()
    assert room.status() == "New"

    await room.decide(asset, DESIGNER, Verdict.REJECT, "Wrong logo")
    await room.jobs.idle()

    assert room.status() == "Verworfen"


async def test_a_deleted_task_is_shown_as_gone_and_left_alone(room: Room) -> None:
    asset = await room.picture(await room.campaign())
    await room.jobs.idle()
    await room.edit(deleted="forever")

    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    await room.decide(asset, BRAND, Verdict.APPROVE)
    await room.jobs.idle()
    calls = room.calls()
    await room.publish(asset)
    await room.pass_time(hours=1)

    assert (await room.link(asset)).is_gone
    assert [one["changed"] for one in await room.events("TaskChanged")] == [["gone"]]
    assert room.calls() == calls
    assert room.troubles == []
