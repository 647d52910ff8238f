"""What Galley may do in Slack, and what it loses without each permission. The doctor, the manifest's test and
docs/slack.md read this table (https://docs.slack.dev/reference/scopes).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scope:
    name: str
    used_for: str
    without: str


SCOPES = (
    Scope(
        name="app_mentions:read",
        used_for="Hearing when somebody writes @Galley",
        without="Galley does not answer when it is spoken to; /galley still works",
    ),
    Scope(
        name="channels:history",
        used_for="Seeing pictures dropped into public channels and their threads; hearing a verdict in a card's "
        "thread; looking up whether a message of Galley's arrived when Slack's answer was lost",
        without="Pictures dropped into public channels and verdicts in threads are not noticed, and when Slack's "
        "answer to a message is lost an admin must look whether it arrived",
    ),
    Scope(
        name="channels:read",
        used_for="Finding the public channels that galley.yml names, and noticing an invitation",
        without="galley.yml must name channels by id, and what waited for an invitation stays unsent",
    ),
    Scope(
        name="chat:write",
        used_for="Posting and editing cards, lines, outcomes and reminders",
        without="Nobody hears anything from Galley",
    ),
    Scope(name="commands", used_for="/galley and the shortcuts", without="There is no /galley and no shortcut"),
    Scope(name="files:read", used_for="Fetching the pictures that people upload", without="No picture can be taken in"),
    Scope(
        name="files:write",
        used_for="Showing previews and contact sheets on the card, and comparisons below it",
        without="Cards come without pictures",
    ),
    Scope(
        name="groups:history",
        used_for="The same as channels:history, for private channels that Galley was invited to",
        without="Pictures dropped into private channels and verdicts in threads there are not noticed",
    ),
    Scope(
        name="groups:read",
        used_for="The same as channels:read, for private channels that Galley was invited to",
        without="galley.yml must name private channels by id",
    ),
    Scope(
        name="im:history",
        used_for="New versions sent as a direct message to Galley; looking up whether a direct message arrived",
        without="A picture in a direct message is not noticed, and when Slack's answer is lost an admin "
        "must look whether the message arrived",
    ),
    Scope(
        name="im:write",
        used_for="Direct messages: outcomes, reminders, notices to admins",
        without="People hear of outcomes and deadlines only in channels",
    ),
    Scope(
        name="usergroups:read",
        used_for="Approvers named as a user group, such as @designers",
        without="galley.yml must name every approver",
    ),
    Scope(
        name="users:read",
        used_for="Finding approvers by handle or name; everybody's time zone",
        without="galley.yml must name people by id, and quiet hours are the team's, not the person's",
    ),
    Scope(
        name="users:read.email",
        used_for="Finding people by e-mail, here and on the project board",
        without="People of the board are not recognised in Slack",
    ),
)

HISTORY = ("channels:history", "groups:history", "im:history")

METHODS: Mapping[str, tuple[str, ...]] = {
    "apps.connections.open": (),  # with the app's token, whose one scope is no part of a manifest
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": HISTORY,
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "oauth.v2.access": (),  # with the app's own credentials
    "usergroups.list": ("usergroups:read",),
    "users.info": ("users:read", "users:read.email"),
    "users.list": ("users:read", "users:read.email"),
    "views.open": (),
    "views.publish": (),
}
"""Every Web API method that Galley calls, and the scopes of a bot token that it takes to be of use."""

EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_unarchive": ("channels:read",),
    "file_shared": ("files:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "tokens_revoked": (),
}
"""Every event that Galley listens to, and the scopes without which it does not come."""


def missing(granted: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes that a token lacks, of those in the answer's X-OAuth-Scopes header."""
    had = {scope.strip() for scope in granted}
    return tuple(scope for scope in SCOPES if scope.name not in had)
