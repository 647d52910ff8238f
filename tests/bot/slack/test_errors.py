"""Slack's answers are sorted by what to do next."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import code_of, speaking_to_slack
from bot.slack.web import Web
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from sandbox.faults import Kind
from sandbox.serve import Sandbox
from sandbox.slack import names
from tests.bot.slack.conftest import REVIEW
from tests.conftest import free_ports


def answered(error: str, *, status: int = 200, **more: object) -> SlackApiError:
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data={"ok": False, "error": error, **more},
        headers={"Retry-After": "7"} if status == 429 else {},
        status_code=status,
    )
    return SlackApiError("said no", response)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answered("ratelimited", status=429), Unavailable),
        (answered("request_timeout"), Unavailable),
        (answered("internal_error"), OutcomeUnknown),
        (answered("fatal_error"), OutcomeUnknown),
        (answered("", status=500), OutcomeUnknown),
        (answered("service_unavailable", status=503), OutcomeUnknown),
        (aiohttp.ServerDisconnectedError(), OutcomeUnknown),
        (TimeoutError(), OutcomeUnknown),
        (answered("invalid_auth"), Unauthorized),
        (answered("account_inactive"), Unauthorized),
        (answered("token_revoked"), Unauthorized),
        (answered("channel_not_found"), NotFound),
        (answered("file_deleted"), NotFound),
        (answered("not_in_channel"), Refused),
        (answered("invalid_blocks"), Refused),
        (answered("something_new"), Refused),
    ],
    ids=str,
)
async def test_an_answer_says_what_to_do_next(error: Exception, kind: type[ConnectorError]):
    with pytest.raises(kind):
        async with speaking_to_slack():
            raise error


async def test_a_429_says_how_long_to_wait():
    with pytest.raises(Unavailable) as caught:
        async with speaking_to_slack():
            raise answered("ratelimited", status=429)

    assert caught.value.retry_after == 7


async def test_a_missing_scope_is_named():
    with pytest.raises(Refused, match="files:read") as caught:
        async with speaking_to_slack():
            raise answered("missing_scope", needed="files:read")

    assert code_of(caught.value) == "missing_scope"


async def test_a_slack_that_is_not_there_did_nothing():
    async with Web(api_url=f"http://127.0.0.1:{free_ports()}/api/") as web:
        with pytest.raises(Unavailable):
            async with speaking_to_slack():
                await web.client_of("xoxb-none").auth_test()


@pytest.mark.parametrize("fault", [Kind.ERROR, Kind.DROP, Kind.LOST_REPLY])
async def test_the_client_never_repeats_a_call_by_itself(sandbox: Sandbox, client: AsyncWebClient, fault: Kind):
    sandbox.world.faults.arm(system="slack", kind=fault, match="chat.postMessage", times=1)

    with pytest.raises(OutcomeUnknown):
        async with speaking_to_slack():
            await client.chat_postMessage(channel=REVIEW, text="Once.")

    said = (await client.conversations_history(channel=REVIEW))["messages"]
    assert sum(one["user"] == names.BOT_USER for one in said) == (fault is Kind.LOST_REPLY)
