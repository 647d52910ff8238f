"""How the app is installed: where, by whom, with which scopes, whether its tokens still count."""

from dataclasses import dataclass

# https://docs.slack.dev/reference/scopes; what a manifest for this bot asks for
BOT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "links:read",
    "links:write",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)

SUBSCRIPTIONS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "file_shared",
    "link_shared",
    "channel_unarchive",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
)

# https://docs.slack.dev/reference/events: an event comes only to an app that may read it
SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "file_deleted": "files:read",
    "file_shared": "files:read",
    "link_shared": "links:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "subteam_created": "usergroups:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
}


@dataclass(kw_only=True, eq=False)
class Installation:
    """In one workspace, or for a whole organization (`team_id` is None)."""

    team_id: str | None
    scopes: tuple[str, ...] = BOT_SCOPES
    installer: str = ""
    is_revoked: bool = False
    is_uninstalled: bool = False

    @property
    def is_org_wide(self) -> bool:
        return self.team_id is None

    def has_scope(self, scope: str) -> bool:
        return scope in self.scopes

    def may_hear(self, event: str) -> bool:
        scope = SCOPE_OF_EVENT.get(event)
        return not self.is_uninstalled and (scope is None or self.has_scope(scope))


def dormant(team_id: str) -> Installation:
    """Nobody installed the app there yet."""
    return Installation(team_id=team_id, scopes=(), is_uninstalled=True)
