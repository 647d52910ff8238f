"""Web API clients: one pool for all workspaces, and no retries of its own: the jobs know what is safe to repeat."""

from types import SimpleNamespace, TracebackType
from typing import Self

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import SYSTEM
from connectors.traffic import exchanged

TIMEOUT_S = 8  # below the ten seconds after which a job calls its outcome unknown
KEEP_ALIVE_S = 4.0  # below the 5 s after which many servers hang up, so that no post meets a closing connection


class Web:
    """`async with Web(api_url=...) as web:` and `web.client_of(token)` may call."""

    def __init__(self, *, api_url: str) -> None:
        self._api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self._session: aiohttp.ClientSession | None = None

    def client_of(self, token: str | None, *, team_id: str | None = None) -> AsyncWebClient:
        """`team_id` is sent with every call: with the token of an organisation, Slack must be told which of its
        workspaces is meant (https://docs.slack.dev/enterprise/organization-ready-apps).
        """
        if self._session is None:
            raise RuntimeError("a Slack client is used before it is opened")
        return AsyncWebClient(
            token=token,
            base_url=self._api_url,
            timeout=TIMEOUT_S,
            session=self._session,
            retry_handlers=[],
            team_id=team_id,
        )

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(keepalive_timeout=KEEP_ALIVE_S)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, connect=TIMEOUT_S / 2),
            trace_configs=[_counting()],
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
