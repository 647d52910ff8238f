"""What a person sees: messages, threads, channels, open modals, what buzzed."""

from operator import itemgetter

from sandbox.people import Person
from sandbox.slack import names
from sandbox.slack.conversations import Conversation, Kind
from sandbox.slack.payloads import view_json
from sandbox.slack.refusals import Json
from sandbox.slack.workspace import Workspace


def messages(one: Person, conversation: Conversation, thread_ts: str) -> list[Json]:
    """Oldest first, with this person's ephemeral ones among them; what was looked at counts as read."""
    whispers = [
        {**message, "ephemeral": True}
        for reader, message in conversation.whispers
        if reader == one.slack_id and message.get("thread_ts", "") == thread_ts
    ]
    said = _thread(conversation, thread_ts) if thread_ts else conversation.timeline.roots()
    seen = sorted([*said, *whispers], key=itemgetter("ts"))
    if seen:
        latest: str = seen[-1]["ts"]
        conversation.read_until[one.slack_id] = max(latest, conversation.read_until.get(one.slack_id, ""))
    return seen


def _thread(conversation: Conversation, thread_ts: str) -> list[Json]:
    root = conversation.timeline.get(thread_ts)
    return [*([root] if root else []), *conversation.timeline.replies(thread_ts)]


def channels(workspace: Workspace, one: Person) -> list[Json]:
    return [
        {
            "id": conversation.id,
            "name": names.BOT_NAME if conversation.kind is Kind.IM else conversation.name,
            "kind": conversation.kind.value,
            "is_archived": conversation.is_archived,
            "has_bot": conversation.has_bot,
            "members": list(conversation.people),
            "unread": _unread(one, conversation),
        }
        for conversation in workspace.conversations
        if one.slack_id in conversation.members
    ]


def _unread(one: Person, conversation: Conversation) -> int:
    new = conversation.timeline.after(conversation.read_until.get(one.slack_id, "0"))
    return sum(message.get("user") != one.slack_id for message in new)


def views(workspace: Workspace, one: Person) -> list[Json]:
    return [view_json(view) for view in workspace.views.stack(one.slack_id)]


def notifications(workspace: Workspace, one: Person) -> list[Json]:
    return workspace.buzzes.get(one.slack_id, [])


def message_seen(one: Person, conversation: Conversation, ts: str) -> Json | None:
    return conversation.timeline.get(ts) or conversation.whispered(ts, one.slack_id)
