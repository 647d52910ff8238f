"""How the app comes into a workspace, and how it leaves: docs.slack.dev/authentication/installing-with-oauth."""

import re
from pathlib import Path

import httpx
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.serve import Sandbox
from tests.loopback import loopback
from tests.sandbox.serving import served
from tests.sandbox.slack.conftest import Connect
from tests.sandbox.slack.installs import CLIENT, access, installed, nobody
from tests.sandbox.slack.playing import Desk
from tests.sandbox.slack.refusing import refusal
from tests.waiting import eventually

TEAMS = ("T0SANDBOX", "T1ATELIER")
BACK = "http://127.0.0.1:9/slack/oauth_redirect"
ASKED = {"client_id": "sandbox-client", "scope": "chat:write,commands", "redirect_uri": BACK, "state": "s1"}


async def test_allow_and_cancel_send_the_browser_back(sandbox: Sandbox):
    async with loopback(sandbox.world.addresses.slack) as browser:
        page = (await browser.get("/oauth/v2/authorize", params=ASKED)).text
        form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        yes = await browser.post("/oauth/v2/authorize", data={**form, "team": "T1ATELIER", "answer": "allow"})
        no = await browser.post("/oauth/v2/authorize", data={**form, "team": "T1ATELIER", "answer": "cancel"})

    assert all(word in page for word in ("Allow", "Cancel", "Atelier", "<li>chat:write</li>"))
    assert re.fullmatch(re.escape(BACK) + r"\?code=[\w.]+&state=s1", yes.headers["location"])
    assert (no.status_code, no.headers["location"]) == (302, f"{BACK}?error=access_denied&state=s1")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"client_id": "?"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"scope": "chat:shout"}, "invalid_scope"),
        ({"redirect_uri": "https://evil.example/"}, "bad_redirect_uri"),
        ({"redirect_uri": "javascript:alert(1)"}, "bad_redirect_uri"),
    ],
)
async def test_what_slack_does_not_trust_is_never_called(sandbox: Sandbox, change: dict[str, str], word: str):
    async with loopback(sandbox.world.addresses.slack) as browser:
        shown = await browser.get("/oauth/v2/authorize", params=ASKED | change)
        sent = await browser.post("/oauth/v2/authorize", data={**ASKED, **change, "answer": "allow"})

    assert [one.status_code for one in (shown, sent)] == [200, 200]
    assert f"Error: {word}" in shown.text
    assert f"Error: {word}" in sent.text


async def test_a_code_is_good_once_for_ten_minutes_at_its_own_address(desk: Desk, sandbox: Sandbox):
    async def code() -> str:
        return str((await desk.install(team="Atelier", redirect_uri=BACK, follow=False))["code"])

    once = await code()
    assert await refusal(access(sandbox, code=once)) == "bad_redirect_uri"
    assert (await access(sandbox, code=once, redirect_uri=BACK))["ok"]
    assert await refusal(access(sandbox, code=once, redirect_uri=BACK)) == "invalid_code"

    late = await code()
    await desk.advance("PT10M1S")
    assert await refusal(access(sandbox, code=late, redirect_uri=BACK)) == "invalid_code"


async def test_the_client_must_be_the_app(desk: Desk, sandbox: Sandbox):
    code = (await desk.install(team="Atelier"))["code"]
    call = nobody(sandbox).api_call

    assert await refusal(call("oauth.v2.access", data=CLIENT | {"code": code, "client_id": "?"})) == "invalid_client_id"
    assert await refusal(call("oauth.v2.access", data=CLIENT | {"code": code, "client_secret": "?"})) == (
        "bad_client_secret"
    )
    assert await refusal(access(sandbox, code=code, grant_type="password")) == "invalid_grant_type"
    assert (await access(sandbox, code=code))["ok"]


async def test_registered_addresses_are_the_only_ones(desk: Desk):
    await desk.app(redirect_urls=["http://127.0.0.1:9/slack"])

    assert (await desk.install(team="Atelier", redirect_uri=BACK, follow=False))["location"].startswith(BACK)
    assert (await desk.refused("install", redirect_uri="http://127.0.0.1:9/slackers"))[1] == (
        "Slack would not show its page: bad_redirect_uri."
    )


