"""login.wrike.com: a code for a person's consent, tokens for the code, and refresh tokens that live once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sandbox.people import person
from sandbox.world import World
from sandbox.wrike.access import Tokens

CLIENT_ID, CLIENT_SECRET = "sandbox", "sandbox"
CODE_LIVES = timedelta(minutes=10)
ACCESS_LIVES = timedelta(hours=1)
LOOPBACK = ("localhost", "127.0.0.1")


@dataclass(frozen=True, kw_only=True)
class Code:
    contact_id: str
    redirect_uri: str
    until: datetime


class Login:
    """The client `sandbox` may send people back to any address on loopback."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._tokens = tokens
        self._codes: dict[str, Code] = {}
        self._refresh: dict[str, str] = {}  # refresh token -> contact

    async def authorize(self, request: Request) -> Response:
        """Whoever `login_hint` names is asked and says yes at once; the lead unless somebody is named."""
        asked = request.query_params
        redirect_uri = asked.get("redirect_uri", "")
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            return _refused("invalid_request", "Unknown client or response type")
        if urlsplit(redirect_uri).hostname not in LOOPBACK:
            return _refused("invalid_request", "Redirect URI is not registered")
        try:
            who = person(asked.get("login_hint", "lead"))
        except KeyError:
            return _refused("invalid_request", "Nobody has that login")
        code = secrets.token_urlsafe(24)
        until = self._world.clock.now() + CODE_LIVES
        self._codes[code] = Code(contact_id=who.wrike_id, redirect_uri=redirect_uri, until=until)
        answer = {"code": code} | ({"state": asked["state"]} if "state" in asked else {})
        joint = "&" if urlsplit(redirect_uri).query else "?"
        return RedirectResponse(f"{redirect_uri}{joint}{urlencode(answer)}", 302)

    async def token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode(errors="replace")))
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            return _refused("unauthorized_client", "Client is unknown or its secret is wrong")
        match form.get("grant_type"):
            case "authorization_code":
                return self._for_code(form)
            case "refresh_token":
                return self._for_refresh(form)
            case _:
                return _refused("unsupported_grant_type", "Grant type is not supported")

    def _for_code(self, form: dict[str, str]) -> Response:
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or self._world.clock.now() >= code.until:
            return _refused("invalid_grant", "Authorization code is unknown, used or expired")
        if form.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
            return _refused("invalid_grant", "Redirect URI differs from the one of the code")
        return self._pair(code.contact_id)

    def _for_refresh(self, form: dict[str, str]) -> Response:
        """The old refresh token dies: two at once sign the person out."""
        contact_id = self._refresh.pop(form.get("refresh_token", ""), None)
        if contact_id is None:
            return _refused("invalid_grant", "Refresh token is unknown or used")
        return self._pair(contact_id)

    def _pair(self, contact_id: str) -> Response:
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._tokens.grant(access, contact_id, until=self._world.clock.now() + ACCESS_LIVES)
        self._refresh[refresh] = contact_id
        pair = {
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "bearer",
            "expires_in": int(ACCESS_LIVES.total_seconds()),
            "host": urlsplit(self._world.addresses.wrike).netloc,
        }
        return JSONResponse(pair, headers={"cache-control": "no-store"})


def _refused(word: str, description: str) -> Response:
    return JSONResponse({"error": word, "error_description": description}, 400)
