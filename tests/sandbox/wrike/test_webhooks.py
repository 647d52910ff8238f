"""Webhooks: the handshake, what is told to whom, and what happens when nobody answers."""

from datetime import timedelta

import httpx
import pytest

from sandbox.faults import Kind
from sandbox.world import World
from sandbox.wrike.app import WrikeStandIn
from sandbox.wrike.deliveries import sign
from sandbox.wrike.seed import AUTUMN, EVERGREEN, LEAD, SPACE, SPRING
from tests.sandbox.wrike.listener import SECRET, Listener
from tests.sandbox.wrike.test_tasks import HERO, make, status_named
from tests.waiting import eventually


async def hook(api: httpx.AsyncClient, listener: Listener, path: str = "/webhooks", **wishes: object) -> dict:
    wish = {"hookUrl": listener.url, "secret": SECRET, **wishes}
    return (await api.post(path, json=wish)).json()["data"][0]


def test_signatures_are_the_documented_ones():
    handshake = b'{"requestType":"WebHook secret verification"}'

    assert sign("s3cr3t", handshake) == "c44b62b625ff1cd1ac300ff76eb52ecf8bae4ef84a6a3f2ed957f7da774c8b13"
    assert (
        sign("s3cr3t", b"8f14e45fceea167a5a36dedd4bea2543")
        == "5882309b4b255ff110035f399b2a2c9096b226293ab8d9ebdc4dbd89e9e15c53"
    )


async def test_a_listener_proves_itself_and_the_secret_is_never_shown(api: httpx.AsyncClient, listener: Listener):
    made = await hook(api, listener, events=["TaskStatusChanged"])

    assert (made["status"], made["hookUrl"], made["events"]) == ("Active", listener.url, ["TaskStatusChanged"])
    assert SECRET not in str(made)
    assert listener.are_signed


async def test_a_listener_that_only_echoes_is_refused(api: httpx.AsyncClient, listener: Listener):
    listener.knows_secret = False

    answer = await api.post("/webhooks", json={"hookUrl": listener.url, "secret": SECRET})

    assert answer.status_code == 400
    assert (await api.get("/webhooks")).json()["data"] == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hook", "ftp://127.0.0.1/", "http://[bad", "here", "http://\n/"])
async def test_a_listener_that_is_not_there_is_refused(api: httpx.AsyncClient, url: str):
    answer = await api.post("/webhooks", json={"hookUrl": url, "secret": SECRET})

    assert answer.status_code == 400


async def test_a_changed_status_is_told_with_old_and_new(
    api: httpx.AsyncClient, listener: Listener, wrike: WrikeStandIn
):
    made = await hook(api, listener)
    old, new = status_named(wrike, "In Progress"), status_named(wrike, "Published")

    await api.put(f"/tasks/{HERO}", json={"customStatus": new})

    [event] = await eventually(lambda: listener.events)
    assert event["lastUpdatedDate"].endswith("Z")
    assert event | {"lastUpdatedDate": ""} == {
        "oldStatus": "Active",
        "status": "Completed",
        "oldCustomStatusId": old,
        "customStatusId": new,
        "taskId": HERO,
        "webhookId": made["id"],
        "eventAuthorId": "KUAAAA00",
        "eventType": "TaskStatusChanged",
        "lastUpdatedDate": "",
    }
    assert listener.are_signed


async def test_a_person_is_the_author_of_what_a_person_did(
    api: httpx.AsyncClient, lead: httpx.AsyncClient, listener: Listener
):
    await hook(api, listener)

    await lead.put(f"/tasks/{HERO}", json={"title": "Heroine"})

    [event] = await eventually(lambda: listener.events)
    assert (event["eventAuthorId"], event["oldValue"], event["title"]) == (LEAD, "Hero picture", "Heroine")


async def test_dates_are_named_otherwise_than_in_answers(api: httpx.AsyncClient, listener: Listener):
    await hook(api, listener)

    await api.put(f"/tasks/{HERO}", json={"dates": {"type": "Planned", "start": "2026-03-16", "due": "2026-03-17"}})

    [event] = await eventually(lambda: listener.events)
    assert event["oldValue"]["dueDate"] == "2026-03-13T17:00:00"
    assert event["dates"]["dueDate"] == "2026-03-17T17:00:00"


async def test_several_changes_of_one_call_come_in_one_array(api: httpx.AsyncClient, listener: Listener):
    await hook(api, listener)

    await api.put(f"/tasks/{HERO}", json={"title": "Heroine", "addResponsibles": [LEAD]})

    [body] = await eventually(lambda: listener.bodies)
    assert [event["eventType"] for event in body] == ["TaskTitleChanged", "TaskResponsiblesAdded"]


