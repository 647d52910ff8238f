"""The Web API client: one pool, and no retries of its own, because the jobs know what is safe to repeat."""

from types import SimpleNamespace, TracebackType
from typing import Self

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import SYSTEM, speaking_to_slack
from connectors.errors import Unauthorized
from connectors.traffic import exchanged

TIMEOUT_S = 8  # below the ten seconds after which a job calls its outcome unknown
KEEP_ALIVE_S = 4.0  # below the 5 s after which many servers hang up, so that no post meets a closing connection


class Web:
    """`async with Web(token=..., api_url=...) as web:` and `web.client` may call."""

    def __init__(self, *, token: str, api_url: str) -> None:
        self._token = token
        self._api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def client(self) -> AsyncWebClient:
        if self._client is None:
            raise RuntimeError("the Slack client is used before it is opened")
        return self._client

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(keepalive_timeout=KEEP_ALIVE_S)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, connect=TIMEOUT_S / 2),
            trace_configs=[_counting()],
        )
        self._client = AsyncWebClient(
            token=self._token, base_url=self._api_url, timeout=TIMEOUT_S, session=self._session, retry_handlers=[]
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()


def _counting() -> aiohttp.TraceConfig:
    """Every call is counted, by its status (docs.aiohttp.org, client tracing)."""
    tracing = aiohttp.TraceConfig()

    async def answered(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
    ) -> None:
        exchanged(SYSTEM, end.response.status)

    async def failed(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, _end: aiohttp.TraceRequestExceptionParams
    ) -> None:
        exchanged(SYSTEM, None)

    tracing.on_request_end.append(answered)
    tracing.on_request_exception.append(failed)
    return tracing


class Identity:
    """Who we are in Slack; asked once."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._told: dict[str, str] = {}

    async def bot_id(self) -> str:
        return (await self._ask())["bot_id"]

    async def user_id(self) -> str:
        return (await self._ask())["user_id"]

    async def team_id(self) -> str:
        return (await self._ask())["team_id"]

    async def address(self) -> str:
        """Of the workspace, such as https://acme.slack.com/."""
        return (await self._ask())["url"]

    async def _ask(self) -> dict[str, str]:
        if not self._told:
            async with speaking_to_slack():
                answer = await self._client.auth_test()
            if not answer.get("bot_id"):
                raise Unauthorized(SYSTEM, "SLACK_BOT_TOKEN is not a bot's token: it must begin with xoxb-.")
            self._told = {key: str(answer[key]) for key in ("bot_id", "user_id", "team_id", "url")}
        return self._told
