"""Files: raw bytes, names, versions."""

from datetime import timedelta

import httpx
import pytest

from sandbox.world import World
from sandbox.wrike.app import WrikeStandIn
from tests.loopback import loopback
from tests.sandbox.wrike.test_tasks import HERO

JPEG = b"\xff\xd8\xff\xe0 a picture"


async def attach(api: httpx.AsyncClient, content: bytes = JPEG, name: str = "hero.jpg") -> dict:
    headers = {"X-File-Name": name, "Content-Type": "application/octet-stream"}
    answer = await api.post(f"/tasks/{HERO}/attachments", content=content, headers=headers)
    return answer.json()["data"][0]


async def test_bytes_come_back_as_they_went(api: httpx.AsyncClient):
    attached = await attach(api)

    answer = await api.get(f"/attachments/{attached['id']}/download")

    assert (answer.content, answer.headers["content-type"]) == (JPEG, "application/octet-stream")
    assert (attached["size"], attached["version"], attached["taskId"]) == (len(JPEG), 1, HERO)


async def test_the_whole_header_is_the_name(api: httpx.AsyncClient):
    attached = await attach(api, name='attachment; filename="hero.jpg"')

    assert attached["name"] == 'attachment; filename="hero.jpg"'


async def test_a_file_needs_a_name(api: httpx.AsyncClient):
    answer = await api.post(f"/tasks/{HERO}/attachments", content=JPEG)

    assert (answer.status_code, answer.json()["error"]) == (400, "parameter_required")


async def test_a_task_knows_that_it_has_files(api: httpx.AsyncClient):
    await attach(api)

    assert (await api.get(f"/tasks/{HERO}")).json()["data"][0]["hasAttachments"] is True


async def test_new_bytes_are_a_new_version(api: httpx.AsyncClient):
    first = await attach(api)

    answer = await api.put(f"/attachments/{first['id']}", content=JPEG + b"2", headers={"X-File-Name": "hero.jpg"})

    [second] = answer.json()["data"]
    assert (second["version"], second["originVersionId"]) == (2, first["id"])
    current = (await api.get(f"/tasks/{HERO}/attachments")).json()["data"]
    every = (await api.get(f"/tasks/{HERO}/attachments", params={"versions": "true"})).json()["data"]
    assert [one["id"] for one in current] == [second["id"]]
    assert {one["currentAttachmentId"] for one in every} == {second["id"]}


async def test_the_account_shows_31_days_at_most_and_only_when_they_are_named(api: httpx.AsyncClient):
    wide = {"createdDate": '{"start":"2026-01-01T00:00:00Z"}'}

    assert (await api.get("/attachments")).status_code == 400
    assert (await api.get("/attachments", params=wide)).status_code == 400


async def test_what_is_no_picture_has_no_preview(api: httpx.AsyncClient):
    picture, text = await attach(api), await attach(api, content=b"words", name="words.txt")

    assert (await api.get(f"/attachments/{picture['id']}/preview", params={"size": "w400"})).status_code == 200
    assert (await api.get(f"/attachments/{picture['id']}/preview", params={"size": "w401"})).status_code == 400
    assert (await api.get(f"/attachments/{text['id']}/preview")).status_code == 404


async def test_a_public_link_lives_a_day(api: httpx.AsyncClient, wrike: WrikeStandIn, world: World):
    attached = await attach(api)
    [link] = (await api.get(f"/attachments/{attached['id']}/url")).json()["data"]
    path = link["url"].removeprefix(world.addresses.wrike)

    async with loopback("http://wrike", transport=httpx.ASGITransport(wrike.asgi)) as anybody:
        assert (await anybody.get(path)).content == JPEG
        world.clock.advance(timedelta(days=1))
        assert (await anybody.get(path)).status_code == 404


async def test_a_deletion_answers_with_nothing(api: httpx.AsyncClient):
    attached = await attach(api)

    answer = await api.delete(f"/attachments/{attached['id']}")

    assert (answer.status_code, answer.json()["data"]) == (200, [])
    assert (await api.get(f"/attachments/{attached['id']}")).status_code == 404


@pytest.mark.parametrize("what", ["download", "url"])
async def test_an_unknown_file_is_404(api: httpx.AsyncClient, what: str):
    assert (await api.get(f"/attachments/IEAGLLEYIYNOTHING/{what}")).status_code == 404
