"""Whose token, which scope, how often."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.loopback import loopback
from tests.sandbox.slack.playing import Desk
from tests.sandbox.slack.refusing import refusal


@pytest.fixture
def nobody(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(base_url=f"{sandbox.world.addresses.slack}/api/")


async def test_auth_test_names_the_bot_and_its_scopes(slack: AsyncWebClient):
    answer = await slack.auth_test()

    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0GALLEY", "B0GALLEY", "T0SANDBOX")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


async def test_no_token_a_wrong_one_and_one_of_the_wrong_kind_are_told_apart(nobody: AsyncWebClient):
    assert await refusal(nobody.auth_test()) == "not_authed"
    assert await refusal(nobody.auth_test(token="xoxb-other")) == "invalid_auth"
    assert await refusal(nobody.auth_test(token="xapp-sandbox")) == "not_allowed_token_type"
    assert await refusal(nobody.apps_connections_open(app_token="xoxb-sandbox")) == "not_allowed_token_type"


async def test_an_unknown_method_is_named(slack: AsyncWebClient):
    with pytest.raises(SlackApiError) as refused:
        await slack.api_call("chat.shout")

    assert (refused.value.response["error"], refused.value.response["req_method"]) == ("unknown_method", "chat.shout")


async def test_a_missing_scope_is_named(desk: Desk, slack: AsyncWebClient):
    await desk.scopes(remove=["chat:write"])

    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel="review", text="x")

    answer = refused.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "chat:write.public" in answer["provided"]


async def test_history_needs_the_scope_of_that_kind_of_conversation(desk: Desk, slack: AsyncWebClient):
    await desk.scopes(remove=["im:history"])

    assert await refusal(slack.conversations_history(channel="D0BRAND")) == "missing_scope"
    assert (await slack.conversations_history(channel="C0REVIEW"))["ok"]


async def test_an_email_is_shown_only_with_its_scope(desk: Desk, slack: AsyncWebClient):
    before = (await slack.users_info(user="U0BRAND"))["user"]["profile"]
    await desk.scopes(remove=["users:read.email"])
    after = (await slack.users_info(user="U0BRAND"))["user"]["profile"]

    assert (before["email"], "email" in after) == ("brand@sandbox.example", False)


async def test_the_app_can_be_installed_as_its_manifest_says(desk: Desk, slack: AsyncWebClient):
    settings = await desk.app(manifest=True)

    assert "chat:write" in settings["scopes"]
    assert settings["scopes"] == (await slack.auth_test()).headers["X-OAuth-Scopes"].split(",")
    assert "message.channels" in settings["subscriptions"]


async def test_a_revoked_token_is_refused_until_it_is_restored(desk: Desk, slack: AsyncWebClient):
    await desk.revoke()
    assert await refusal(slack.auth_test()) == "token_revoked"

    await desk.revoke(restore=True)
    assert (await slack.auth_test())["ok"]


async def test_an_uninstalled_app_is_an_inactive_account(slack: AsyncWebClient):
    await slack.apps_uninstall(client_id="sandbox-client", client_secret="sandbox-client-secret")

    assert await refusal(slack.auth_test()) == "account_inactive"


async def test_a_channel_takes_a_burst_and_then_one_message_a_second(slack: AsyncWebClient):
    for _ in range(5):
        await slack.chat_postMessage(channel="review", text="x")

    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel="review", text="x")

    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    assert refused.value.response.headers["Retry-After"] == "1"
    assert (await slack.chat_postMessage(channel="intake", text="x"))["ok"]


async def test_a_method_has_its_calls_a_minute(slack: AsyncWebClient):
    for _ in range(20):
        await slack.usergroups_list()

    assert await refusal(slack.usergroups_list()) == "ratelimited"


async def test_limits_can_be_switched_off_for_a_bench(desk: Desk, slack: AsyncWebClient):
    await desk.app(limits=False)

    for _ in range(12):
        assert (await slack.chat_postMessage(channel="review", text="x"))["ok"]


async def test_arguments_come_as_query_form_json_or_multipart(sandbox: Sandbox):
    said = {"channel": "C0REVIEW", "text": "x"}
    headers = {"authorization": "Bearer xoxb-sandbox"}
    async with loopback(sandbox.world.addresses.slack, headers=headers) as http:
        answers = [
            await http.get("/api/chat.postMessage", params=said),
            await http.post("/api/chat.postMessage", params=said),
            await http.post("/api/chat.postMessage", data=said),
            await http.post("/api/chat.postMessage", json=said),
            await http.post("/api/chat.postMessage", files={name: (None, value) for name, value in said.items()}),
        ]

    assert [answer.json()["ok"] for answer in answers] == [True] * 5


async def test_every_refusal_is_in_the_log_with_its_word(sandbox: Sandbox, slack: AsyncWebClient):
    await refusal(slack.chat_postMessage(channel="C0NOWHERE", text="x"))

    call = sandbox.world.calls.since(system="slack")[-1]
    assert (call.path, call.status, call.who, call.detail) == (
        "/api/chat.postMessage",
        200,
        "bot",
        "channel_not_found",
    )
