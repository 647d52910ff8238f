"""What people change on the board is seen: by its calls, and by looking where it does not call. Never our own echo."""

import json

import pytest
from sqlmodel import select

from bot.config import Config
from bot.db import DatabaseAway
from bot.slack.actor import Actor
from bot.slack.http import LARGEST_BODY
from bot.tasks.hearing import KEPT
from bot.tasks.hooks import Hooks
from bot.vault import Vault
from models.asset import Asset
from models.campaign import Campaign, TaskLink
from models.review.words import Verdict
from sandbox.faults import Kind
from sandbox.wrike.deliveries import sign
from tests.bot.tasks.room import Room
from tests.bot.tasks.story import BRAND, CHANNEL, DESIGNER, LEAD, TEAM
from tests.postgres import nobody_gets_in
from tests.waiting import eventually

CALLS_OF_WRIKE = "webhook event"


async def watched(room: Room) -> Asset:
    asset = await room.picture(await room.campaign())
    await room.its.look()
    await room.its.attend()
    await room.jobs.idle()
    return asset


async def shows(room: Room, asset: Asset, **wanted: object) -> TaskLink:
    async def found() -> TaskLink | None:
        link = await room.link(asset)
        return link if all(getattr(link, name) == value for name, value in wanted.items()) else None

    return await eventually(found)


async def the_campaign(room: Room) -> Campaign:
    async with room.database.read() as session:
        return (await session.exec(select(Campaign))).one()


async def test_a_running_campaign_has_one_webhook(room: Room) -> None:
    await watched(room)
    await room.pass_time(minutes=2)
    await room.its.look()

    campaign = await the_campaign(room)
    assert campaign.hook_id in room.sandbox.wrike.account.webhooks
    assert len(room.sandbox.wrike.account.webhooks) == 1
    assert campaign.hook_problem is None


async def test_what_a_person_changes_is_heard_at_once(room: Room) -> None:
    asset = await watched(room)

    await room.edit(status="On Hold", dueDate="2026-05-04", assignees=["designer3"], title="Hero, wide")
    link = await shows(room, asset, status="On Hold", title="Hero, wide")

    assert (link.due is not None, link.due.isoformat() if link.due else "") == (True, "2026-05-04")
    assert link.assignees == ["Dora Designer"]
    changed = {name for one in await room.events("TaskChanged") for name in one["changed"]}
    assert changed == {"status", "due", "assignees", "title"}


async def test_our_own_writes_come_back_as_nothing(room: Room) -> None:
    asset = await watched(room)
    await room.decide(asset, DESIGNER, Verdict.APPROVE)
    await room.decide(asset, BRAND, Verdict.APPROVE)
    await room.publish(asset)
    await room.pass_time(seconds=10)
    calls = len(room.calls())
    await room.pass_time(seconds=10)

    assert await room.events("TaskChanged") == []
    assert len(room.calls()) == calls


async def test_doubled_and_reordered_calls_end_in_the_truth(room: Room) -> None:
    asset = await watched(room)
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.REORDER, match=CALLS_OF_WRIKE, times=1)
    await room.edit(status="In Progress")
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.DUPLICATE, match=CALLS_OF_WRIKE, times=1)
    await room.edit(status="On Hold")

    await shows(room, asset, status="On Hold")
    await room.pass_time(seconds=5)

    assert (await room.link(asset)).status == "On Hold"
    assert len(await room.events("TaskChanged")) <= 2


async def test_what_no_call_told_is_found_by_looking(room: Room) -> None:
    asset = await watched(room)
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.DROP, match=CALLS_OF_WRIKE)
    await room.edit(status="On Hold")

    await room.pass_time(minutes=2)
    await room.its.look()

    await shows(room, asset, status="On Hold")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_is_told_while_our_database_is_away_is_taken_in_when_it_is_back(room: Room) -> None:
    asset = await watched(room)
    campaign = await the_campaign(room)
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.DROP, match=CALLS_OF_WRIKE)
    await room.edit(status="On Hold")
    body, genuine = a_call_about_the_task(room)

    with nobody_gets_in(room.database.conninfo):
        for headers in ({"X-Hook-Signature": "0" * 64}, genuine):
            assert (await room.call(campaign.id, body, headers)).status_code == 200
        with pytest.raises(DatabaseAway):
            await room.its.attend()
    await room.its.attend()

    await shows(room, asset, status="On Hold")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_however_much_is_told_meanwhile_little_is_kept(room: Room) -> None:
    """And all of it is answered, or the board would fall silent."""
    await watched(room)
    campaign = await the_campaign(room)
    calls = 2 * KEPT // LARGEST_BODY

    with nobody_gets_in(room.database.conninfo):
        for _ in range(calls):
            assert (await room.call(campaign.id, b" " * LARGEST_BODY, {})).status_code == 200

    assert await room.its.attend() == calls // 2
    assert await room.its.attend() == 0


