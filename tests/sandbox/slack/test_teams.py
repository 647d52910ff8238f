"""Two workspaces: what belongs to one is nowhere to be seen from the other."""

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.loopback import loopback
from tests.sandbox.slack.conftest import Connect
from tests.sandbox.slack.installs import installed
from tests.sandbox.slack.playing import Desk
from tests.sandbox.slack.refusing import refusal
from tests.waiting import eventually


@pytest.fixture
async def atelier(desk: Desk, sandbox: Sandbox) -> AsyncWebClient:
    """The app in the second workspace, by its own token."""
    token = (await installed(desk, sandbox, team="Atelier"))["access_token"]
    return AsyncWebClient(token=token, base_url=f"{sandbox.world.addresses.slack}/api/")


async def test_the_second_workspace_sleeps_until_somebody_installs_the_app(desk: Desk, sandbox: Sandbox):
    before = (await desk.see("teams"))["teams"][1]
    status, _ = await desk.refused("home", team="atelier", user="brand")
    pressed = await desk.refused("command", team="atelier", user="brand", channel="review", command="/galley")
    restored = await desk.refused("revoke", team="atelier", restore=True)
    answer = await installed(desk, sandbox, team="T1ATELIER", user="lead")
    after = (await desk.see("teams"))["teams"][1]

    assert (before["installed"], before["tokens"]) == (False, [])
    assert restored == (409, "The app was never installed there.")
    assert (status, pressed) == (200, (404, "/galley is not a valid command."))
    assert answer["team"] == {"id": "T1ATELIER", "name": "Atelier"}
    assert (answer["bot_user_id"], answer["authed_user"], answer["enterprise"]) == ("U1GALLEY", {"id": "U1LEAD"}, None)
    assert (after["installed"], after["tokens"][0]["token"]) == (True, answer["access_token"])


async def test_a_token_speaks_in_its_own_workspace_only(desk: Desk, slack: AsyncWebClient, atelier: AsyncWebClient):
    await desk.invite(team="Atelier", user="lead", channel="review")
    await atelier.chat_postMessage(channel="review", text="Bonjour", team_id="T0SANDBOX")

    assert [one["text"] for one in await desk.messages("brand", "review", team="atelier")][-1] == "Bonjour"
    assert await desk.messages("brand", "review") == []
    assert (await atelier.auth_test())["team_id"] == "T1ATELIER"
    assert (await slack.auth_test())["team_id"] == "T0SANDBOX"


async def test_ids_of_another_workspace_are_not_found(desk: Desk, slack: AsyncWebClient, atelier: AsyncWebClient):
    hero = (await desk.upload("uploader", "intake", "hero.png"))["files"][0]

    assert await refusal(atelier.chat_postMessage(channel="C0REVIEW", text="x")) == "channel_not_found"
    assert await refusal(atelier.chat_postMessage(channel="U0BRAND", text="x")) == "channel_not_found"
    assert await refusal(atelier.conversations_open(users="U0BRAND")) == "user_not_found"
    assert await refusal(atelier.users_info(user="U0BRAND")) == "user_not_found"
    assert await refusal(atelier.users_lookupByEmail(email="brand@sandbox.example")) == "users_not_found"
    assert await refusal(atelier.files_info(file=hero)) == "file_not_found"
    assert await refusal(atelier.usergroups_users_list(usergroup="S0DESIGNERS")) == "no_such_subteam"
    assert await refusal(atelier.team_info(team="T0SANDBOX")) == "team_not_found"
    assert (await slack.files_info(file=hero))["file"]["user_team"] == "T0SANDBOX"


async def test_a_file_is_downloaded_with_its_own_workspaces_token(
    desk: Desk, sandbox: Sandbox, slack: AsyncWebClient, atelier: AsyncWebClient
):
    hero = (await desk.upload("uploader", "intake", "hero.png"))["files"][0]
    url = (await slack.files_info(file=hero))["file"]["url_private_download"]

    async with loopback() as http:
        theirs = await http.get(url, headers={"authorization": f"Bearer {atelier.token}"})
        ours = await http.get(url, headers={"authorization": f"Bearer {slack.token}"})

    who = [(call.who, call.detail) for call in sandbox.world.calls.since(system="slack")[-2:]]
    assert who == [("bot of T1ATELIER", "login_page"), ("bot", "")]
    assert (theirs.headers["content-type"], ours.headers["content-type"]) == ("text/html; charset=utf-8", "image/png")


async def test_an_upload_is_completed_by_the_app_that_announced_it(slack: AsyncWebClient, atelier: AsyncWebClient):
    announced = await atelier.files_getUploadURLExternal(filename="a.png", length=3)
    async with loopback() as http:
        await http.post(announced["upload_url"], content=b"abc")
    files = [{"id": announced["file_id"]}]

    assert await refusal(slack.files_completeUploadExternal(files=files)) == "file_not_found"
    assert (await atelier.files_completeUploadExternal(files=files))["files"][0]["id"].startswith("F1")


async def test_one_connected_app_hears_every_workspace_that_installed_it(
    desk: Desk, atelier: AsyncWebClient, app: AsyncApp, connect: Connect
):
    heard: list[tuple[str, str]] = []

    @app.event("message")
    async def hear(body: dict):
        heard.append((body["team_id"], body["authorizations"][0]["user_id"]))

    await connect(app)
    await desk.message(team="Atelier", user="brand", channel="review", text="The app is not in this channel")
    await atelier.conversations_join(channel="C1REVIEW")
    await desk.message(team="Atelier", user="brand", channel="review", text="Bonjour")
    await desk.message(user="brand", channel="review", text="Hello")

    await eventually(lambda: len(heard) == 2)
    assert sorted(heard) == [("T0SANDBOX", "U0GALLEY"), ("T1ATELIER", "U1GALLEY")]


async def test_a_control_call_names_a_workspace_that_there_is(desk: Desk):
    assert await desk.refused("message", team="Elsewhere", user="brand", channel="review", text="x") == (
        404,
        "There is no workspace called 'Elsewhere'.",
    )
