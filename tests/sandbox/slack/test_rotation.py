"""Tokens that expire: docs.slack.dev/authentication/using-token-rotation."""

from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from sandbox.serve import Sandbox
from tests.sandbox.slack.installs import CLIENT, access, installed, nobody
from tests.sandbox.slack.playing import Desk
from tests.sandbox.slack.refusing import refusal


@pytest.fixture
async def pair(desk: Desk, sandbox: Sandbox) -> dict[str, Any]:
    """What an installation gives once the app rotates its tokens."""
    await desk.app(rotation=True)
    return await installed(desk, sandbox, team="Atelier")


async def refreshed(sandbox: Sandbox, token: str) -> dict[str, Any]:
    return await access(sandbox, grant_type="refresh_token", refresh_token=token)


async def test_without_rotation_there_is_nothing_to_refresh(desk: Desk, sandbox: Sandbox):
    answer = await installed(desk, sandbox, team="Atelier")
    exchange = nobody(sandbox).oauth_v2_exchange(**CLIENT, token=answer["access_token"])

    assert set(answer) & {"refresh_token", "expires_in"} == set()
    assert await refusal(exchange) == "token_rotation_not_enabled"


async def test_rotation_cannot_be_switched_off_again(desk: Desk):
    await desk.app(rotation=True)

    assert (await desk.refused("app", rotation=False))[1] == "Token rotation cannot be switched off again."
    assert (await desk.app(limits=False))["rotation"]


async def test_an_access_token_lives_for_twelve_hours(desk: Desk, sandbox: Sandbox, pair: dict[str, Any]):
    assert (pair["access_token"][:11], pair["refresh_token"][:7], pair["expires_in"]) == (
        "xoxe.xoxb-1",
        "xoxe-1-",
        43_200,
    )
    assert (await nobody(sandbox).auth_test(token=pair["access_token"]))["team_id"] == "T1ATELIER"

    await desk.advance("PT12H")
    assert await refusal(nobody(sandbox).auth_test(token=pair["access_token"])) == "token_expired"
    fresh = await refreshed(sandbox, pair["refresh_token"])
    assert (await nobody(sandbox).auth_test(token=fresh["access_token"]))["ok"]


async def test_a_refresh_token_is_good_once_and_a_moment_longer(desk: Desk, sandbox: Sandbox, pair: dict[str, Any]):
    first = await refreshed(sandbox, pair["refresh_token"])
    again = await refreshed(sandbox, pair["refresh_token"])
    await desk.advance("PT31S")

    assert len({pair["refresh_token"], first["refresh_token"], again["refresh_token"]}) == 3
    assert await refusal(refreshed(sandbox, pair["refresh_token"])) == "invalid_refresh_token"
    assert await refusal(refreshed(sandbox, "xoxe-1-other")) == "invalid_refresh_token"


async def test_two_access_tokens_are_active_at_most(sandbox: Sandbox, pair: dict[str, Any]):
    second = await refreshed(sandbox, pair["refresh_token"])
    assert (await nobody(sandbox).auth_test(token=pair["access_token"]))["ok"]

    third = await refreshed(sandbox, second["refresh_token"])

    assert await refusal(nobody(sandbox).auth_test(token=pair["access_token"])) == "token_revoked"
    for token in (second["access_token"], third["access_token"]):
        assert (await nobody(sandbox).auth_test(token=token))["ok"]


async def test_a_removed_app_refreshes_nothing(desk: Desk, sandbox: Sandbox, pair: dict[str, Any]):
    await desk.revoke(team="Atelier", uninstall=True)

    assert await refusal(refreshed(sandbox, pair["refresh_token"])) == "invalid_refresh_token"
    assert await refusal(nobody(sandbox).auth_test(token=pair["access_token"])) == "account_inactive"


async def test_a_lasting_token_is_exchanged_once(desk: Desk, sandbox: Sandbox):
    await desk.app(rotation=True)
    exchange = nobody(sandbox).oauth_v2_exchange

    answer = await exchange(**CLIENT, token="xoxb-sandbox")

    assert (answer["team"]["id"], answer["expires_in"]) == ("T0SANDBOX", 43_200)
    assert (await nobody(sandbox).auth_test(token=answer["access_token"]))["ok"]
    assert await refusal(nobody(sandbox).auth_test(token="xoxb-sandbox")) == "token_revoked"
    assert await refusal(exchange(**CLIENT, token="xoxb-sandbox")) == "token_already_exchanged"
    assert await refusal(exchange(**CLIENT, token=answer["access_token"])) == "invalid_token"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # the SDK's way to say client id and secret
async def test_the_sdks_own_rotator_renews_a_bot(sandbox: Sandbox, pair: dict[str, Any]):
    rotator = AsyncTokenRotator(**CLIENT, client=nobody(sandbox))
    bot = Bot(
        team_id="T1ATELIER",
        bot_token=pair["access_token"],
        bot_refresh_token=pair["refresh_token"],
        bot_token_expires_at=1,
        bot_id="B1GALLEY",
        bot_user_id="U1GALLEY",
        installed_at=1.0,
    )

    renewed = await rotator.perform_bot_token_rotation(bot=bot)

    assert renewed is not None
    assert (await nobody(sandbox).auth_test(token=renewed.bot_token))["ok"]
    assert renewed.bot_refresh_token not in (None, pair["refresh_token"])
