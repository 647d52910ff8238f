"""Tasks: lists, reads by id, writes."""

from datetime import timedelta

import httpx
import pytest

from sandbox.world import World
from sandbox.wrike.app import WrikeStandIn
from sandbox.wrike.seed import AUTUMN, LEAD, SPACE, SPRING

HERO = "IEAGLLEYKRAAAAAAV"
BANNERS = "IEAGLLEYKRAAAAAAW"


async def task(api: httpx.AsyncClient, task_id: str = HERO) -> dict:
    return (await api.get(f"/tasks/{task_id}")).json()["data"][0]


async def make(api: httpx.AsyncClient, title: str = "Poster", **wishes: object) -> dict:
    return (await api.post(f"/folders/{SPRING}/tasks", json={"title": title, **wishes})).json()["data"][0]


def status_named(wrike: WrikeStandIn, name: str) -> str:
    return next(one.id for one in wrike.account.workflow_of([SPRING]).statuses if one.name == name)


async def test_a_list_shows_the_common_fields_alone(api: httpx.AsyncClient):
    [shown, *_] = (await api.get(f"/folders/{SPRING}/tasks")).json()["data"]

    assert shown.keys() == {
        "id", "accountId", "title", "status", "importance", "createdDate", "updatedDate", "dates", "scope",
        "customStatusId", "permalink", "priority",
    }  # fmt: skip


async def test_by_id_nearly_everything_is_shown(api: httpx.AsyncClient):
    shown = await task(api)

    assert {"description", "parentIds", "responsibleIds", "subTaskIds", "customFields", "metadata"} <= shown.keys()
    assert shown["parentIds"] == [SPRING]


async def test_by_id_it_may_not_be_named_again(api: httpx.AsyncClient):
    answer = await api.get(f"/tasks/{HERO}", params={"fields": '["subTaskIds"]'})

    assert answer.status_code == 400
    assert answer.json()["errorDescription"] == "Fields parameter value 'subTaskIds' not allowed"


async def test_one_bad_id_fails_the_whole_list(api: httpx.AsyncClient):
    good = await api.get(f"/tasks/{HERO},{BANNERS}")
    bad = await api.get(f"/tasks/{HERO},MAAAAAEQ_kSH")

    assert len(good.json()["data"]) == 2
    assert bad.status_code == 404


async def test_a_hundred_ids_are_enough(api: httpx.AsyncClient):
    answer = await api.get("/tasks/" + ",".join([HERO] * 101))

    assert answer.status_code == 400


async def test_the_second_page_loses_what_is_not_asked_again(api: httpx.AsyncClient):
    wish = {"pageSize": 1, "fields": "[description]"}
    first = (await api.get(f"/folders/{SPRING}/tasks", params=wish)).json()
    token = {"nextPageToken": first["nextPageToken"]}

    bare = (await api.get(f"/folders/{SPRING}/tasks", params=token)).json()
    full = (await api.get(f"/folders/{SPRING}/tasks", params=wish | token)).json()

    assert "description" in first["data"][0]
    assert "description" not in bare["data"][0]
    assert "description" in full["data"][0]
    assert bare["data"][0]["id"] == full["data"][0]["id"] != first["data"][0]["id"]


async def test_a_page_token_grows_old(api: httpx.AsyncClient, world: World):
    first = (await api.get("/tasks", params={"pageSize": 1})).json()

    world.clock.advance(timedelta(hours=2))

    assert (await api.get("/tasks", params={"nextPageToken": first["nextPageToken"]})).status_code == 400


async def test_a_new_task_has_the_new_shape_of_id_and_the_folders_first_status(
    api: httpx.AsyncClient, wrike: WrikeStandIn
):
    made = await make(api, description="It's <b>big</b><br><script>no</script>", responsibles=[LEAD])

    assert made["id"].startswith("MAAAAA")
    assert made["customStatusId"] == wrike.account.workflow_of([SPRING]).statuses[0].id
    assert made["description"] == "It&#39;s <b>big</b><br />no"
    assert made["permalink"].startswith("https://www.wrike.com/open.htm?id=")
    assert (made["responsibleIds"], made["authorIds"]) == ([LEAD], ["KUAAAA00"])


async def test_a_permalink_finds_its_task(api: httpx.AsyncClient):
    made = await make(api)

    [found] = (await api.get("/tasks", params={"permalink": made["permalink"]})).json()["data"]

    assert found["id"] == made["id"]


async def test_our_own_key_finds_its_task(api: httpx.AsyncClient):
    made = await make(api, metadata=[{"key": "galley_asset", "value": "A1"}])
    await make(api, metadata=[{"key": "galley_asset", "value": "A2"}])

    found = await api.get("/tasks", params={"metadata": '{"key":"galley_asset","value":"A1"}'})

    assert [one["id"] for one in found.json()["data"]] == [made["id"]]


async def test_several_custom_statuses_share_a_group(api: httpx.AsyncClient, wrike: WrikeStandIn):
    review = status_named(wrike, "Design Review")

    [changed] = (await api.put(f"/tasks/{HERO}", json={"customStatus": review})).json()["data"]

    assert (changed["status"], changed["customStatusId"]) == ("Active", review)


async def test_a_status_is_written_as_custom_status_and_read_as_custom_status_id(api: httpx.AsyncClient):
    answer = await api.put(f"/tasks/{HERO}", json={"customStatusId": "x"})

    assert answer.json()["errorDescription"] == "Parameter 'customStatusId' is not allowed"


