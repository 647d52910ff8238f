"""The app's half of OAuth, in few words."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.sandbox.slack.playing import Desk

CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-client-secret"}


def nobody(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(base_url=f"{sandbox.world.addresses.slack}/api/")


async def access(sandbox: Sandbox, **asked: str) -> dict[str, Any]:
    """oauth.v2.access as a form; oauth_v2_access of the SDK says the client in a way that aiohttp warns of."""
    return dict((await nobody(sandbox).api_call("oauth.v2.access", data=CLIENT | asked)).data)


async def installed(desk: Desk, sandbox: Sandbox, **install: Any) -> dict[str, Any]:
    """What the app learns from somebody's consent."""
    return await access(sandbox, code=(await desk.install(**install))["code"])
