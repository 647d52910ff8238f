"""Whoever can have an address fetched reaches nothing behind us: not by number, by name, or by a redirect."""

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.hosts import Hosts
from bot.slack.uploading import Parcel, Upload
from connectors.errors import Refused
from connectors.outward import is_public, only_outward
from sandbox.slack.names import TEAM
from tests.house.sizes import ROOT
from tests.workspaces import OneWorkspace

OWN = "http://127.0.0.1:8701/api/"


async def ask(url: str, *, leads_to: tuple[str, ...] = ()) -> None:
    async def resolve(_: str) -> Iterable[str]:
        return leads_to

    await only_outward([OWN], resolve=resolve if leads_to else None)(httpx.Request("GET", url))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0", "localhost", "10.0.0.1",
        "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[fe80::1]", "[fd00::1]", "[ff02::1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "[fec0::1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b:1::a00:1]", "[5f00::1]",
    ],
)  # fmt: skip
async def test_no_number_in_whatever_writing_leads_inward(host: str) -> None:
    with pytest.raises(Refused, match="private network"):
        await ask(f"https://{host}/latest/meta-data")


async def test_a_name_that_leads_inward_is_not_followed() -> None:
    with pytest.raises(Refused, match="private network"):
        await ask("https://files.slack.com/", leads_to=("93.184.216.34", "10.0.0.5"))


async def test_other_hosts_are_asked_by_https_only() -> None:
    await ask("https://files.slack.com/", leads_to=("93.184.216.34",))
    with pytest.raises(Refused, match="https only"):
        await ask("http://files.slack.com/", leads_to=("93.184.216.34",))


async def test_what_is_configured_is_ours_wherever_it_is_and_nothing_beside_it() -> None:
    await ask("http://127.0.0.1:8701/files-pri/x")
    for other in ("https://127.0.0.1:8701/", "http://127.0.0.1:8702/", "http://127.0.0.1/"):
        with pytest.raises(Refused):
            await ask(other)


def test_what_is_open_to_everybody_is_public() -> None:
    assert all(is_public(one) for one in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"))


class Deceived(AsyncWebClient):
    """A Slack that names somebody else's address."""

    async def files_getUploadURLExternal(self, **_: object) -> Any:  # noqa: N802  Slack's name
        return {"upload_url": "https://evil.example/give", "file_id": "F1"}


async def test_a_picture_is_sent_to_slack_only(tmp_path: Path) -> None:
    (tmp_path / "proof.jpg").write_bytes(b"secret picture")
    unused: Any = None
    upload = Upload(
        workspaces=OneWorkspace(Deceived()),
        http=unused,
        hosts=Hosts("https://slack.com/api/"),
        storage=unused,
        jobs=unused,
        clock=unused,
    )

    with pytest.raises(Refused, match="not Slack's"):
        await upload.send(Parcel(team_id=TEAM, path=tmp_path / "proof.jpg", file_name="1.jpg", alt_text="x"), unused)


OPENERS = {"AsyncClient", "Client", "ClientSession", "AsyncHTTPTransport", "HTTPTransport", "urlopen", "ProxyConnector"}
LIBRARIES = {"httpx", "aiohttp", "request", "requests", "urllib"}
MAY_OPEN = {
    "connectors/http.py",  # all clients of ours, with this guard
    "bot/slack/web.py",  # Slack's own library, to the configured Web API only
}
ASKS = {"bot/playground.py"}  # one look at the sandbox's fixed address on this machine


def test_nobody_else_opens_a_client() -> None:
    found = {
        str(path.relative_to(ROOT))
        for room in ("bot", "connectors", "imaging", "models")
        for path in (ROOT / room).rglob("*.py")
        if OPENERS & set(opened_in(path)) or "httpx.get" in path.read_text(encoding="utf-8")
    }

    assert found == MAY_OPEN | ASKS


def opened_in(path: Path) -> Iterable[str]:
    """Names of what is called through httpx, aiohttp or urllib."""
    calls = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    for called in calls:
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id in LIBRARIES:
            yield called.attr
