"""The Web API's front desk: which method, whose token, which scope, how often."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.slack import arguments, names
from sandbox.slack.arguments import Arguments
from sandbox.slack.installation import Installation
from sandbox.slack.limits import TIER_3
from sandbox.slack.refusals import Json, RateLimited, SlackRefused
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces, in_org
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
    needs_team: bool = False  # says which workspace when the token is an organization's
    is_about_app: bool = False  # and needs no workspace at all


class FrontDesk:
    def __init__(self, workspaces: Workspaces, methods: dict[str, Method]) -> None:
        self._workspaces = workspaces
        self._shared = workspaces.shared
        self._methods = methods

    async def answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        headers: dict[str, str] = {}
        try:
            method = self._find(name)
            args = await arguments.read(request)
            workspace, args = self._admit(method, args, request, headers)
            self._limit(name, method, workspace)
            said = {"ok": True, **method.answer(workspace, args)}
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

    def _admit(
        self, method: Method, args: Arguments, request: Request, headers: dict[str, str]
    ) -> tuple[Workspace, Arguments]:
        if method.token is Token.NONE:
            return self._workspaces.first, args
        token = _token(request, args)
        if not token:
            raise SlackRefused("not_authed")
        if token == names.APP_TOKEN:
            return self._admit_app(method, headers), args
        caller = self._shared.caller(token, remark(request.scope))
        headers |= {"X-OAuth-Scopes": ",".join(caller.scopes), "X-Accepted-OAuth-Scopes": ",".join(method.scopes)}
        if method.token is not Token.BOT:
            raise SlackRefused("not_allowed_token_type")
        if method.scopes and not set(method.scopes) & set(caller.scopes):
            raise SlackRefused("missing_scope", needed=",".join(method.scopes), provided=",".join(caller.scopes))
        return self._workspace_of(method, args, caller), args.made_by(caller)

    def _admit_app(self, method: Method, headers: dict[str, str]) -> Workspace:
        headers |= {"X-OAuth-Scopes": "connections:write", "X-Accepted-OAuth-Scopes": ",".join(method.scopes)}
        if method.token is not Token.APP:
            raise SlackRefused("not_allowed_token_type")
        return self._workspaces.first

    def _workspace_of(self, method: Method, args: Arguments, caller: Installation) -> Workspace:
        """The token's; a team_id counts only beside the token of an organization, docs.slack.dev/enterprise."""
        if not caller.is_org_wide:
            return self._workspaces.of(caller.team_id or "") or self._workspaces.first
        if method.is_about_app:
            return next(iter(self._workspaces.reached_by(caller)), self._workspaces.first)
        return in_org(self._workspaces, args, caller, needs_team=method.needs_team)

    def _limit(self, name: str, method: Method, workspace: Workspace) -> None:
        if self._shared.registration.has_limits:
            workspace.limits.call(name, method.per_minute)


def _token(request: Request, args: Arguments) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else args.text("token")