async def test_a_guest_may_not_install(desk: Desk):
    assert await desk.refused("install", team="Atelier", user="guest") == (403, "A guest may not install apps.")


async def test_scopes_add_up_and_the_token_stays(desk: Desk, sandbox: Sandbox):
    first = await installed(desk, sandbox, team="Atelier", scope="chat:write")
    second = await installed(desk, sandbox, team="Atelier", scope="commands")

    assert (first["scope"], second["scope"]) == ("chat:write", "chat:write,commands")
    assert first["access_token"] == second["access_token"]


async def test_an_app_that_left_hears_of_it_and_comes_back_with_new_tokens(
    desk: Desk, sandbox: Sandbox, app: AsyncApp, connect: Connect
):
    heard: list[tuple[str, str]] = []

    @app.event(re.compile("tokens_revoked|app_uninstalled"))
    async def hear(body: dict):
        heard.append((body["team_id"], body["event"]["type"]))

    await connect(app)
    first = await installed(desk, sandbox, team="Atelier")
    client = AsyncWebClient(token=first["access_token"], base_url=f"{sandbox.world.addresses.slack}/api/")
    await client.conversations_join(channel="C1REVIEW")

    await client.apps_uninstall(**CLIENT)
    second = await installed(desk, sandbox, team="Atelier")
    channel = await AsyncWebClient(token=second["access_token"], base_url=client.base_url).conversations_info(
        channel="C1REVIEW"
    )

    assert await refusal(client.auth_test()) == "account_inactive"
    assert second["access_token"] != first["access_token"]
    assert not channel["channel"]["is_member"]
    await eventually(lambda: {("T1ATELIER", "tokens_revoked"), ("T1ATELIER", "app_uninstalled")} <= set(heard))


async def test_a_revoked_workspace_leaves_the_other_alone(desk: Desk, sandbox: Sandbox, slack: AsyncWebClient):
    token = (await installed(desk, sandbox, team="Atelier"))["access_token"]
    await nobody(sandbox).auth_revoke(token=token)

    assert await refusal(nobody(sandbox).auth_test(token=token)) == "token_revoked"
    assert (await slack.auth_test())["ok"]

    await desk.revoke(team="Atelier", restore=True)
    assert (await nobody(sandbox).auth_test(token=token))["ok"]


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # the SDK's way to say client id and secret
async def test_bolts_own_flow_installs_two_workspaces(desk: Desk, sandbox: Sandbox, tmp_path: Path):
    store = FileInstallationStore(base_dir=str(tmp_path))

    async with served(_installer(sandbox, store, tmp_path)) as address, loopback(address) as browser:
        for team in TEAMS:
            sent = await browser.get("/slack/install")
            asked = dict(httpx.URL(sent.headers["location"]).params)
            wish = {key: asked[key] for key in ("scope", "redirect_uri", "state")}
            said = await desk.install(team=team, cookie=sent.headers["set-cookie"].partition(";")[0], **wish)
            assert (said["answer"]["status"], "Thank you" in said["answer"]["text"]) == (200, True)

    found = [store.find_bot(enterprise_id=None, team_id=team) for team in TEAMS]
    assert [(one and one.bot_user_id, one and one.bot_id) for one in found] == [
        ("U0GALLEY", "B0GALLEY"),
        ("U1GALLEY", "B1GALLEY"),
    ]


def _installer(sandbox: Sandbox, store: FileInstallationStore, state: Path) -> Starlette:
    """An app's two pages, as Bolt makes them; where they stand is known once they are there."""

    async def endpoint(request: Request) -> Response:
        settings = AsyncOAuthSettings(
            **CLIENT,
            scopes=["chat:write", "commands"],
            redirect_uri=f"{request.base_url!s}slack/oauth_redirect",
            authorization_url=f"{sandbox.world.addresses.slack}/oauth/v2/authorize",
            installation_store=store,
            state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(state)),
            install_page_rendering_enabled=False,
        )
        flow = AsyncOAuthFlow(client=nobody(sandbox), settings=settings)
        return await AsyncSlackRequestHandler(AsyncApp(signing_secret="x", oauth_flow=flow)).handle(request)

    return Starlette(routes=[Route("/slack/{page}", endpoint)])
