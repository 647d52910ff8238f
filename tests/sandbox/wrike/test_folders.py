"""Folders and projects: two shapes, the recycle bin, owners."""

import httpx
import pytest

from sandbox.wrike.ids import RECYCLE_BIN, ROOT
from sandbox.wrike.seed import EVERGREEN, LEAD, SPACE, SPRING


async def folder(api: httpx.AsyncClient, folder_id: str) -> dict:
    return (await api.get(f"/folders/{folder_id}")).json()["data"][0]


async def test_without_a_filter_it_is_a_tree_with_root_and_recycle_bin(api: httpx.AsyncClient):
    answer = (await api.get("/folders")).json()

    assert answer["kind"] == "folderTree"
    assert {"WsRoot", "RbRoot", "WsFolder"} <= {entry["scope"] for entry in answer["data"]}
    assert "permalink" not in answer["data"][-1]


async def test_with_a_filter_it_is_the_full_model(api: httpx.AsyncClient):
    answer = (await api.get("/folders", params={"project": "true"})).json()

    assert answer["kind"] == "folders"
    assert {one["title"] for one in answer["data"]} == {"Spring Campaign", "Autumn Campaign"}
    assert all("permalink" in one and "createdDate" in one for one in answer["data"])


async def test_a_tree_has_no_pages(api: httpx.AsyncClient):
    answer = await api.get("/folders", params={"pageSize": 10})

    assert answer.json()["errorDescription"] == "Parameter 'pageSize' is not allowed"


async def test_filtered_folders_come_in_pages(api: httpx.AsyncClient):
    first = (await api.get("/folders", params={"project": "true", "pageSize": 1})).json()
    more = {"project": "true", "pageSize": 1, "nextPageToken": first["nextPageToken"]}
    second = (await api.get("/folders", params=more)).json()

    assert (first["responseSize"], len(first["data"]), len(second["data"])) == (2, 1, 1)
    assert first["data"] != second["data"]
    assert "nextPageToken" not in second


async def test_without_descendants_only_the_top_is_listed(api: httpx.AsyncClient):
    answer = (await api.get("/folders", params={"descendants": "false"})).json()

    assert (answer["kind"], [one["title"] for one in answer["data"]]) == ("folders", ["Marketing"])


async def test_a_permalink_finds_its_folder(api: httpx.AsyncClient):
    link = (await folder(api, SPRING))["permalink"]

    [found] = (await api.get("/folders", params={"permalink": link})).json()["data"]

    assert found["id"] == SPRING


async def test_a_number_becomes_an_id(api: httpx.AsyncClient):
    number = (await folder(api, SPRING))["permalink"].rpartition("=")[2]

    answer = await api.get("/ids", params={"type": "ApiV2Folder", "ids": f"[{number}]"})

    assert answer.json()["data"] == [{"id": SPRING, "apiV2Id": number}]


@pytest.mark.parametrize("logical", [ROOT, RECYCLE_BIN])
async def test_logical_folders_cannot_be_read_by_id(api: httpx.AsyncClient, logical: str):
    answer = await api.get(f"/folders/{logical}")

    assert answer.status_code == 400
    assert answer.json()["errorDescription"] == "Operation is not allowed for logical folder"


async def test_by_id_only_a_few_fields_may_be_named(api: httpx.AsyncClient):
    allowed = await api.get(f"/folders/{SPRING}", params={"fields": "[briefDescription]"})
    refused = await api.get(f"/folders/{SPRING}", params={"fields": "[description]"})

    assert "briefDescription" in allowed.json()["data"][0]
    assert refused.status_code == 400


async def test_one_bad_id_fails_the_whole_list(api: httpx.AsyncClient):
    answer = await api.get(f"/folders/{SPRING},IEAGLLEYI4NOTHING")

    assert (answer.status_code, answer.json()["error"]) == (404, "resource_not_found")


async def test_a_new_project_has_owners_and_an_id_of_the_new_shape(api: httpx.AsyncClient):
    wish = {"title": "Winter", "project": {"ownerIds": [LEAD], "startDate": "2026-11-02", "endDate": "2026-12-31"}}

    [made] = (await api.post(f"/folders/{SPACE}/folders", json=wish)).json()["data"]

    assert made["id"].startswith("MAAAAA")
    assert "_" in made["id"]
    assert made["project"]["ownerIds"] == [LEAD]
    assert "status" not in made["project"]


async def test_owners_are_added_and_removed_later(api: httpx.AsyncClient):
    refused = await api.put(f"/folders/{SPRING}", json={"project": {"ownerIds": [LEAD]}})
    wish = {"project": {"ownersAdd": ["KUAAAA10"], "ownersRemove": [LEAD]}}
    [changed] = (await api.put(f"/folders/{SPRING}", json=wish)).json()["data"]

    assert refused.status_code == 400
    assert changed["project"]["ownerIds"] == ["KUAAAA10"]


async def test_a_project_without_project_is_a_folder(api: httpx.AsyncClient):
    await api.put(f"/folders/{SPRING}", json={"project": None})

    assert "project" not in await folder(api, SPRING)


async def test_a_deleted_folder_goes_to_the_recycle_bin_with_its_tasks(api: httpx.AsyncClient):
    [task, *_] = (await api.get(f"/folders/{SPRING}/tasks")).json()["data"]

    await api.delete(f"/folders/{SPRING}")

    tree = {entry["id"]: entry for entry in (await api.get("/folders")).json()["data"]}
    assert tree[SPRING]["scope"] == "RbFolder"
    assert SPRING in tree[RECYCLE_BIN]["childIds"]
    assert SPRING not in tree[SPACE]["childIds"]
    [gone] = (await api.get(f"/tasks/{task['id']}")).json()["data"]
    assert gone["scope"] == "RbTask"


async def test_a_folder_comes_back_from_the_recycle_bin(api: httpx.AsyncClient):
    await api.delete(f"/folders/{SPRING}")
    await api.put(f"/folders/{SPRING}", json={"restore": True})

    assert (await folder(api, SPRING))["scope"] == "WsFolder"
    assert len((await api.get(f"/folders/{SPRING}/tasks")).json()["data"]) == 2


async def test_a_folder_cannot_be_moved_into_itself(api: httpx.AsyncClient):
    [inner] = (await api.post(f"/folders/{EVERGREEN}/folders", json={"title": "Inner"})).json()["data"]

    answer = await api.put(f"/folders/{EVERGREEN}", json={"addParents": [inner["id"]]})

    assert answer.status_code == 400


async def test_a_space_tells_its_workflow(api: httpx.AsyncClient):
    [space] = (await api.get("/spaces")).json()["data"]
    workflows = {one["id"]: one for one in (await api.get("/workflows")).json()["data"]}

    names = [status["name"] for status in workflows[space["defaultTaskWorkflowId"]]["customStatuses"]]
    assert names[:3] == ["New", "In Progress", "In Review"]
    assert {"Design Review", "Brand Review", "Changes Requested", "Approved", "Published", "Rejected"} <= set(names)