async def test_a_completed_task_says_when(api: httpx.AsyncClient, wrike: WrikeStandIn):
    await api.put(f"/tasks/{HERO}", json={"customStatus": status_named(wrike, "Published")})
    done = await task(api)
    await api.put(f"/tasks/{HERO}", json={"status": "Active"})

    assert (done["status"], "completedDate" in done) == ("Completed", True)
    assert "completedDate" not in await task(api)


async def test_a_change_moves_the_updated_date_and_a_write_of_the_same_does_not(api: httpx.AsyncClient, world: World):
    before = await task(api)
    world.clock.advance(timedelta(hours=1))

    await api.put(f"/tasks/{HERO}", json={"title": before["title"]})
    assert (await task(api))["updatedDate"] == before["updatedDate"]

    await api.put(f"/tasks/{HERO}", json={"title": "Heroine"})
    assert (await task(api))["updatedDate"] > before["updatedDate"]


async def test_only_what_changed_since_is_listed(api: httpx.AsyncClient, world: World):
    since = {"updatedDate": '{"start":"2026-03-02T09:30:00Z"}'}
    world.clock.advance(timedelta(hours=1))

    await api.put(f"/tasks/{HERO}", json={"title": "Heroine"})

    assert [one["id"] for one in (await api.get("/tasks", params=since)).json()["data"]] == [HERO]


@pytest.mark.parametrize("name", ["title", "importance", "dates"])
async def test_in_bulk_not_everything_can_be_changed(api: httpx.AsyncClient, name: str):
    answer = await api.put(f"/tasks/{HERO},{BANNERS}", json={name: "High"})

    assert answer.json()["errorDescription"] == f"Parameter '{name}' is not allowed"


async def test_in_bulk_statuses_can_be_changed(api: httpx.AsyncClient, wrike: WrikeStandIn):
    approved = status_named(wrike, "Approved")

    answer = await api.put(f"/tasks/{HERO},{BANNERS}", json={"customStatus": approved})

    assert [one["customStatusId"] for one in answer.json()["data"]] == [approved, approved]


async def test_a_deleted_task_leaves_the_lists_and_can_come_back(api: httpx.AsyncClient):
    [deleted] = (await api.delete(f"/tasks/{HERO}")).json()["data"]
    listed = (await api.get("/tasks")).json()["data"]
    refused = await api.put(f"/tasks/{HERO}", json={"title": "x"})
    [restored] = (await api.put(f"/tasks/{HERO}", json={"restore": True})).json()["data"]

    assert deleted["scope"] == "RbTask"
    assert HERO not in [one["id"] for one in listed]
    assert refused.status_code == 403
    assert restored["scope"] == "WsTask"


async def test_subtasks_are_listed_only_when_asked_for(api: httpx.AsyncClient):
    sub = await make(api, "Crop", superTasks=[HERO])

    plain = (await api.get("/tasks")).json()["data"]
    full = (await api.get("/tasks", params={"subTasks": "true"})).json()["data"]

    assert sub["id"] not in [one["id"] for one in plain]
    assert sub["id"] in [one["id"] for one in full]
    assert (await task(api))["subTaskIds"] == [sub["id"]]


async def test_no_task_stands_above_itself(api: httpx.AsyncClient):
    sub = await make(api, "Crop", superTasks=[HERO])

    for above in (HERO, sub["id"]):
        assert (await api.put(f"/tasks/{HERO}", json={"addSuperTasks": [above]})).status_code == 400


async def test_a_space_lists_what_is_below_only_when_asked_for(api: httpx.AsyncClient):
    direct = (await api.get(f"/spaces/{SPACE}/tasks")).json()["data"]
    below = (await api.get(f"/spaces/{SPACE}/tasks", params={"descendants": "true"})).json()["data"]

    assert (len(direct), len(below)) == (0, 3)


async def test_followers_cannot_be_removed(api: httpx.AsyncClient):
    answer = await api.put(f"/tasks/{HERO}", json={"removeFollowers": [LEAD]})

    assert answer.json()["errorDescription"] == "Parameter 'removeFollowers' is not allowed"


async def test_a_task_moves_between_folders(api: httpx.AsyncClient):
    await api.put(f"/tasks/{HERO}", json={"addParents": [AUTUMN], "removeParents": [SPRING]})

    assert (await task(api))["parentIds"] == [AUTUMN]


async def test_custom_values_are_text_and_null_removes_them(api: httpx.AsyncClient):
    budget = "IEAGLLEYJUAAAAAAD"
    await api.put(f"/tasks/{HERO}", json={"customFields": [{"id": budget, "value": "5000"}]})
    assert (await task(api))["customFields"] == [{"id": budget, "value": "5000"}]

    await api.put(f"/tasks/{HERO}", json={"customFields": [{"id": budget, "value": None}]})
    assert (await task(api))["customFields"] == []


async def test_tasks_can_wait_for_one_another(api: httpx.AsyncClient):
    wish = {"predecessorId": HERO, "relationType": "FinishToStart"}
    [link] = (await api.post(f"/tasks/{BANNERS}/dependencies", json=wish)).json()["data"]
    both = await api.post(f"/tasks/{BANNERS}/dependencies", json=wish | {"successorId": HERO})

    assert (await task(api))["dependencyIds"] == [link["id"]]
    assert both.status_code == 400
