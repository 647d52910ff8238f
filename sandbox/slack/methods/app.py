"""auth.*, apps.*, oauth.*, team and bot: the app about itself."""

import secrets

from sandbox.slack import installing, names
from sandbox.slack.api import Method, Token
from sandbox.slack.arguments import Arguments
from sandbox.slack.limits import SPECIAL, TIER_1, TIER_3, TIER_4
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.workspace import Workspace


def test(workspace: Workspace, _: Arguments) -> Json:
    return {
        "url": f"{workspace.host}/",
        "team": names.TEAM_NAME,
        "user": names.BOT_NAME,
        "team_id": names.TEAM,
        "user_id": names.BOT_USER,
        "bot_id": names.BOT,
        "app_id": names.APP,
        "is_enterprise_install": False,
    }


def open_connection(workspace: Workspace, _: Arguments) -> Json:
    return {"url": workspace.sockets.issue_url()}


def describe_team(workspace: Workspace, _: Arguments) -> Json:
    return {
        "team": {
            "id": names.TEAM,
            "name": names.TEAM_NAME,
            "domain": names.TEAM_DOMAIN,
            "url": f"{workspace.host}/",
            "email_domain": "sandbox.example",
            "icon": {"image_default": True},
        }
    }


def describe_bot(workspace: Workspace, args: Arguments) -> Json:
    if args.text("bot", names.BOT) != names.BOT:
        raise SlackRefused("bot_not_found")
    profile = workspace.bot_profile()
    return {"bot": {**profile, "user_id": names.BOT_USER}}


def revoke(workspace: Workspace, args: Arguments) -> Json:
    if args.flag("test"):
        return {"revoked": False}
    installing.revoke(workspace)
    return {"revoked": True}


def uninstall(workspace: Workspace, args: Arguments) -> Json:
    _require_client(args)
    installing.uninstall(workspace)
    return {}


def grant_access(workspace: Workspace, args: Arguments) -> Json:
    """The code `sandbox` is always good; a refresh token is good once."""
    _require_client(args)
    if args.text("grant_type") == "refresh_token":
        return _installation_json(workspace) | _rotated(workspace, args.text("refresh_token"))
    if args.text("code") != "sandbox":
        raise SlackRefused("invalid_code")
    return _installation_json(workspace)


def _require_client(args: Arguments) -> None:
    if args.text("client_id") != names.CLIENT_ID:
        raise SlackRefused("invalid_client_id")
    if args.text("client_secret") != names.CLIENT_SECRET:
        raise SlackRefused("bad_client_secret")


def _rotated(workspace: Workspace, refresh_token: str) -> Json:
    tokens = workspace.installation.refresh_tokens
    if refresh_token not in tokens:
        raise SlackRefused("invalid_refresh_token")
    tokens.remove(refresh_token)
    tokens.append(f"xoxe-1-{secrets.token_hex(8)}")
    return {"refresh_token": tokens[-1], "expires_in": 43_200}


def _installation_json(workspace: Workspace) -> Json:
    return {
        "access_token": names.BOT_TOKEN,
        "token_type": "bot",
        "scope": ",".join(workspace.installation.scopes),
        "bot_user_id": names.BOT_USER,
        "app_id": names.APP,
        "team": {"id": names.TEAM, "name": names.TEAM_NAME},
        "enterprise": None,
        "authed_user": {"id": "U0ADMIN"},
        "is_enterprise_install": False,
    }


METHODS = {
    "auth.test": Method(answer=test, per_minute=SPECIAL),
    "auth.revoke": Method(answer=revoke, per_minute=TIER_3),
    "apps.connections.open": Method(answer=open_connection, per_minute=TIER_3, token=Token.APP),
    "apps.uninstall": Method(answer=uninstall, per_minute=TIER_1),
    "oauth.v2.access": Method(answer=grant_access, per_minute=TIER_4, token=Token.NONE),
    "team.info": Method(answer=describe_team, scopes=("team:read",), per_minute=TIER_3),
    "bots.info": Method(answer=describe_bot, scopes=("users:read",), per_minute=TIER_3),
}
