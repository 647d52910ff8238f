"""The app comes into a workspace or an organization, loses its tokens, leaves, comes back."""

from datetime import datetime

from sandbox.slack.codes import Consent
from sandbox.slack.installation import Installation
from sandbox.slack.org import Org
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces


def install(workspaces: Workspaces, consent: Consent) -> Installation:
    """By a redeemed code: anew, or with more scopes where the app already is."""
    if consent.team_id is None:
        return _install_on_org(workspaces, consent)
    workspace = workspaces.of(consent.team_id) or workspaces.first
    org = workspaces.shared.org
    if org.is_installed and org.has(workspace.here.team):
        raise SlackRefused("cannot_install_an_org_installed_app")
    here = workspace.here
    if here.own.is_uninstalled:
        workspace.conversations.lose_bot()
    org.granted.discard(here.team.id)
    here.own = _renewed(here.own, consent)
    workspace.tell("app", is_installed=True)
    return here.own


def _install_on_org(workspaces: Workspaces, consent: Consent) -> Installation:
    """It is in no workspace until an administrator adds it, docs.slack.dev/enterprise."""
    org = workspaces.shared.org
    org.granted = org.granted if org.is_installed else set()
    org.installation = _renewed(org.installation, consent)
    return org.installation


def _renewed(before: Installation | None, consent: Consent) -> Installation:
    """Scopes add up, docs.slack.dev/authentication/installing-with-oauth; after a removal everything is new."""
    if before is None or before.is_uninstalled or before.is_revoked:
        return Installation(team_id=consent.team_id, scopes=consent.scopes, installer=consent.installer)
    before.scopes = tuple(dict.fromkeys([*before.scopes, *consent.scopes]))
    return before


def grant(workspace: Workspace, org: Org) -> None:
    """An administrator adds the organization's app to a workspace; an app that was there by itself gives way."""
    own = workspace.here.own
    if own.is_uninstalled:
        workspace.conversations.lose_bot()
    else:
        revoke(workspace, own)
        own.is_uninstalled = True
    org.granted.add(workspace.here.team.id)
    _tell_of_access(workspace, "team_access_granted")


def withdraw(workspace: Workspace, org: Org) -> None:
    org.granted.discard(workspace.here.team.id)
    _tell_of_access(workspace, "team_access_revoked")


def _tell_of_access(workspace: Workspace, word: str) -> None:
    event = {"type": word, "team_ids": [workspace.here.team.id], "event_ts": workspace.stamps.next()}
    workspace.delivery.announce_of_org(word, event)
    workspace.tell("app", is_installed=workspace.here.is_installed)


def revoke(workspace: Workspace, installation: Installation) -> None:
    """All its tokens at once."""
    installation.is_revoked = True
    bot_user = workspace.shared.org.bot_user if installation.is_org_wide else workspace.here.team.bot_user
    _tell(workspace, installation, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot_user]}})


def uninstall(workspace: Workspace, installation: Installation) -> None:
    """The app hears of it, and of nothing after it."""
    revoke(workspace, installation)
    _tell(workspace, installation, {"type": "app_uninstalled"})
    installation.is_uninstalled = True
    workspace.tell("app", is_installed=False)


def _tell(workspace: Workspace, installation: Installation, event: Json) -> None:
    event |= {"event_ts": workspace.stamps.next()}
    if installation.is_org_wide:
        workspace.delivery.announce_of_org(event["type"], event)
    else:
        workspace.delivery.announce(event["type"], event)


def restore(installation: Installation) -> None:
    installation.is_revoked = False
    installation.is_uninstalled = False


def tokens_for(workspaces: Workspaces, installation: Installation, *, at: datetime) -> Json:
    """A lasting token, or a pair when the app rotates its tokens."""
    shared = workspaces.shared
    if shared.registration.rotates_tokens:
        return shared.tokens.pair(installation, at=at)
    return {"access_token": shared.tokens.lasting(installation)}
