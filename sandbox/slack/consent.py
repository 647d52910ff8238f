"""The page on which a person lets the app in, or does not: /oauth/v2/authorize."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sandbox.slack import wishes
from sandbox.slack.refusals import NotPossible, SlackRefused
from sandbox.slack.wishes import Wish
from sandbox.slack.workspaces import Workspaces
from sandbox.traffic import remark

ASKED = ("client_id", "scope", "user_scope", "redirect_uri", "state")
FOUND = 302

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1>{content}</main></body></html>
"""
FORM = """<form method="post">{hidden}
<p><label>Where <select name="team">{places}</select></label>
<label>As <select name="user">{people}</select></label></p>
<p>Galley asks for:</p><ul>{scopes}</ul>
<p><button name="answer" value="cancel">Cancel</button> <button name="answer" value="allow">Allow</button></p></form>
"""


class ConsentPage:
    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def show(self, request: Request) -> Response:
        asked = dict(request.query_params)
        try:
            wish = self._read(asked)
        except SlackRefused as refusal:
            return _trouble(request, refusal.error)
        return _page("Galley wants to come into your workspace", self._form(asked, wish))

    async def decide(self, request: Request) -> Response:
        async with request.form() as form:
            asked = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            wish = self._read(asked)
            location = self._allowed(asked, wish) if asked.get("answer") == "allow" else wish.denied()
        except SlackRefused as refusal:
            return _trouble(request, refusal.error)
        except NotPossible as refusal:
            return _trouble(request, str(refusal))
        return RedirectResponse(location, FOUND)

    def _read(self, asked: dict[str, str]) -> Wish:
        return wishes.read(asked, self._workspaces.shared.registration)

    def _allowed(self, asked: dict[str, str], wish: Wish) -> str:
        where = asked.get("team", "")
        is_for_org = self._workspaces.is_org(where)
        workspace = self._workspaces.first if is_for_org else self._workspaces.named(where)
        one = workspace.directory.acting(asked.get("user") or "admin")
        code = wishes.agree(
            self._workspaces,
            one,
            scopes=wish.scopes,
            redirect_uri=wish.redirect_uri,
            workspace=None if is_for_org else workspace,
        )
        return wish.allowed(code)

    def _form(self, asked: dict[str, str], wish: Wish) -> str:
        org = self._workspaces.shared.org
        places = [(one.here.team.id, one.here.team.name) for one in self._workspaces]
        places += [(org.id, org.name)] if org.members else []
        roles = [one.role for one in self._workspaces.first.here.team.people if not one.is_guest]
        return FORM.format(
            hidden="".join(
                f'<input type="hidden" name="{name}" value="{escape(asked[name])}">' for name in ASKED if name in asked
            ),
            places="".join(_option(value, shown, asked.get("team")) for value, shown in places),
            people="".join(_option(role, role, "admin") for role in roles),
            scopes="".join(f"<li>{escape(scope)}</li>" for scope in wish.scopes),
        )


def _option(value: str, shown: str, chosen: str | None) -> str:
    return f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(shown)}</option>'


def _trouble(request: Request, word: str) -> Response:
    """Slack stays on its own page: an address that it does not trust is never called."""
    remark(request.scope).detail = word
    return _page("Something went wrong", f"<p>Error: {escape(word)}</p>")


def _page(title: str, content: str) -> Response:
    return HTMLResponse(PAGE.format(title=title, content=content))
