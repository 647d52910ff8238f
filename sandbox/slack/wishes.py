"""What an app asks for at /oauth/v2/authorize, and what becomes of it when a person says yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from sandbox.people import Person
from sandbox.slack import names
from sandbox.slack.codes import Consent
from sandbox.slack.installation import BOT_SCOPES, SCOPE_OF_EVENT
from sandbox.slack.refusals import NotPossible, SlackRefused
from sandbox.slack.registration import Registration
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces

KNOWN_SCOPES = {
    *BOT_SCOPES,
    *SCOPE_OF_EVENT.values(),
    *("assistant:write", "bookmarks:read", "bookmarks:write", "channels:manage", "chat:write.customize"),
    *("emoji:read", "groups:write", "incoming-webhook", "metadata.message:read", "mpim:read", "mpim:write"),
    *("pins:read", "pins:write", "remote_files:read", "remote_files:share", "remote_files:write"),
    *("users.profile:read", "users:write", "usergroups:write"),
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    scopes: tuple[str, ...]
    redirect_uri: str  # as it was sent; the exchange of the code must repeat it
    answer_to: str  # where the browser goes
    state: str | None

    def allowed(self, code: str) -> str:
        return self._location(code=code)

    def denied(self) -> str:
        return self._location(error="access_denied")

    def _location(self, **said: str) -> str:
        query = said | ({} if self.state is None else {"state": self.state})
        return f"{self.answer_to}{'&' if urlsplit(self.answer_to).query else '?'}{urlencode(query)}"


def read(asked: Mapping[str, str], registration: Registration) -> Wish:
    if asked.get("client_id") != names.CLIENT_ID:
        raise SlackRefused("invalid_client_id")
    scopes = scopes_in(asked.get("scope", ""))
    redirect_uri = asked.get("redirect_uri", "")
    answer_to = redirect_uri or next(iter(registration.redirect_urls), "")
    if not answer_to or not registration.may_redirect_to(answer_to):
        raise SlackRefused("bad_redirect_uri")
    return Wish(scopes=scopes, redirect_uri=redirect_uri, answer_to=answer_to, state=asked.get("state"))


def scopes_in(text: str) -> tuple[str, ...]:
    scopes = tuple(scope for scope in text.replace(" ", ",").split(",") if scope)
    if not scopes:
        raise SlackRefused("no_scopes")
    if not set(scopes) <= KNOWN_SCOPES:
        raise SlackRefused("invalid_scope")
    return scopes


def agree(
    workspaces: Workspaces, one: Person, *, scopes: tuple[str, ...], redirect_uri: str, workspace: Workspace | None
) -> str:
    """The code; without a workspace the app is installed for the whole organization."""
    shared = workspaces.shared
    if one.is_guest:
        raise NotPossible("A guest may not install apps.", status=403)
    if workspace is None and not shared.org.members:
        raise NotPossible("There is no organization; switch it on first.", status=409)
    if workspace is None and not one.is_admin:
        raise NotPossible("Only an administrator may install an app for the whole organization.", status=403)
    team_id = None if workspace is None else workspace.here.team.id
    return shared.codes.issue(
        Consent(
            team_id=team_id,
            scopes=scopes,
            installer=one.slack_id,
            redirect_uri=redirect_uri,
            given_at=shared.world.clock.now(),
        )
    )
