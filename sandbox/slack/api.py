"""The Web API's front desk: which method, whose token, which scope, how often."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.slack import arguments, names
from sandbox.slack.arguments import Arguments
from sandbox.slack.limits import TIER_3
from sandbox.slack.refusals import Json, RateLimited, SlackRefused
from sandbox.slack.workspace import Workspace
from sandbox.traffic import remark


class Token(StrEnum):
    BOT = "bot"
    APP = "app"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Method:
    """One row of https://docs.slack.dev/reference/methods."""

    answer: Callable[[Workspace, Arguments], Json]
    scopes: tuple[str, ...] = ()  # one of them is enough
    per_minute: int = TIER_3
    token: Token = Token.BOT


class FrontDesk:
    def __init__(self, workspace: Workspace, methods: dict[str, Method]) -> None:
        self._workspace = workspace
        self._methods = methods

    async def answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        headers: dict[str, str] = {}
        try:
            method = self._find(name)
            args = await arguments.read(request)
            self._admit(method, args, request, headers)
            self._limit(name, method)
            said = {"ok": True, **method.answer(self._workspace, args)}
        except RateLimited as refusal:
            remark(request.scope).detail = refusal.error
            return JSONResponse(refusal.as_json(), 429, {"Retry-After": str(refusal.retry_after)})
        except SlackRefused as refusal:
            remark(request.scope).detail = refusal.error
            said = refusal.as_json()
        return JSONResponse(said, headers=headers)

    def _find(self, name: str) -> Method:
        if name not in self._methods:
            raise SlackRefused("unknown_method", req_method=name)
        return self._methods[name]

    def _admit(self, method: Method, args: Arguments, request: Request, headers: dict[str, str]) -> None:
        if method.token is Token.NONE:
            return
        kind = self._kind_of(_token(request, args))
        installed = self._workspace.installation.scopes
        headers["X-OAuth-Scopes"] = ",".join(installed if kind is Token.BOT else ("connections:write",))
        headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
        if kind is not method.token:
            raise SlackRefused("not_allowed_token_type")
        if method.scopes and not set(method.scopes) & set(installed):
            raise SlackRefused("missing_scope", needed=",".join(method.scopes), provided=",".join(installed))

    def _kind_of(self, token: str) -> Token:
        if not token:
            raise SlackRefused("not_authed")
        if token == names.APP_TOKEN:
            return Token.APP
        if token != names.BOT_TOKEN:
            raise SlackRefused("invalid_auth")
        if self._workspace.installation.is_uninstalled:
            raise SlackRefused("account_inactive")
        if self._workspace.installation.is_revoked:
            raise SlackRefused("token_revoked")
        return Token.BOT

    def _limit(self, name: str, method: Method) -> None:
        if self._workspace.installation.has_limits:
            self._workspace.limits.call(name, method.per_minute)


def _token(request: Request, args: Arguments) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else args.text("token")
