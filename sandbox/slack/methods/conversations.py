"""conversations.* and reactions.*: what was said where, and who is there."""

from sandbox.slack.api import Method
from sandbox.slack.arguments import Arguments
from sandbox.slack.conversations import Conversation, Kind
from sandbox.slack.limits import TIER_2, TIER_3, TIER_4
from sandbox.slack.methods import access
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.workspace import Workspace

MOST_IN_A_GROUP_DM = 8
MOST_REACTIONS = 50


def history(workspace: Workspace, args: Arguments) -> Json:
    conversation = _readable(workspace, args)
    messages = conversation.timeline.roots(
        oldest=_time(args, "oldest", "invalid_ts_oldest") or "0",
        latest=_time(args, "latest", "invalid_ts_latest"),
        is_inclusive=args.flag("inclusive"),
    )
    shown, metadata = access.page(messages[::-1], args, default=100, most=999)
    answer: Json = {"messages": [_as_read(one, args) for one in shown], "has_more": bool(metadata["next_cursor"])}
    return answer | {"pin_count": 0, "response_metadata": metadata}


def replies(workspace: Workspace, args: Arguments) -> Json:
    conversation = _readable(workspace, args)
    message = conversation.timeline.get(args.required("ts"))
    if message is None:
        raise SlackRefused("thread_not_found")
    root = conversation.timeline.get(message.get("thread_ts", "")) or message
    oldest = float(_time(args, "oldest", "invalid_ts_oldest") or 0)
    latest = float(_time(args, "latest", "invalid_ts_latest") or "inf")
    later = [one for one in conversation.timeline.replies(root["ts"]) if oldest <= float(one["ts"]) <= latest]
    shown, metadata = access.page([root, *later], args, default=1000, most=1000)
    answer: Json = {"messages": [_as_read(one, args) for one in shown], "has_more": bool(metadata["next_cursor"])}
    return answer | {"response_metadata": metadata}


def list_(workspace: Workspace, args: Arguments) -> Json:
    kinds = _kinds(args)
    found = []
    for conversation in workspace.conversations:
        if conversation.kind not in kinds or (conversation.kind is not Kind.PUBLIC and not conversation.has_bot):
            continue
        access.require_reading(workspace, conversation)
        if not (conversation.is_archived and args.flag("exclude_archived")):
            found.append(conversation.as_json(with_count=True))
    shown, metadata = access.page(found, args, default=100, most=999)
    return {"channels": shown, "response_metadata": metadata}


