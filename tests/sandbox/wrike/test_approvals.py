"""Approvals, which no call can decide."""

import httpx
import pytest

from sandbox.wrike.seed import LEAD
from tests.sandbox.wrike.test_attachments import JPEG, attach
from tests.sandbox.wrike.test_tasks import HERO, task


async def ask(api: httpx.AsyncClient, **wishes: object) -> dict:
    return (await api.post(f"/tasks/{HERO}/approvals", json=wishes)).json()["data"][0]


async def test_with_approvers_it_is_pending_and_without_a_draft(api: httpx.AsyncClient):
    asked, draft = await ask(api, approvers=[LEAD]), await ask(api)

    assert (asked["status"], draft["status"]) == ("Pending", "Draft")
    assert asked["decisions"][0]["approverId"] == LEAD
    assert (asked["autoFinishOnApprove"], asked["taskId"]) == (True, HERO)


@pytest.mark.parametrize("word", ["status", "decision", "decisions"])
async def test_no_call_records_a_decision(api: httpx.AsyncClient, word: str):
    asked = await ask(api, approvers=[LEAD])

    answer = await api.put(f"/approvals/{asked['id']}", json={word: "Approved"})

    assert answer.json()["errorDescription"] == f"Parameter '{word}' is not allowed"


async def test_a_deletion_cancels_and_the_record_stays(api: httpx.AsyncClient):
    asked = await ask(api, approvers=[LEAD])

    await api.delete(f"/approvals/{asked['id']}")

    [kept] = (await api.get("/approvals", params={"statuses": "[Cancelled]"})).json()["data"]
    assert (kept["id"], kept["finished"]) == (asked["id"], True)


async def test_the_task_stays_where_it_is(api: httpx.AsyncClient):
    before = await task(api)

    await ask(api, approvers=[LEAD])

    assert (await task(api))["customStatusId"] == before["customStatusId"]


async def test_attachments_are_named_by_their_first_version(api: httpx.AsyncClient):
    first = await attach(api)
    answer = await api.put(f"/attachments/{first['id']}", content=JPEG, headers={"X-File-Name": "hero.jpg"})
    second = answer.json()["data"][0]

    refused = await api.post(f"/tasks/{HERO}/approvals", json={"attachments": [second["id"]]})

    assert refused.status_code == 400
    assert (await ask(api, attachments=[first["id"]]))["attachmentIds"] == [first["id"]]


async def test_approvers_come_and_go(api: httpx.AsyncClient):
    asked = await ask(api, approvers=[LEAD])

    answer = await api.put(f"/approvals/{asked['id']}", json={"addApprovers": ["KUAAAA05"], "removeApprovers": [LEAD]})

    assert [one["approverId"] for one in answer.json()["data"][0]["decisions"]] == ["KUAAAA05"]
