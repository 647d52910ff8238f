"""An Enterprise organization of two workspaces, and the app installed for all of it: docs.slack.dev/enterprise."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.loopback import loopback
from tests.sandbox.slack.conftest import Connect
from tests.sandbox.slack.installs import CLIENT, access, installed
from tests.sandbox.slack.playing import PNG, Desk, actions, button, home, modal
from tests.sandbox.slack.refusing import refusal
from tests.waiting import eventually

TEAMS = ("T0SANDBOX", "T1ATELIER")


@pytest.fixture
async def token(desk: Desk, sandbox: Sandbox) -> str:
    """The organization's; the app is in no workspace by it yet."""
    await desk.org(on=True)
    return str((await installed(desk, sandbox, enterprise=True))["access_token"])


@pytest.fixture
def everywhere(sandbox: Sandbox, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=f"{sandbox.world.addresses.slack}/api/")


@pytest.fixture
async def granted(desk: Desk, everywhere: AsyncWebClient) -> AsyncWebClient:
    for team in TEAMS:
        await desk.grant(team=team)
    return everywhere


async def test_a_workspace_of_an_organization_says_so(desk: Desk, sandbox: Sandbox, slack: AsyncWebClient):
    await desk.org(on=True)
    answer = await installed(desk, sandbox, team="Atelier")

    assert (answer["team"]["id"], answer["is_enterprise_install"]) == ("T1ATELIER", False)
    assert answer["enterprise"] == {"id": "E0SANDBOX", "name": "Sandbox Org"}
    assert (await slack.auth_test())["enterprise_id"] == "E0SANDBOX"
    assert (await slack.users_info(user="U0BRAND"))["user"]["enterprise_user"]["teams"] == ["T0SANDBOX"]


async def test_only_an_administrator_installs_for_an_organization_that_there_is(desk: Desk):
    assert (await desk.refused("install", enterprise=True))[0] == 409

    await desk.org(on=True)
    assert (await desk.refused("install", enterprise=True, user="lead"))[0] == 403


async def test_an_organizations_app_is_in_no_workspace_until_it_is_added(
    desk: Desk, sandbox: Sandbox, everywhere: AsyncWebClient
):
    answer = await access(sandbox, code=(await desk.install(enterprise=True))["code"])
    assert (answer["team"], answer["bot_user_id"]) == (None, "W0GALLEY")
    assert (answer["enterprise"]["id"], answer["is_enterprise_install"]) == ("E0SANDBOX", True)
    assert (await everywhere.auth_test())["is_enterprise_install"]
    assert (await everywhere.auth_teams_list())["teams"] == []
    assert await refusal(everywhere.chat_postMessage(channel="C1REVIEW", text="x")) == "team_access_not_granted"

    await desk.grant(team="Atelier")
    assert (await everywhere.auth_teams_list())["teams"] == [{"id": "T1ATELIER", "name": "Atelier"}]
    assert (await everywhere.chat_postMessage(channel="C1REVIEW", text="x"))["ok"]
    assert await refusal(everywhere.chat_postMessage(channel="C0REVIEW", text="x")) == "channel_not_found"


@pytest.mark.usefixtures("token")
async def test_an_app_of_its_own_gives_way(desk: Desk, sandbox: Sandbox, slack: AsyncWebClient):
    await desk.grant(team="Sandbox")
    again = (await desk.install(team="Sandbox"))["code"]

    assert await refusal(slack.auth_test()) == "account_inactive"
    assert await refusal(access(sandbox, code=again)) == "cannot_install_an_org_installed_app"
    assert (await desk.refused("revoke", team="Sandbox", restore=True))[0] == 409
    assert (await desk.refused("grant", team="Sandbox"))[1] == "The app is already in Sandbox."


async def test_lists_need_to_know_which_workspace(granted: AsyncWebClient):
    lists = (granted.conversations_list, granted.users_list, granted.usergroups_list, granted.files_list)

    for call in lists:
        assert await refusal(call()) == "missing_argument"
        assert await refusal(call(team_id="T9OTHER")) == "team_access_not_granted"
    channels = (await granted.conversations_list(team_id="T1ATELIER"))["channels"]
    assert {one["id"] for one in channels} == {"C1INTAKE", "C1REVIEW", "C1CAMPAIGN", "C1GENERAL"}
    assert (await granted.team_info(team="T1ATELIER"))["team"]["enterprise_id"] == "E0SANDBOX"


async def test_other_calls_find_their_workspace_by_id(desk: Desk, granted: AsyncWebClient):
    await granted.chat_postMessage(channel="C1REVIEW", text="Bonjour")
    await granted.chat_postMessage(channel="U0BRAND", text="Hello")
    await granted.views_publish(user_id="U1BRAND", view=home())

    assert (await desk.messages("brand", "review", team="Atelier"))[-1]["user"] == "W0GALLEY"
    assert [one["text"] for one in await desk.messages("brand", "@brand")] == ["Hello"]
    assert (await desk.see("home", user="brand", team="Atelier"))["view_id"].startswith("V1")
    assert (await granted.users_info(user="U1BRAND"))["user"]["team_id"] == "T1ATELIER"
    assert (await granted.users_lookupByEmail(email="brand@atelier.example"))["user"]["id"] == "U1BRAND"
    assert await refusal(granted.chat_postMessage(channel="review", text="x")) == "channel_not_found"