def a_call_about_the_task(room: Room) -> tuple[bytes, dict[str, str]]:
    (hook,) = room.sandbox.wrike.account.webhooks.values()
    told = {
        "eventType": "TaskStatusChanged",
        "taskId": room.task.id,
        "eventAuthorId": "designer3",
        "webhookId": hook.id,
    }
    body = json.dumps([told]).encode()
    return body, {"X-Hook-Signature": sign(hook.secret or "", body)}


async def test_a_suspended_webhook_is_woken_up(room: Room) -> None:
    asset = await watched(room)
    (hook,) = room.sandbox.wrike.account.webhooks.values()
    hook.is_active = False
    await room.edit(status="On Hold")

    await room.pass_time(minutes=2)
    await room.its.look()

    await shows(room, asset, status="On Hold")
    assert hook.is_active


async def test_a_lost_webhook_is_registered_again(room: Room) -> None:
    await watched(room)
    room.sandbox.wrike.account.webhooks.clear()

    await room.pass_time(minutes=2)
    await room.its.look()

    assert len(room.sandbox.wrike.account.webhooks) == 1


async def test_without_a_public_address_the_campaign_says_so(room: Room) -> None:
    hooks = Hooks(db=room.database, vault=Vault.open(Config(data=room.folder)), board=room.board, base=None)

    assert not await hooks.register(await room.campaign())

    assert "GALLEY_PUBLIC_URL" in ((await the_campaign(room)).hook_problem or "")
    assert "GALLEY_PUBLIC_URL" in str((await room.its.campaigns.show(room.actor)).to_json())


async def test_a_board_that_will_not_call_is_looked_at_often(room: Room) -> None:
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.ERROR, match="/webhooks")
    asset = await watched(room)
    await room.edit(status="On Hold")

    await room.pass_time(seconds=4)
    await room.its.look()

    await shows(room, asset, status="On Hold")
    assert room.sandbox.wrike.account.webhooks == {}


async def test_a_task_deleted_there_is_found_gone(room: Room) -> None:
    asset = await watched(room)
    room.sandbox.world.faults.arm(system="wrike", kind=Kind.DROP, match=CALLS_OF_WRIKE)
    await room.edit(deleted=True)

    await room.pass_time(minutes=2)
    await room.its.look()

    await shows(room, asset, is_gone=True)


async def test_a_restored_task_is_back(room: Room) -> None:
    asset = await watched(room)
    await room.edit(deleted=True)
    await shows(room, asset, is_gone=True)
    await room.edit(deleted=False)

    await room.pass_time(minutes=2)
    await room.its.look()

    await shows(room, asset, is_gone=False)


async def test_an_ended_campaign_is_not_called_for_but_its_tasks_are_looked_at(room: Room) -> None:
    asset = await watched(room)
    await room.its.campaigns.unlink(Actor(team_id=TEAM, person_id=LEAD, channel_id=CHANNEL))
    await room.pass_time(minutes=2)
    await room.its.look()
    assert room.sandbox.wrike.account.webhooks == {}

    await room.edit(status="On Hold")
    await room.pass_time(seconds=4)
    await room.its.look()

    await shows(room, asset, status="On Hold")


async def test_a_forged_call_is_refused(room: Room) -> None:
    await watched(room)
    campaign = await the_campaign(room)

    for headers in ({}, {"X-Hook-Signature": "0" * 64}):
        answer = await room.call(campaign.id, b"[]", headers)
        assert answer.status_code == 401
    assert (await room.call("nothing", b"[]", {})).status_code == 404
    assert (await room.call(campaign.id, b" " * (LARGEST_BODY + 1), {})).status_code == 413


async def test_without_anything_to_see_a_look_costs_few_calls(room: Room) -> None:
    await watched(room)
    before = len(room.calls())

    for _ in range(30):
        await room.pass_time(seconds=2)
        await room.its.look()

    assert len(room.calls()) - before <= 4
