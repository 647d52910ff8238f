"""Installing by OAuth: the page, Slack's consent, and what we keep of it. The flow itself is Bolt's.

https://docs.slack.dev/authentication/installing-with-oauth
"""

import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from urllib.parse import urljoin

from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.db import DatabaseError
from bot.slack.errors import speaking_to_slack
from bot.slack.rotating import Credentials
from bot.slack.scopes import SCOPES
from bot.slack.states import LIFE, StateStore
from bot.slack.web import Web
from bot.vault import Vault
from connectors.errors import ConnectorError
from models.installation import Installation

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
GUARDS = {  # these addresses and pages hold what only this browser may know, and a click that must be meant
    "cache-control": "no-store",
    "content-security-policy": "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

Keep = Callable[[Installation], Awaitable[None]]


class Installing:
    """`keep` takes what was granted. `welcome` are the ids that may install; empty: whomever Slack lets."""

    def __init__(
        self,
        *,
        web: Web,
        credentials: Credentials,
        api_url: str,
        public_url: str | None,
        store: "GrantStore",
        states: StateStore,
    ) -> None:
        settings = AsyncOAuthSettings(
            client_id=credentials.client_id,
            client_secret=credentials.client_secret,
            scopes=[scope.name for scope in SCOPES],
            user_scopes=[],
            redirect_uri=urljoin(public_url, REDIRECT) if public_url else None,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            authorization_url=urljoin(api_url, "/oauth/v2/authorize"),
            installation_store=store,
            installation_store_bot_only=True,
            state_store=states,
            state_expiration_seconds=int(LIFE.total_seconds()),
        )
        self._flow = Flow(client=web.client_of(None), settings=settings)

    def routes(self) -> tuple[BaseRoute, ...]:
        return (
            Route(INSTALL, _page(self._flow.handle_installation), methods=["GET"]),
            Route(REDIRECT, _page(self._flow.handle_callback), methods=["GET"]),
        )


class Flow(AsyncOAuthFlow):
    """Bolt's. Which workspace is asked at Slack, and nothing of our page's address goes into the link."""

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        del request
        return self.settings.authorize_url_generator.generate(state=state, team=None)


class GrantStore(AsyncInstallationStore):
    """Takes what Bolt's flow was granted. It is never asked for it again: workspaces.py answers that."""

    def __init__(
        self, *, web: Web, clock: Clock, vault: Vault, keep: Keep, welcome: Collection[str] = frozenset()
    ) -> None:
        self._web, self._clock, self._vault = web, clock, vault
        self._keep, self._welcome = keep, welcome

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    async def async_save(self, installation: Granted) -> None:
        """Raises BoltError for a stranger; the page says so."""
        if self._welcome and not {installation.team_id, installation.enterprise_id} & set(self._welcome):
            raise BoltError("This workspace is none of those that may install Galley (GALLEY_SLACK_TEAMS).")
        await self._keep(await self._row(installation))

    async def _row(self, granted: Granted) -> Installation:
        is_org_wide, now = bool(granted.is_enterprise_install), self._clock.now()
        async with speaking_to_slack():
            told = await self._web.client_of(granted.bot_token).auth_test()
        rotates = granted.bot_refresh_token is not None and granted.bot_token_expires_at is not None
        return Installation(
            id=(granted.enterprise_id if is_org_wide else granted.team_id) or "",
            enterprise_id=granted.enterprise_id,
            is_org_wide=is_org_wide,
            name=(granted.enterprise_name if is_org_wide else granted.team_name) or "",
            address=str(told["url"]),
            bot_id=str(told["bot_id"]),
            bot_user_id=str(told["user_id"]),
            scopes=list(granted.bot_scopes or ()),
            token=self._vault.seal(granted.bot_token or ""),
            refresh_token=self._vault.seal(granted.bot_refresh_token or "") if rotates else None,
            expires_at=now + timedelta(seconds=_lasts(granted)) if rotates else None,
            installed_at=now,
            installed_by=granted.user_id,
        )


def _lasts(granted: Granted) -> float:
    """The flow has turned Slack's "expires in" into a moment of this machine's clock; ours may be a story's."""
    return float(granted.bot_token_expires_at or 0) - granted.installed_at


def _page(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        answer = await _answered(handle, request)
        answer.headers.update(GUARDS)
        return answer

    return page


async def _answered(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], request: Request) -> Response:
    try:
        async with speaking_to_slack():
            return to_starlette_response(await handle(to_async_bolt_request(request, b"")))
    except ConnectorError as error:
        return PlainTextResponse(f"{error.sentence} Nothing was installed; please begin again.", status_code=502)
    except DatabaseError:
        return PlainTextResponse("Galley's database is away. Please begin again in a while.", status_code=503)
