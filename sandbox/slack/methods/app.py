"""auth.*, apps.*, team and bot: the app about itself."""

from sandbox.slack import installing, names
from sandbox.slack.api import Method, Token
from sandbox.slack.arguments import Arguments
from sandbox.slack.limits import SPECIAL, TIER_1, TIER_2, TIER_3
from sandbox.slack.methods import access
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.team import TEAMS
from sandbox.slack.workspace import Workspace


def test(workspace: Workspace, args: Arguments) -> Json:
    here, org = workspace.here, workspace.shared.org
    is_org_wide = args.caller.is_org_wide
    answer: Json = {
        "url": f"{workspace.host}/",
        "team": org.name if is_org_wide else here.team.name,
        "user": names.BOT_NAME,
        "team_id": org.id if is_org_wide else here.team.id,
        "user_id": org.bot_user if is_org_wide else here.bot_user,
        "bot_id": org.bot if is_org_wide else here.bot,
        "app_id": names.APP,
        "is_enterprise_install": is_org_wide,
    }
    return answer | ({"enterprise_id": org.id} if is_org_wide or here.enterprise else {})


def list_teams(workspace: Workspace, args: Arguments) -> Json:
    """Those that the token reaches, https://docs.slack.dev/reference/methods/auth.teams.list."""
    caller, org = args.caller, workspace.shared.org
    reached = [one for one in TEAMS if one.id == caller.team_id or (caller.is_org_wide and org.reaches(one))]
    shown, metadata = access.page([{"id": one.id, "name": one.name} for one in reached], args, default=100, most=1000)
    return {"teams": shown, "response_metadata": metadata}


def open_connection(workspace: Workspace, _: Arguments) -> Json:
    return {"url": workspace.sockets.issue_url()}


def describe_team(workspace: Workspace, args: Arguments) -> Json:
    team, org = workspace.here.team, workspace.here.enterprise
    if args.text("team", team.id) != team.id:
        raise SlackRefused("team_not_found")
    answer: Json = {
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "url": f"{workspace.host}/",
        "email_domain": team.email_domain,
        "icon": {"image_default": True},
    }
    in_org = {"enterprise_id": org.id, "enterprise_name": org.name, "enterprise_domain": org.domain} if org else {}
    return {"team": answer | in_org}


def describe_bot(workspace: Workspace, args: Arguments) -> Json:
    if args.text("bot", workspace.here.bot) != workspace.here.bot:
        raise SlackRefused("bot_not_found")
    return {"bot": {**workspace.bot_profile(), "user_id": workspace.here.bot_user}}


def revoke(workspace: Workspace, args: Arguments) -> Json:
    if args.flag("test"):
        return {"revoked": False}
    installing.revoke(workspace, args.caller)
    return {"revoked": True}


def uninstall(workspace: Workspace, args: Arguments) -> Json:
    require_client(args)
    installing.uninstall(workspace, args.caller)
    return {}


def require_client(args: Arguments) -> None:
    if args.text("client_id") != names.CLIENT_ID:
        raise SlackRefused("invalid_client_id")
    if args.text("client_secret") != names.CLIENT_SECRET:
        raise SlackRefused("bad_client_secret")


METHODS = {
    "auth.test": Method(answer=test, per_minute=SPECIAL, is_about_app=True),
    "auth.revoke": Method(answer=revoke, per_minute=TIER_3, is_about_app=True),
    "auth.teams.list": Method(answer=list_teams, per_minute=TIER_2, is_about_app=True),
    "apps.connections.open": Method(answer=open_connection, per_minute=TIER_3, token=Token.APP),
    "apps.uninstall": Method(answer=uninstall, per_minute=TIER_1, is_about_app=True),
    "team.info": Method(answer=describe_team, scopes=("team:read",), per_minute=TIER_3, needs_team=True),
    "bots.info": Method(answer=describe_bot, scopes=("users:read",), per_minute=TIER_3),
}
