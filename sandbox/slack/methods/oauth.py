"""oauth.v2.*: a code becomes an installation, tokens are renewed (docs.slack.dev/authentication)."""

from datetime import datetime

from sandbox.slack import installing, names
from sandbox.slack.api import Method, Token
from sandbox.slack.arguments import Arguments
from sandbox.slack.installation import Installation
from sandbox.slack.limits import TIER_3, TIER_4
from sandbox.slack.methods.app import require_client
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.workspaces import Workspaces


def methods(workspaces: Workspaces) -> dict[str, Method]:
    def access(_: object, args: Arguments) -> Json:
        return _access(workspaces, args)

    def exchange(_: object, args: Arguments) -> Json:
        return _exchange(workspaces, args)

    return {
        "oauth.v2.access": Method(answer=access, per_minute=TIER_4, token=Token.NONE),
        "oauth.v2.exchange": Method(answer=exchange, per_minute=TIER_3, token=Token.NONE),
    }


def _access(workspaces: Workspaces, args: Arguments) -> Json:
    require_client(args)
    at = _now(workspaces)
    match args.text("grant_type", "authorization_code"):
        case "refresh_token":
            installation = workspaces.shared.tokens.refresh(args.text("refresh_token"), at=at)
            return _told(workspaces, installation) | workspaces.shared.tokens.pair(installation, at=at)
        case "authorization_code":
            redirect_uri = args.text("redirect_uri")
            consent = workspaces.shared.codes.redeem(args.text("code"), redirect_uri=redirect_uri, at=at)
            installation = installing.install(workspaces, consent)
            tokens = installing.tokens_for(workspaces, installation, at=at)
            return _told(workspaces, installation) | {"authed_user": {"id": consent.installer}} | tokens
        case _:
            raise SlackRefused("invalid_grant_type")


def _exchange(workspaces: Workspaces, args: Arguments) -> Json:
    require_client(args)
    if not workspaces.shared.registration.rotates_tokens:
        raise SlackRefused("token_rotation_not_enabled")
    installation = workspaces.shared.tokens.exchange(args.required("token"))
    return _told(workspaces, installation) | workspaces.shared.tokens.pair(installation, at=_now(workspaces))


def _told(workspaces: Workspaces, installation: Installation) -> Json:
    org = workspaces.shared.org
    workspace = workspaces.of(installation.team_id or "")
    team, enterprise, bot_user = None, org.as_json(), org.bot_user
    if workspace is not None:
        here = workspace.here
        team = {"id": here.team.id, "name": here.team.name}
        enterprise, bot_user = here.enterprise.as_json() if here.enterprise else {}, here.team.bot_user
    return {
        "token_type": "bot",
        "scope": ",".join(installation.scopes),
        "bot_user_id": bot_user,
        "app_id": names.APP,
        "team": team,
        "enterprise": enterprise or None,
        "is_enterprise_install": installation.is_org_wide,
    }


def _now(workspaces: Workspaces) -> datetime:
    return workspaces.shared.world.clock.now()