async def test_comments_and_files_are_told(api: httpx.AsyncClient, listener: Listener):
    await hook(api, listener)

    await api.post(f"/tasks/{HERO}/comments", json={"text": "Nice<br>one"})
    await api.post(f"/tasks/{HERO}/attachments", content=b"x", headers={"X-File-Name": "x.txt"})
    await api.post(f"/folders/{SPRING}/comments", json={"text": "all"})

    await eventually(lambda: len(listener.events) == 3)
    assert listener.types == ["CommentAdded", "AttachmentAdded", "FolderCommentAdded"]
    assert listener.events[0]["comment"] == {"text": "Nice\none", "html": "Nice<br />one"}


async def test_a_folder_hears_its_own_and_a_recursive_one_all_below(api: httpx.AsyncClient, listener: Listener):
    flat = await hook(api, listener, f"/folders/{SPACE}/webhooks")
    deep = await hook(api, listener, f"/folders/{SPACE}/webhooks", recursive=True)
    other = await hook(api, listener, f"/folders/{AUTUMN}/webhooks", recursive=True)

    await make(api)
    await api.post(f"/folders/{EVERGREEN}/comments", json={"text": "last"})

    await eventually(lambda: "FolderCommentAdded" in listener.types)
    heard = {event["webhookId"] for event in listener.events}
    assert deep["id"] in heard
    assert not heard & {flat["id"], other["id"]}


async def test_a_space_hears_all_below(api: httpx.AsyncClient, listener: Listener):
    await hook(api, listener, f"/spaces/{SPACE}/webhooks")

    await make(api)

    await eventually(lambda: listener.types == ["TaskCreated"])


async def test_only_the_wanted_events_come(api: httpx.AsyncClient, listener: Listener):
    await hook(api, listener, events=["TaskDeleted"])

    await api.put(f"/tasks/{HERO}", json={"title": "Heroine"})
    await api.delete(f"/tasks/{HERO}")

    await eventually(lambda: listener.events)
    assert listener.types == ["TaskDeleted"]


async def test_an_unknown_event_is_refused(api: httpx.AsyncClient, listener: Listener):
    answer = await api.post("/webhooks", json={"hookUrl": listener.url, "events": ["ApprovalStatusChanged"]})

    assert answer.status_code == 400


async def test_a_delivery_is_tried_three_times(api: httpx.AsyncClient, listener: Listener):
    await hook(api, listener)
    listener.refusals = 2

    await api.put(f"/tasks/{HERO}", json={"title": "Heroine"})

    await eventually(lambda: listener.events)


async def test_after_three_refusals_the_hook_is_suspended_and_what_happens_then_is_lost(
    api: httpx.AsyncClient, listener: Listener
):
    made = await hook(api, listener)
    listener.refusals = 3
    await api.put(f"/tasks/{HERO}", json={"title": "lost"})

    async def is_suspended() -> bool:
        [shown] = (await api.get("/webhooks")).json()["data"]
        return shown["status"] == "Suspended"

    await eventually(is_suspended)
    await api.put(f"/tasks/{HERO}", json={"title": "lost too"})
    await api.put(f"/webhooks/{made['id']}", json={"status": "Active"})
    await api.put(f"/tasks/{HERO}", json={"title": "heard"})
    await eventually(lambda: listener.events)
    assert [event["title"] for event in listener.events] == ["heard"]


async def test_a_changed_description_is_told_five_minutes_late(
    api: httpx.AsyncClient, listener: Listener, world: World
):
    await hook(api, listener)
    await api.put(f"/tasks/{HERO}", json={"title": "Heroine", "description": "new"})
    await eventually(lambda: listener.events)
    assert listener.types == ["TaskTitleChanged"]

    world.clock.advance(timedelta(minutes=5))

    await eventually(lambda: listener.types == ["TaskTitleChanged", "TaskDescriptionChanged"])


async def test_hooks_belong_to_a_token(api: httpx.AsyncClient, lead: httpx.AsyncClient, listener: Listener):
    made = await hook(api, listener)

    assert (await lead.get("/webhooks")).json()["data"] == []
    assert (await lead.delete(f"/webhooks/{made['id']}")).status_code == 404
    assert (await api.delete(f"/webhooks/{made['id']}")).status_code == 200


async def test_deliveries_are_dropped_doubled_and_swapped_on_a_bad_day(
    api: httpx.AsyncClient, listener: Listener, world: World
):
    await hook(api, listener)
    for kind in (Kind.DROP, Kind.DUPLICATE, Kind.REORDER):
        world.faults.arm(system="wrike", kind=kind, match="event", times=1)

    for title in ("dropped", "doubled", "late", "early"):
        await api.put(f"/tasks/{HERO}", json={"title": title})

    await eventually(lambda: len(listener.events) == 4)
    assert [event["title"] for event in listener.events] == ["doubled", "doubled", "early", "late"]