def describe(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_by_id(workspace, args)
    access.require_reading(workspace, conversation)
    return {"channel": conversation.as_json(with_count=args.flag("include_num_members"))}


def members(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_by_id(workspace, args)
    access.require_reading(workspace, conversation)
    shown, metadata = access.page(conversation.members, args, default=100, most=1000)
    return {"members": shown, "response_metadata": metadata}


def open_(workspace: Workspace, args: Arguments) -> Json:
    conversation = _reopened(workspace, args) if "channel" in args else _opened(workspace, args.words("users"))
    if args.flag("return_im"):
        return {"channel": conversation.as_json()}
    return {"channel": {"id": conversation.id}}


def join(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_by_id(workspace, args)
    if conversation.kind is not Kind.PUBLIC:
        raise SlackRefused("method_not_supported_for_channel_type")
    if conversation.is_archived:
        raise SlackRefused("is_archived")
    if conversation.has_bot:
        return {"channel": conversation.as_json(), "warning": "already_in_channel"}
    conversation.has_bot = True
    workspace.tell("channel", channel=conversation.id)
    workspace.delivery.announce(
        "member_joined_channel",
        {
            "type": "member_joined_channel",
            "user": workspace.here.bot_user,
            "channel": conversation.id,
            "channel_type": "C",
            "team": workspace.here.team.id,
            "event_ts": workspace.stamps.next(),
        },
    )
    return {"channel": conversation.as_json()}


def add_reaction(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_with_bot(workspace, args.required("channel"))
    message = conversation.timeline.get(args.required("timestamp"))
    if message is None:
        raise SlackRefused("message_not_found")
    if conversation.is_archived:
        raise SlackRefused("is_archived")
    react(message, args.required("name").strip(":"), workspace.here.bot_user)
    workspace.tell("message_changed", channel=conversation.id, ts=message["ts"])
    return {}


def react(message: Json, name: str, user: str) -> None:
    reactions: list[Json] = message.setdefault("reactions", [])
    found = next((one for one in reactions if one["name"] == name), None)
    if found is None:
        if len(reactions) >= MOST_REACTIONS:
            raise SlackRefused("too_many_emoji")
        found = {"name": name, "users": [], "count": 0}
        reactions.append(found)
    if user in found["users"]:
        raise SlackRefused("already_reacted")
    found["users"].append(user)
    found["count"] += 1


def _readable(workspace: Workspace, args: Arguments) -> Conversation:
    conversation = access.conversation_by_id(workspace, args)
    access.require_history(workspace, conversation)
    if not conversation.has_bot:
        raise SlackRefused("not_in_channel")
    return conversation


def _as_read(message: Json, args: Arguments) -> Json:
    """Without include_all_metadata only the type is shown, docs.slack.dev/messaging/message-metadata."""
    if "metadata" not in message or args.flag("include_all_metadata"):
        return message
    return {**message, "metadata": {"event_type": message["metadata"]["event_type"]}}


def _time(args: Arguments, name: str, error: str) -> str:
    value = args.text(name)
    if value and not value.replace(".", "", 1).isdecimal():
        raise SlackRefused(error)
    return value


def _kinds(args: Arguments) -> set[Kind]:
    try:
        return {Kind(word) for word in args.words("types")} or {Kind.PUBLIC}
    except ValueError:
        raise SlackRefused("invalid_types") from None


def _reopened(workspace: Workspace, args: Arguments) -> Conversation:
    conversation = workspace.conversations.get(args.text("channel"))
    if conversation.kind not in (Kind.IM, Kind.MPIM):
        raise SlackRefused("method_not_supported_for_channel_type")
    return conversation


def _opened(workspace: Workspace, users: list[str]) -> Conversation:
    if not users:
        raise SlackRefused("users_list_not_supplied")
    if len(users) > MOST_IN_A_GROUP_DM:
        raise SlackRefused("too_many_users")
    for user in users:
        if user not in workspace.directory.people:
            raise SlackRefused("user_not_found")
        if user in workspace.directory.deactivated:
            raise SlackRefused("user_disabled")
    if len(users) == 1:
        return workspace.conversations.dm(users[0])
    if not workspace.installation.has_scope("mpim:write"):
        raise SlackRefused("missing_scope", needed="mpim:write", provided=",".join(workspace.installation.scopes))
    return workspace.conversations.group_dm(users)


_KINDS = ("channels", "groups", "im", "mpim")
_READ = tuple(f"{kind}:read" for kind in _KINDS)
_HISTORY = tuple(f"{kind}:history" for kind in _KINDS)
METHODS = {
    "conversations.history": Method(answer=history, scopes=_HISTORY, per_minute=TIER_3),
    "conversations.replies": Method(answer=replies, scopes=_HISTORY, per_minute=TIER_3),
    "conversations.list": Method(answer=list_, scopes=_READ, per_minute=TIER_2, needs_team=True),
    "conversations.info": Method(answer=describe, scopes=_READ, per_minute=TIER_3),
    "conversations.members": Method(answer=members, scopes=_READ, per_minute=TIER_4),
    "conversations.open": Method(
        answer=open_, scopes=("im:write", "mpim:write", "groups:write", "channels:manage"), per_minute=TIER_3
    ),
    "conversations.join": Method(answer=join, scopes=("channels:join",), per_minute=TIER_3),
    "reactions.add": Method(answer=add_reaction, scopes=("reactions:write",), per_minute=TIER_3),
}
