"""Comments: tags, order, windows."""

import httpx
import pytest

from sandbox.wrike.seed import SPRING
from tests.sandbox.wrike.test_tasks import HERO


async def say(api: httpx.AsyncClient, text: str, **wishes: object) -> dict:
    return (await api.post(f"/tasks/{HERO}/comments", json={"text": text, **wishes})).json()["data"][0]


async def test_a_few_tags_are_kept(api: httpx.AsyncClient):
    said = await say(api, '<b>Bea</b> says<br>"no" <a href="https://x.example">why</a><script>x</script> @all')

    assert said["text"] == 'Bea says<br />"no" <a href="https://x.example">why</a>x &#64;all'
    assert said["authorId"] == "KUAAAA00"


async def test_plain_text_is_taken_as_it_is(api: httpx.AsyncClient):
    said = await say(api, "a < b\nc", plainText=True)

    assert said["text"] == "a &lt; b<br />c"
    shown = await api.get(f"/comments/{said['id']}", params={"plainText": "true"})
    assert shown.json()["data"][0]["text"] == "a < b\nc"


async def test_the_newest_comes_first(api: httpx.AsyncClient):
    first, second = await say(api, "one"), await say(api, "two")

    listed = (await api.get(f"/tasks/{HERO}/comments")).json()["data"]

    assert [one["id"] for one in listed] == [second["id"], first["id"]]


async def test_a_comment_without_text_is_refused(api: httpx.AsyncClient):
    answer = await api.post(f"/tasks/{HERO}/comments", json={})

    assert (answer.status_code, answer.json()["error"]) == (400, "parameter_required")


async def test_a_deletion_answers_with_nothing(api: httpx.AsyncClient):
    said = await say(api, "oops")

    answer = await api.delete(f"/comments/{said['id']}")

    assert (answer.status_code, answer.json()) == (200, {"kind": "comments", "data": []})
    assert (await api.get(f"/comments/{said['id']}")).status_code == 404


async def test_only_the_author_may_change_a_comment(api: httpx.AsyncClient, lead: httpx.AsyncClient):
    said = await say(api, "mine")

    assert (await lead.put(f"/comments/{said['id']}", json={"text": "yours"})).status_code == 403
    assert (await api.put(f"/comments/{said['id']}", json={"text": "still mine"})).status_code == 200


async def test_the_account_shows_seven_days_at_most(api: httpx.AsyncClient):
    said = await say(api, "now")
    wide = {"createdDate": '{"start":"2026-02-01T00:00:00Z","end":"2026-03-01T00:00:00Z"}'}

    assert [one["id"] for one in (await api.get("/comments")).json()["data"]] == [said["id"]]
    assert (await api.get("/comments", params=wide)).status_code == 400


@pytest.mark.parametrize("path", [f"/tasks/{HERO}/comments", f"/folders/{SPRING}/comments"])
async def test_one_tasks_comments_know_no_dates(api: httpx.AsyncClient, path: str):
    answer = await api.get(path, params={"createdDate": '{"start":"2026-03-01T00:00:00Z"}'})

    assert answer.json()["errorDescription"] == "Parameter 'createdDate' is not allowed"
