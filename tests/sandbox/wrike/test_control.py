"""A person at work in Wrike, by program."""

import httpx
import pytest

from sandbox.serve import Sandbox
from sandbox.wrike.seed import SPRING
from tests.loopback import loopback
from tests.sandbox.wrike.test_tasks import HERO


@pytest.fixture
async def desk(sandbox: Sandbox):
    async with loopback(sandbox.world.addresses.page) as client:
        yield client


async def edit(desk: httpx.AsyncClient, user: str, /, **wish: object) -> dict:
    answer = await desk.post("/control/wrike/edit", json={"user": user, "id": HERO, "set": wish})
    assert answer.status_code == 200, answer.text
    return answer.json()["task"]


async def test_everything_is_shown(desk: httpx.AsyncClient):
    shown = (await desk.get("/control/wrike")).json()

    titles = {one["title"] for one in shown["tasks"]}
    assert {"Hero picture", "Banner set"} <= titles
    assert {"Spring Campaign", "Autumn Campaign", "Evergreen", "Marketing"} == {
        one["title"] for one in shown["folders"]
    }
    assert {"workflows", "contacts", "webhooks", "customFields"} <= shown.keys()


async def test_a_status_is_set_by_its_name(desk: httpx.AsyncClient):
    assert (await edit(desk, "designer1", status="Design Review"))["customStatus"] == "Design Review"


async def test_a_due_date_is_moved_and_taken_away(desk: httpx.AsyncClient):
    moved = await edit(desk, "lead", dueDate="2026-03-17")
    gone = await edit(desk, "lead", dueDate=None, startDate=None)

    assert moved["dates"]["due"] == "2026-03-17T17:00:00"
    assert gone["dates"] == {"type": "Backlog"}


async def test_a_due_date_before_the_start_brings_the_start_along(desk: httpx.AsyncClient):
    moved = await edit(desk, "lead", dueDate="2026-03-04")

    assert (moved["dates"]["start"], moved["dates"]["due"]) == ("2026-03-04T09:00:00", "2026-03-04T17:00:00")


async def test_assignees_are_named_by_role_or_mail(desk: httpx.AsyncClient):
    task = await edit(desk, "lead", assignees=["designer2", "brand@sandbox.example"])

    assert task["responsibleIds"] == ["KUAAAA03", "KUAAAA05"]


async def test_a_comment_is_that_persons(desk: httpx.AsyncClient):
    task = await edit(desk, "legal", comment="Fine by me.")

    assert [(one["authorId"], one["text"]) for one in task["comments"]] == [("KUAAAA06", "Fine by me.")]


async def test_a_task_is_thrown_away_and_brought_back(desk: httpx.AsyncClient):
    assert (await edit(desk, "lead", deleted=True))["scope"] == "RbTask"
    assert (await edit(desk, "lead", deleted=False))["scope"] == "WsTask"


async def test_a_task_that_is_gone_for_ever_is_404(desk: httpx.AsyncClient, sandbox: Sandbox):
    await edit(desk, "lead", deleted="forever")

    headers = {"Authorization": "bearer wrike-sandbox"}
    async with loopback(sandbox.world.addresses.wrike, headers=headers) as api:
        assert (await api.get(f"/api/v4/tasks/{HERO}")).status_code == 404


async def test_a_project_is_edited_too(desk: httpx.AsyncClient):
    wish = {"title": "Spring!", "status": "Approved", "assignees": ["lead", "admin"]}

    answer = await desk.post("/control/wrike/edit", json={"user": "lead", "id": SPRING, "set": wish})

    folder = answer.json()["folder"]
    assert (folder["title"], folder["project"]["ownerIds"]) == ("Spring!", ["KUAAAA09", "KUAAAA10"])


async def test_a_files_bytes_are_shown(desk: httpx.AsyncClient, sandbox: Sandbox):
    headers = {"Authorization": "bearer wrike-sandbox", "X-File-Name": "x.png", "Content-Type": "image/png"}
    async with loopback(sandbox.world.addresses.wrike, headers=headers) as api:
        made = (await api.post(f"/api/v4/tasks/{HERO}/attachments", content=b"\x89PNG")).json()["data"][0]

    answer = await desk.get(f"/control/wrike/attachment/{made['id']}")

    assert (answer.content, answer.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert (await desk.get("/control/wrike/attachment/nothing")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"user": "nobody", "id": HERO, "set": {"title": "x"}},
        {"user": "lead", "id": "nothing", "set": {"title": "x"}},
        {"user": "lead", "id": HERO, "set": {}},
        {"user": "lead", "id": HERO, "set": {"colour": "red"}},
        {"user": "lead", "id": HERO, "set": {"title": ""}},
        {"user": "lead", "id": HERO, "set": {"status": "Finished"}},
        {"user": "lead", "id": HERO, "set": {"dueDate": "tomorrow"}},
        {"user": "lead", "id": HERO, "set": {"dueDate": "2026-03-04T10:00:00Z"}},
        {"user": "lead", "id": HERO, "set": {"assignees": "lead"}},
        {"user": "lead", "id": HERO, "set": {"assignees": ["nobody"]}},
        {"user": "lead", "id": HERO, "set": {"comment": 5}},
        {"user": "lead", "id": HERO, "set": {"deleted": "yes"}},
    ],
)
async def test_bad_input_changes_nothing_and_is_answered_with_a_sentence(desk: httpx.AsyncClient, body: dict):
    before = (await desk.get("/control/wrike")).json()

    answer = await desk.post("/control/wrike/edit", json=body)

    assert answer.status_code in (400, 404)
    assert answer.json()["error"].endswith(".")
    assert (await desk.get("/control/wrike")).json() == before


async def test_a_reset_forgets_it_all(desk: httpx.AsyncClient):
    await edit(desk, "lead", title="Heroine", comment="hm")

    await desk.post("/control/reset")

    [hero] = [one for one in (await desk.get("/control/wrike")).json()["tasks"] if one["id"] == HERO]
    assert (hero["title"], hero["comments"]) == ("Hero picture", [])
