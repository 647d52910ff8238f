"""What the page's own routes serve, and how strictly."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from sandbox.page import app
from sandbox.serve import Sandbox
from tests.loopback import loopback


@pytest.fixture
def gallery(tmp_path: Path) -> Path:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "waiting.json").write_text(json.dumps({"title": "A card that waits", "blocks": []}))
    (tmp_path / "broken.json").write_text("{")
    return tmp_path


@pytest.fixture
async def desk(gallery: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=app.routes(gallery)))
    async with loopback(transport=transport, base_url="http://page") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/gallery", "/page/static/js/main.js", "/page/static/icons.svg"])
async def test_everything_comes_with_a_strict_policy(desk: httpx.AsyncClient, path: str):
    answer = await desk.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/gallery"])
async def test_the_page_asks_nothing_of_other_hosts_and_holds_no_script_of_its_own(desk: httpx.AsyncClient, path: str):
    html = (await desk.get(path)).text

    assert "http" not in html.replace("http-equiv", "")
    assert "<script>" not in html
    assert "style=" not in html


async def test_an_uploaded_page_cannot_run_as_one_of_ours(sandbox: Sandbox):
    evil = ("evil.html", b"<script>alert(1)</script>", "text/html")
    async with loopback(sandbox.world.addresses.page) as client:
        form = {"user": "uploader", "channel": "intake"}
        sent = await client.post("/control/slack/upload", data=form, files={"file": evil})

        answer = await client.get(f"/control/slack/file/{sent.json()['files'][0]}")

    assert answer.headers["content-security-policy"].startswith("sandbox;")


async def test_goldens_are_listed_with_their_folder(desk: httpx.AsyncClient):
    goldens = (await desk.get("/page/goldens")).json()["goldens"]

    assert [(one["name"], one["title"]) for one in goldens] == [
        ("broken", "broken"),
        ("card/waiting", "A card that waits"),
    ]


async def test_a_golden_that_cannot_be_read_is_shown_as_such(desk: httpx.AsyncClient):
    broken = (await desk.get("/page/goldens")).json()["goldens"][0]

    assert "not JSON" in broken["error"]


async def test_without_a_gallery_there_are_no_goldens():
    transport = httpx.ASGITransport(Starlette(routes=app.routes(gallery=None)))
    async with loopback(transport=transport, base_url="http://page") as client:
        assert (await client.get("/page/goldens")).json() == {"goldens": []}


def test_no_script_of_the_page_reads_text_as_markup():
    scripts = list((app.STATIC / "js").glob("*.js"))

    assert scripts
    assert not [one.name for one in scripts if "innerHTML" in one.read_text(encoding="utf-8")]


def test_no_module_of_the_page_is_longer_than_300_lines():
    lengths = {one.name: len(one.read_text().splitlines()) for one in (app.STATIC / "js").glob("*.js")}

    assert lengths
    assert max(lengths.values()) < 300
