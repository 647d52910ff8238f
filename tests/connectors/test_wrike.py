"""Wrike's pitfalls, one by one; on the sandbox where it has them, on scripted answers where it cannot."""

import json
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from connectors.board import BoardConnection, ChangeKind, StatusGroup, Task, TaskDraft
from connectors.errors import NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from connectors.oauth import BearerAuth, RenewingAuth, TokenKeeper
from connectors.wrike.declaration import open_board, token_endpoint
from connectors.wrike.mapping import html_of
from sandbox.faults import Kind
from sandbox.serve import Sandbox
from sandbox.wrike.seed import SPRING
from tests.connectors.tokens import Drawer
from tests.contracts.boards import listening
from tests.loopback import loopback
from tests.waiting import eventually

FOUR_IN_BERLIN = datetime(2026, 11, 23, 4, 0, 0, 999, tzinfo=timezone(timedelta(hours=1)))
UPDATED = "2026-11-23T03:00:00Z"
PEOPLE = {
    "/contacts": [
        {"id": "INVITED", "type": "Invitation", "profiles": [{"email": "ivan@example.com"}], "deleted": False},
        {"id": "ROBOT", "firstName": "Build", "lastName": "Robot", "profiles": []},
    ]
}


class Script:
    """Answers each path with fixed data, and keeps what was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, str]]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = request.url.path.removeprefix("/api/v4")
        parameters = dict(request.query_params) | {k: str(v) for k, v in (await request.form()).items()}
        self.asked.append((path, parameters))
        said = self.answers.get(path, {"errorDescription": "No such thing", "error": "resource_not_found"})
        said = said(parameters) if callable(said) else said
        status = said.pop("status") if isinstance(said, dict) and "status" in said else 404 if "error" in said else 200
        body = said if isinstance(said, dict) else {"kind": "things", "data": said}
        await JSONResponse(body, status)(scope, receive, send)

    def open(self) -> BoardConnection:
        transport = httpx.ASGITransport(app=self)
        return open_board(base_url="https://www.wrike.com", auth=BearerAuth("token"), transport=transport)


@pytest.fixture
async def board(sandbox: Sandbox) -> AsyncIterator[BoardConnection]:
    opened = open_board(base_url=sandbox.world.addresses.wrike, auth=BearerAuth("wrike-sandbox"))
    yield opened
    await opened.aclose()


async def made(board: BoardConnection, *, key: str = "key-1") -> Task:
    return await board.board.create_task(SPRING, TaskDraft(title="Hero"), key=key)


async def test_a_lost_reply_is_unknown_and_the_marker_tells(sandbox: Sandbox, board: BoardConnection) -> None:
    task = await made(board)
    sandbox.world.faults.arm(system="wrike", kind=Kind.LOST_REPLY, match="/tasks", times=1)
    with pytest.raises(OutcomeUnknown):
        await made(board, key="key-2")

    found = await board.board.find_task(key="key-2")

    assert found is not None
    assert found.id != task.id


@pytest.mark.parametrize(
    ("kind", "error"),
    [(Kind.RATE_LIMIT, Unavailable), (Kind.ERROR, OutcomeUnknown), (Kind.DROP, OutcomeUnknown)],
)
async def test_a_bad_day_is_sorted(
    sandbox: Sandbox, board: BoardConnection, kind: Kind, error: type[Exception]
) -> None:
    task = await made(board)
    sandbox.world.faults.arm(system="wrike", kind=kind, match="/comments")

    with pytest.raises(error):
        await board.thread.comment(task.id, "Hello", key="c-1")
    with pytest.raises(Unavailable):
        await board.thread.find_comment(task.id, key="c-1")


async def test_an_unknown_token_is_unauthorized(sandbox: Sandbox) -> None:
    stranger = open_board(base_url=sandbox.world.addresses.wrike, auth=BearerAuth("guessed"))

    with pytest.raises(Unauthorized):
        await stranger.board.check()
    await stranger.aclose()


async def test_another_data_centre_is_said_in_a_sentence(sandbox: Sandbox) -> None:
    elsewhere = open_board(base_url=sandbox.world.addresses.wrike, auth=BearerAuth("wrike-elsewhere"))

    with pytest.raises(Refused, match="another data centre than 127"):
        await elsewhere.board.check()
    await elsewhere.aclose()


async def test_a_task_in_the_recycle_bin_is_seen_and_not_moved(sandbox: Sandbox, board: BoardConnection) -> None:
    task = await made(board)
    await _edit(sandbox, task.id, {"deleted": True})

    assert (await board.board.task(task.id)).is_deleted
    with pytest.raises(NotFound, match="recycle bin"):
        await board.board.move(task.id, to="Published")


async def test_a_task_deleted_for_ever_is_not_found(sandbox: Sandbox, board: BoardConnection) -> None:
    task = await made(board)
    await _edit(sandbox, task.id, {"deleted": "forever"})

    assert await board.board.tasks([task.id]) == ()
    with pytest.raises(NotFound):
        await board.board.task(task.id)


async def test_what_a_person_sets_is_read_back(sandbox: Sandbox, board: BoardConnection) -> None:
    task = await made(board)
    await _edit(sandbox, task.id, {"dueDate": "2026-12-24", "assignees": ["designer2"], "status": "On Hold"})

    task = await board.board.task(task.id)

    assert task.due == date(2026, 12, 24)
    assert [person.email for person in task.assignees] == ["designer2@sandbox.example"]
    assert task.status.group is StatusGroup.DEFERRED


async def test_a_suspended_watch_is_woken_up(sandbox: Sandbox, board: BoardConnection) -> None:
    async with listening(board.feed, "hook-secret") as listener:
        watch = await board.feed.watch(SPRING, hook_url=listener.url, secret="hook-secret")
        sandbox.wrike.account.webhooks[watch.id].is_active = False

        assert await board.feed.keep_watch(watch.id)

        task = await made(board)
        await eventually(lambda: any(change.kind is ChangeKind.CREATED for change in listener.changes))
    assert {change.task_id for change in listener.changes} == {task.id}


async def test_a_delivery_told_twice_has_one_fingerprint(sandbox: Sandbox, board: BoardConnection) -> None:
    sandbox.world.faults.arm(system="wrike", kind=Kind.DUPLICATE, match="event")

    async with listening(board.feed, "hook-secret") as listener:
        await board.feed.watch(SPRING, hook_url=listener.url, secret="hook-secret")
        await made(board)
        created = ChangeKind.CREATED
        await eventually(lambda: len([change for change in listener.changes if change.kind is created]) == 2)

    assert len({change.fingerprint for change in listener.changes if change.kind is created}) == 1


async def test_every_page_is_asked_for_with_everything_the_first_one_was() -> None:
    pages = {None: ["A", "B"], "t1": ["C"], "t2": ["D"]}
    follow = {None: {"nextPageToken": "t1"}, "t1": {"nextPageToken": "t2"}, "t2": {}}

    def tasks(asked: dict[str, str]) -> dict[str, Any]:
        token = asked.get("nextPageToken")
        fields = {"responsibleIds": ["X"]} if "responsibleIds" in asked.get("fields", "") else {}
        return {"data": [{"id": id_, "updatedDate": UPDATED} | fields for id_ in pages[token]]} | follow[token]

    script = Script({"/folders/F/tasks": tasks, "/workflows": [], "/contacts/X": [{"id": "X", "firstName": "Ana"}]})
    found = await script.open().feed.changes("F", since=FOUR_IN_BERLIN)

    assert [task.id for task in found] == ["A", "B", "C", "D"]
    assert all(task.assignees[0].name == "Ana" for task in found)
    first, second, third = [asked for path, asked in script.asked if path == "/folders/F/tasks"]
    assert second == first | {"nextPageToken": "t1"}
    assert third == first | {"nextPageToken": "t2"}


async def test_the_poll_starts_earlier_than_asked_in_whole_seconds_of_utc() -> None:
    script = Script({"/folders/F/tasks": []})

    await script.open().feed.changes("F", since=FOUR_IN_BERLIN)

    assert json.loads(script.asked[0][1]["updatedDate"]) == {"start": "2026-11-23T02:45:00Z"}


async def test_a_read_that_fails_after_a_write_never_says_that_nothing_happened() -> None:
    busy = {"status": 429, "errorDescription": "Too many", "error": "too_many_requests"}
    record = {"id": "A", "updatedDate": UPDATED, "customStatusId": "1a"}
    script = Script({"/folders/F/tasks": [record], "/workflows": busy})

    with pytest.raises(OutcomeUnknown, match="took the change"):
        await script.open().board.create_task("F", TaskDraft(title="Hero"), key="k")


async def test_no_fields_are_named_where_tasks_are_read_by_id() -> None:
    script = Script({"/workflows": [], "/tasks/A,B": [{"id": "A", "updatedDate": UPDATED}]})

    await script.open().board.tasks(["A", "B"])

    assert script.asked[0] == ("/tasks/A,B", {})


async def test_a_hundred_ids_fit_into_one_call() -> None:
    script = Script({})
    ids = [f"T{number}" for number in range(150)]
    script.answers = {f"/tasks/{','.join(part)}": [] for part in (ids[:100], ids[100:])}

    await script.open().board.tasks(ids)

    assert len(script.asked) == 2


async def test_people_and_workflows_are_asked_for_once() -> None:
    record = {"id": "A", "updatedDate": UPDATED, "responsibleIds": ["X", "GONE"], "customStatusId": "UNSEEN"}
    script = Script(
        {"/tasks/A": [record], "/workflows": [], "/contacts/X": [{"id": "X", "firstName": "Ana", "lastName": "B"}]}
    )
    board = script.open().board

    first, again = await board.task("A"), await board.task("A")

    assert first == again
    assert [person.name for person in first.assignees] == ["Ana B", "GONE"]
    asked = [path for path, _ in script.asked]
    assert [path for path in asked if path.startswith("/contacts")] == [
        "/contacts/GONE,X",
        "/contacts/GONE",
        "/contacts/X",
    ]
    assert asked.count("/workflows") == 1


async def test_a_status_that_we_may_not_see_is_known_by_its_group() -> None:
    record = {"id": "A", "updatedDate": UPDATED, "status": "Completed", "customStatusId": "HIDDEN"}
    script = Script({"/tasks/A": [record], "/workflows": []})

    status = (await script.open().board.task("A")).status

    assert (status.group, status.name) == (StatusGroup.COMPLETED, "Completed")


async def test_a_status_is_of_the_tasks_own_workflow_and_not_hidden() -> None:
    record = {"id": "A", "updatedDate": UPDATED, "customStatusId": "2a"}
    workflows = [
        {"id": "1", "name": "One", "customStatuses": [_status("1a", "New"), _status("1b", "Done", "Completed")]},
        {
            "id": "2",
            "name": "Two",
            "customStatuses": [_status("2a", "New"), _status("2b", "Done", "Completed", hidden=True)],
        },
    ]
    script = Script({"/tasks/A": [record], "/workflows": workflows})

    with pytest.raises(Refused, match="its workflow has: New"):
        await script.open().board.move("A", to="Done", otherwise=StatusGroup.COMPLETED)


async def test_invited_people_and_robots_are_people_too() -> None:
    script = Script(
        PEOPLE
        | {"/workflows": [], "/folders/F/tasks": [{"id": "A", "updatedDate": UPDATED, "responsibleIds": ["INVITED"]}]}
    )
    script.answers["/contacts/INVITED"] = PEOPLE["/contacts"][:1]

    task = await script.open().board.create_task(
        "F", TaskDraft(title="Hero", assignee_emails=("IVAN@example.com", "else@example.com")), key="k"
    )

    assert task.assignees[0].email == "ivan@example.com"
    sent = script.asked[1][1]
    assert json.loads(sent["responsibles"]) == ["INVITED"]
    assert json.loads(sent["metadata"]) == [{"key": "galley", "value": "k"}]


async def test_only_the_exact_marker_is_ours() -> None:
    near = {"id": "A", "updatedDate": UPDATED, "metadata": [{"key": "galley", "value": "key-10"}]}
    script = Script({"/tasks": [near]})

    assert await script.open().board.find_task(key="key-1") is None


async def test_what_the_plan_does_not_include_is_named_with_its_loss() -> None:
    refusal = {"status": 403, "errorDescription": "Not allowed", "error": "not_allowed"}
    script = Script({"/contacts": [{"id": "ME", "firstName": "Galley"}], "/workflows": [], "/webhooks": refusal})

    health = await script.open().board.check()

    assert health.account_id == "ME"
    assert len(health.missing) == 1
    assert "seen by the poll only" in health.missing[0]
    assert "plan" in health.missing[0]


async def test_a_record_that_makes_no_sense_is_unknown_after_a_write_and_refused_after_a_read() -> None:
    script = Script(
        {"/workflows": [], "/tasks/A": [{"id": "A", "updatedDate": "yesterday"}], "/folders/F/tasks": [{"name": "?"}]}
    )
    board = script.open().board

    with pytest.raises(Refused, match="updatedDate"):
        await board.task("A")
    with pytest.raises(OutcomeUnknown, match="do not understand"):
        await board.create_task("F", TaskDraft(title="Hero"), key="k")


@pytest.mark.parametrize("task_id", ["../folders", "A/comments", "A?x=1", "A,B", "", ".", "a" * 300])
async def test_no_id_leads_to_another_address(task_id: str) -> None:
    script = Script({})

    with pytest.raises(NotFound, match="not a Wrike id"):
        await script.open().thread.comment(task_id, "Hello", key="k")
    assert script.asked == []


async def test_another_projects_watch_with_the_same_address_stays() -> None:
    hooks = [
        {"id": "MINE", "hookUrl": "https://g.example/hook", "folderId": "F"},
        {"id": "OTHER", "hookUrl": "https://g.example/hook", "folderId": "G"},
        {"id": "STRANGE", "hookUrl": "https://else.example/", "folderId": "F"},
    ]
    script = Script({"/webhooks": hooks, "/webhooks/MINE": [], "/folders/F/webhooks": hooks[:1]})

    await script.open().feed.watch("F", hook_url="https://g.example/hook", secret="s")

    assert [path for path, _ in script.asked] == ["/webhooks", "/webhooks/MINE", "/folders/F/webhooks"]


async def test_a_persons_consent_opens_the_board_and_outlives_its_hour(sandbox: Sandbox) -> None:
    address, now = sandbox.world.addresses.wrike, sandbox.world.clock.now
    endpoint = token_endpoint(client_id="sandbox", client_secret="sandbox", now=now, login_url=address)
    drawer = Drawer()
    drawer.tokens = await endpoint.redeem(await _consent(address), redirect_uri="http://localhost/callback")
    opened = open_board(base_url=address, auth=RenewingAuth(TokenKeeper(endpoint, drawer, now=now)))
    first = drawer.tokens
    await opened.board.check()

    sandbox.world.clock.advance(timedelta(hours=2))

    assert (await opened.board.check()).account == "lead@sandbox.example"
    assert drawer.tokens.refresh != first.refresh
    assert first.host == address.removeprefix("http://")
    await opened.aclose()
    await endpoint.aclose()


async def _consent(address: str) -> str:
    asked = {"client_id": "sandbox", "response_type": "code", "redirect_uri": "http://localhost/callback"}
    async with loopback(address) as browser:
        answer = await browser.get("/oauth2/authorize/v4", params=asked)
    return httpx.URL(answer.headers["location"]).params["code"]


def _status(id_: str, name: str, group: str = "Active", *, hidden: bool = False) -> dict[str, Any]:
    return {"id": id_, "name": name, "group": group, "hidden": hidden}


async def _edit(sandbox: Sandbox, task_id: str, wish: dict[str, Any]) -> None:
    async with loopback(sandbox.world.addresses.page) as desk:
        answer = await desk.post("/control/wrike/edit", json={"user": "lead", "id": task_id, "set": wish})
    answer.raise_for_status()


def test_a_description_is_only_words() -> None:
    assert html_of('<img src=x onerror=1> & "q"\n<b>') == '&lt;img src=x onerror=1&gt; &amp; "q"<br />&lt;b&gt;'
