"""How the app is installed here: its scopes, its subscriptions, where it listens, whether its token still counts."""

from dataclasses import dataclass, field

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
}


@dataclass(kw_only=True)
class Installation:
    scopes: tuple[str, ...] = BOT_SCOPES
    subscriptions: tuple[str, ...] = SUBSCRIPTIONS
    request_url: str | None = None
    is_revoked: bool = False
    is_uninstalled: bool = False
    escapes_commands: bool = True  # the manifest's should_escape
    has_limits: bool = True
    refresh_tokens: list[str] = field(default_factory=lambda: ["xoxe-1-sandbox"])

    def has_scope(self, scope: str) -> bool:
        return scope in self.scopes

    def hears(self, event: str) -> bool:
        scope = SCOPE_OF_EVENT.get(event)
        return event in self.subscriptions and (scope is None or self.has_scope(scope))
