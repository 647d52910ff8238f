"""The app loses its token, leaves the workspace, comes back."""

from sandbox.slack import names
from sandbox.slack.workspace import Workspace


def revoke(workspace: Workspace) -> None:
    workspace.installation.is_revoked = True
    event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [names.BOT_USER]}}
    workspace.delivery.announce("tokens_revoked", event | {"event_ts": workspace.stamps.next()})


def uninstall(workspace: Workspace) -> None:
    """The app hears of it, and of nothing after it."""
    revoke(workspace)
    workspace.delivery.announce("app_uninstalled", {"type": "app_uninstalled", "event_ts": workspace.stamps.next()})
    workspace.installation.is_uninstalled = True


def restore(workspace: Workspace) -> None:
    workspace.installation.is_revoked = False
    workspace.installation.is_uninstalled = False
