"""users.* and usergroups.*: who is who, and in whose zone."""

from sandbox.slack.api import Method
from sandbox.slack.arguments import Arguments
from sandbox.slack.limits import TIER_2, TIER_3, TIER_4
from sandbox.slack.methods import access
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.workspace import Workspace


def describe(workspace: Workspace, args: Arguments) -> Json:
    user = args.required("user")
    if not workspace.directory.knows(user):
        raise SlackRefused("user_not_found")
    return {"user": _shown(workspace, user)}


def describe_profile(workspace: Workspace, args: Arguments) -> Json:
    return {"profile": describe(workspace, args)["user"]["profile"]}


def list_(workspace: Workspace, args: Arguments) -> Json:
    everybody = [_shown(workspace, user) for user in workspace.directory.ids()]
    shown, metadata = access.page(everybody, args, default=1000, most=1000)
    return {"members": shown, "cache_ts": workspace.seconds(), "response_metadata": metadata}


def lookup_by_email(workspace: Workspace, args: Arguments) -> Json:
    email = args.required("email").lower()
    for user, one in workspace.directory.people.items():
        if one.email == email and user not in workspace.directory.deactivated:
            return {"user": _shown(workspace, user)}
    raise SlackRefused("users_not_found")


def list_groups(workspace: Workspace, args: Arguments) -> Json:
    has_users = args.flag("include_users")
    has_disabled = args.flag("include_disabled")
    groups = [one for one in workspace.directory.groups.values() if has_disabled or not one.is_disabled]
    return {"usergroups": [group.as_json(has_users=has_users) for group in groups]}


def list_group_users(workspace: Workspace, args: Arguments) -> Json:
    group = workspace.directory.groups.get(args.required("usergroup"))
    if group is None:
        raise SlackRefused("no_such_subteam")
    return {"users": list(group.users)}


def _shown(workspace: Workspace, user: str) -> Json:
    has_email = workspace.installation.has_scope("users:read.email")
    return workspace.directory.user_json(user, at=workspace.world.clock.now(), has_email=has_email)


_GROUPS = ("usergroups:read",)
METHODS = {
    "users.info": Method(answer=describe, scopes=("users:read",), per_minute=TIER_4),
    "users.profile.get": Method(answer=describe_profile, scopes=("users.profile:read",), per_minute=TIER_4),
    "users.list": Method(answer=list_, scopes=("users:read",), per_minute=TIER_2, needs_team=True),
    "users.lookupByEmail": Method(answer=lookup_by_email, scopes=("users:read.email",), per_minute=TIER_3),
    "usergroups.list": Method(answer=list_groups, scopes=_GROUPS, per_minute=TIER_2, needs_team=True),
    "usergroups.users.list": Method(answer=list_group_users, scopes=_GROUPS, per_minute=TIER_2, needs_team=True),
}