async def test_files_go_where_they_are_shared(desk: Desk, granted: AsyncWebClient):
    await granted.conversations_join(channel="C1REVIEW")
    await granted.files_upload_v2(channel="C1REVIEW", content=PNG, filename="a.png")
    theirs = (await desk.upload("uploader", "intake", "b.png", team="Atelier"))["files"][0]
    url = (await desk.messages("brand", "review", team="Atelier"))[-1]["files"][0]["url_private"]

    async with loopback() as http:
        bytes_ = await http.get(url, headers={"authorization": f"Bearer {granted.token}"})

    assert bytes_.content == PNG
    assert await refusal(granted.files_info(file=theirs)) == "file_not_found"  # the bot is not in intake


async def test_what_people_do_arrives_with_the_organizations_name(
    desk: Desk, granted: AsyncWebClient, connect: Connect
):
    app = AsyncApp(client=granted)
    bodies: dict[str, dict[str, Any]] = {}

    @app.event("message")
    async def hear(body: dict):
        bodies["message"] = body

    @app.action("go")
    async def go(ack: AsyncAck, body: dict):
        bodies["press"] = body
        await granted.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    @app.view("why")
    async def take(ack: AsyncAck, body: dict):
        bodies["form"] = body
        await ack()

    @app.command("/galley")
    async def obey(ack: AsyncAck, body: dict):
        bodies["command"] = body
        await ack("Oui")

    await granted.conversations_join(channel="C1REVIEW")
    card = await granted.chat_postMessage(channel="C1REVIEW", text="?", blocks=[actions(button("go"))])
    await connect(app)
    at = {"team": "Atelier", "user": "brand", "channel": "review"}
    await desk.message(**at, text="Bonjour")
    opened = await desk.click(**at, ts=card["ts"], action_id="go")
    await desk.submit(team="Atelier", user="brand", view_id=opened["view_id"], values={"reason": {"text": "x"}})
    await desk.command(**at, command="/galley")
    await eventually(lambda: len(bodies) == 4)

    assert (bodies["message"]["team_id"], bodies["message"]["enterprise_id"]) == ("T1ATELIER", "E0SANDBOX")
    assert bodies["message"]["authorizations"] == [
        {
            "enterprise_id": "E0SANDBOX",
            "team_id": None,
            "user_id": "W0GALLEY",
            "is_bot": True,
            "is_enterprise_install": True,
        }
    ]
    assert bodies["press"]["team"]["enterprise_id"] == "E0SANDBOX"
    assert (bodies["form"]["team"], bodies["form"]["user"]["team_id"]) == (None, "T1ATELIER")
    assert (bodies["form"]["enterprise"]["id"], bodies["form"]["is_enterprise_install"]) == ("E0SANDBOX", True)
    assert bodies["form"]["view"]["app_installed_team_id"] == "E0SANDBOX"
    assert (bodies["command"]["enterprise_id"], bodies["command"]["is_enterprise_install"]) == ("E0SANDBOX", "true")


async def test_access_comes_and_goes_and_the_app_hears_of_it(
    desk: Desk, everywhere: AsyncWebClient, app: AsyncApp, connect: Connect
):
    heard: list[tuple[str, Any, Any]] = []
    words = ["team_access_granted", "team_access_revoked", "tokens_revoked", "app_uninstalled"]
    for word in words:

        @app.event(word)
        async def hear(body: dict, event: dict):
            heard.append((event["type"], body["team_id"], body["enterprise_id"]))

    await connect(app)
    await desk.app(subscriptions=words)
    for is_granted in (True, False, True):
        await desk.grant(team="Atelier", granted=is_granted)
    await everywhere.apps_uninstall(**CLIENT)

    await eventually(lambda: len(heard) == 5)
    assert sorted({*heard}) == sorted((word, None, "E0SANDBOX") for word in words)
    assert await refusal(everywhere.auth_test()) == "account_inactive"
    assert not (await desk.see("teams"))["teams"][1]["installed"]


@pytest.mark.usefixtures("granted")
async def test_an_organization_is_not_dissolved_under_its_app(desk: Desk):
    assert (await desk.refused("org", on=False))[0] == 409
    assert (await desk.refused("org", on=True, teams=["Atelier"]))[0] == 409

    await desk.revoke(team="E0SANDBOX", uninstall=True)
    await desk.revoke(team="E0SANDBOX", restore=True)
    assert [one["installed"] for one in (await desk.see("teams"))["teams"]] == [True, True]

    await desk.revoke(team="E0SANDBOX", uninstall=True)
    assert not (await desk.org(on=False))["enterprise"]["is_on"]
