"""Copies of folders and blueprints."""

import httpx

from sandbox.wrike.seed import SPACE, SPRING


async def test_a_copy_has_its_own_tasks_moved_in_time(api: httpx.AsyncClient):
    wish = {"parent": SPACE, "title": "Summer", "rescheduleDate": "2026-06-01"}

    [copy] = (await api.post(f"/copy_folder/{SPRING}", json=wish)).json()["data"]

    tasks = (await api.get(f"/folders/{copy['id']}/tasks")).json()["data"]
    assert copy["project"]["startDate"] == "2026-06-01"
    assert {one["title"]: one["dates"]["due"] for one in tasks} == {
        "Hero picture": "2026-06-12T17:00:00",
        "Banner set": "2026-06-19T17:00:00",
    }


async def test_a_tree_that_is_too_large_is_not_copied(api: httpx.AsyncClient):
    answer = await api.post(f"/copy_folder/{SPRING}", json={"parent": SPACE, "title": "x", "entryLimit": 2})

    assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed")


async def test_a_blueprint_is_launched_and_waited_for(api: httpx.AsyncClient):
    [blueprint] = (await api.get("/folder_blueprints")).json()["data"]
    wish = {"parent": SPACE, "title": "Launch"}
    [job] = (await api.post(f"/folder_blueprints/{blueprint['id']}/launch_async", json=wish)).json()["data"]

    looks = [(await api.get(f"/async_job/{job['id']}")).json()["data"][0] for _ in range(2)]

    assert [look["status"] for look in looks] == ["InProgress", "Completed"]
    tasks = (await api.get(f"/folders/{looks[1]['result']['folderId']}/tasks")).json()["data"]
    assert {one["title"] for one in tasks} == {"Brief", "Hero picture", "Banner set"}
