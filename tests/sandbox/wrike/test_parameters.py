"""What a call may ask for, however it is sent; and how it is refused."""

import json
from typing import Any

import httpx
import pytest

from sandbox.wrike.seed import SPRING


@pytest.mark.parametrize("how", ["params", "data", "json"])
async def test_parameters_come_as_query_form_or_json(api: httpx.AsyncClient, how: str):
    dates = {"type": "Planned", "start": "2026-03-05", "due": "2026-03-06"}
    wish = {"title": "Poster", "dates": dates if how == "json" else json.dumps(dates)}

    answer = await api.post(f"/folders/{SPRING}/tasks", **{how: wish})  # type: ignore[arg-type]

    [task] = answer.json()["data"]
    assert task["dates"] == {
        "type": "Planned",
        "duration": 960,
        "start": "2026-03-05T09:00:00",
        "due": "2026-03-06T17:00:00",
    }


async def test_an_unknown_parameter_is_refused_in_wrikes_words(api: httpx.AsyncClient):
    answer = await api.put("/tasks/IEAGLLEYKRAAAAAAV", json={"id": "x"})

    assert answer.status_code == 400
    assert answer.json() == {"errorDescription": "Parameter 'id' is not allowed", "error": "invalid_request"}


@pytest.mark.parametrize("text", ['["description"]', "[description]"])
async def test_an_array_in_a_query_needs_no_quotes(api: httpx.AsyncClient, text: str):
    answer = await api.get("/tasks", params={"fields": text})

    assert all("description" in task for task in answer.json()["data"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("updatedDate", '{"start":"2026-03-01T00:00:00"}'),
        ("updatedDate", '{"start":"2026-03-01T00:00:00.000Z"}'),
        ("updatedDate", "{}"),
        ("createdDate", '{"start":"2026-03-02T00:00:00Z","end":"2026-03-01T00:00:00Z"}'),
        ("dueDate", '{"start":"2026-03-01T00:00:00Z"}'),
        ("dueDate", '{"start":"2026-02-31"}'),
        ("fields", "description"),
        ("status", '["Done"]'),
        ("pageSize", "1001"),
        ("sortField", "Colour"),
        ("authors", '["KUNOBODY"]'),
        ("nextPageToken", "nonsense"),
        ("metadata", '{"name":"x"}'),
    ],
)
async def test_a_wrong_value_is_refused(api: httpx.AsyncClient, name: str, value: str):
    answer = await api.get("/tasks", params={name: value})

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_parameter"


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"title": " "},
        {"title": 5},
        {"title": "x", "dates": {"due": "2026-03-05T10:00:00Z"}},
        {"title": "x", "dates": {"start": "2026-03-06", "due": "2026-03-05"}},
        {"title": "x", "dates": {"type": "Milestone"}},
        {"title": "x", "customStatus": "IEAGLLEYJMNOTHING"},
        {"title": "x", "responsibles": ["KUNOBODY"]},
        {"title": "x", "metadata": [{"key": "no spaces allowed", "value": "1"}]},
        {"title": "x", "metadata": [{"key": "a", "value": "v" * 1000}]},
        {"title": "x", "customFields": [{"id": "IEAGLLEYJUNOTHING", "value": "1"}]},
        {"title": "x", "customFields": [{"id": "IEAGLLEYJUAAAAAAC", "value": "Radio"}]},
        {"title": "x", "customFields": [{"id": "IEAGLLEYJUAAAAAAD", "value": 5000}]},
        {"title": "x", "customFields": [{"id": "IEAGLLEYJUAAAAAAB", "value": "v" * 2001}]},
    ],
)
async def test_a_task_that_cannot_be_is_not_made(api: httpx.AsyncClient, wish: dict[str, Any]):
    before = (await api.get("/tasks")).json()["data"]

    answer = await api.post(f"/folders/{SPRING}/tasks", json=wish)

    assert answer.status_code == 400
    assert (await api.get("/tasks")).json()["data"] == before


async def test_a_body_that_is_no_json_is_refused(api: httpx.AsyncClient):
    answer = await api.post("/webhooks", content=b"{", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("PATCH", "/tasks"), ("DELETE", "/contacts")])
async def test_an_unknown_method_is_404(api: httpx.AsyncClient, method: str, path: str):
    answer = await api.request(method, path)

    assert (answer.status_code, answer.json()["error"]) == (404, "method_not_found")
