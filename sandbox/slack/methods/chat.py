"""chat.*: post, edit, delete, whisper, schedule, link, unfurl."""

from datetime import UTC, datetime, timedelta

from sandbox.slack import drafting, posting
from sandbox.slack.api import Method
from sandbox.slack.arguments import Arguments
from sandbox.slack.conversations import Conversation
from sandbox.slack.limits import SPECIAL, TIER_3, TIER_4, WORKSPACE_POSTS
from sandbox.slack.methods import access
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.scheduled import Later
from sandbox.slack.workspace import Workspace

_EMPTY = {"text": ""}  # every other empty part is taken away
FARTHEST = timedelta(days=120)


def post_message(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_to_post_in(workspace, args.required("channel"))
    thread_ts = access.thread_in(conversation, args)
    draft = _new_draft(workspace, args, conversation)
    if workspace.registration.has_limits:
        workspace.limits.post(conversation.id)
    if thread_ts and args.flag("reply_broadcast"):
        draft["subtype"] = "thread_broadcast"
    message = posting.post(workspace, conversation, posting.by_bot(workspace, **draft), thread_ts=thread_ts)
    return {"channel": conversation.id, "ts": message["ts"], "message": message}


def post_ephemeral(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_to_post_in(workspace, args.required("channel"))
    if not conversation.has_bot:
        raise SlackRefused("not_in_channel")
    user = args.required("user")
    if user not in conversation.members:
        raise SlackRefused("user_not_in_channel")
    thread_ts = access.thread_in(conversation, args)
    draft = posting.by_bot(workspace, **_new_draft(workspace, args, conversation))
    message = posting.whisper(workspace, conversation, user, draft, thread_ts=thread_ts)
    return {"message_ts": message["ts"]}


def update(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_by_id(workspace, args)
    if conversation.is_archived:
        raise SlackRefused("is_inactive")
    access.conversation_to_post_in(workspace, conversation.id)
    message = own_message(workspace, conversation, args.required("ts"), refusal="cant_update_message")
    if len(args.text("text")) > drafting.MOST_TEXT:
        raise SlackRefused("msg_too_long")
    draft = drafting.drafted(workspace, args, conversation)
    if not drafting.says_something(draft) and "file_ids" not in args:
        raise SlackRefused("no_text")
    if "text" in draft:
        draft.setdefault("blocks", [])  # text without blocks removes them, docs.slack.dev/reference/methods/chat.update
    draft["edited"] = {"user": workspace.here.bot, "ts": workspace.stamps.next()}
    posting.change(workspace, conversation, message, {key: value or _EMPTY.get(key) for key, value in draft.items()})
    return {"channel": conversation.id, "ts": message["ts"], "text": message.get("text", ""), "message": message}


def delete(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_by_id(workspace, args)
    message = own_message(workspace, conversation, args.required("ts"), refusal="cant_delete_message")
    ts = message["ts"]
    posting.remove(workspace, conversation, message)
    return {"channel": conversation.id, "ts": ts}


def get_permalink(workspace: Workspace, args: Arguments) -> Json:
    conversation = workspace.conversations.get(args.required("channel"))
    message = conversation.timeline.get(args.required("message_ts"))
    if message is None:
        raise SlackRefused("message_not_found")
    return {"permalink": workspace.permalink(conversation, message), "channel": conversation.id}


def schedule_message(workspace: Workspace, args: Arguments) -> Json:
    conversation = access.conversation_to_post_in(workspace, args.required("channel"))
    post_at = datetime.fromtimestamp(args.number("post_at", 0, error="invalid_time"), UTC)
    now = workspace.world.clock.now()
    if post_at <= now:
        raise SlackRefused("time_in_past")
    if post_at > now + FARTHEST:
        raise SlackRefused("time_too_far")
    draft = _new_draft(workspace, args, conversation)
    if thread_ts := access.thread_in(conversation, args):
        draft["thread_ts"] = thread_ts
    later = workspace.scheduled.add(
        channel=conversation.id, post_at=int(post_at.timestamp()), created=workspace.seconds(), draft=draft
    )
    workspace.delivery.run(_post_later(workspace, conversation, later))
    message = posting.by_bot(workspace, **draft, subtype="bot_message")
    return {
        "channel": conversation.id,
        "scheduled_message_id": later.id,
        "post_at": later.post_at,
        "message": message,
    }


def delete_scheduled_message(workspace: Workspace, args: Arguments) -> Json:
    conversation = workspace.conversations.get(args.required("channel"))
    workspace.scheduled.withdraw(args.required("scheduled_message_id"), channel=conversation.id)
    return {}


def list_scheduled_messages(workspace: Workspace, args: Arguments) -> Json:
    listed, metadata = access.page(
        [later.as_json() for later in workspace.scheduled.everything(channel=args.text("channel"))],
        args,
        default=100,
        most=1000,
    )
    return {"scheduled_messages": listed, "response_metadata": metadata}


def unfurl(workspace: Workspace, args: Arguments) -> Json:
    unfurls = args.structure("unfurls", error="cannot_parse_attachment")
    if not unfurls:
        raise SlackRefused("missing_unfurls")
    if not isinstance(unfurls, dict) or not all(isinstance(preview, dict) for preview in unfurls.values()):
        raise SlackRefused("cannot_parse_attachment")
    channel, ts = _unfurled(args)
    conversation = access.conversation_with_bot(workspace, channel)
    message = conversation.timeline.get(ts)
    if message is None or any(url not in message.get("text", "") for url in unfurls):
        raise SlackRefused("cannot_unfurl_url")
    previews = [{"from_url": url, "app_unfurl_url": url, **preview} for url, preview in unfurls.items()]
    for preview in previews:
        if "blocks" in preview:
            preview["blocks"] = drafting.checked_blocks(workspace, preview["blocks"], conversation)
    posting.change(workspace, conversation, message, {"attachments": previews})
    return {}


def own_message(workspace: Workspace, conversation: Conversation, ts: str, *, refusal: str) -> Json:
    message = conversation.timeline.get(ts)
    if message is None or message.get("subtype") == "tombstone":
        raise SlackRefused("message_not_found")
    if message.get("bot_id") != workspace.here.bot:
        raise SlackRefused(refusal)
    return message


async def _post_later(workspace: Workspace, conversation: Conversation, later: Later) -> None:
    await workspace.alarm.at(datetime.fromtimestamp(later.post_at, UTC))
    if workspace.scheduled.take(later.id) is None or conversation.is_archived:
        return
    thread_ts = later.draft.pop("thread_ts", None)
    posting.post(workspace, conversation, posting.by_bot(workspace, **later.draft), thread_ts=thread_ts)


def _new_draft(workspace: Workspace, args: Arguments, conversation: Conversation) -> Json:
    draft = drafting.drafted(workspace, args, conversation)
    if not drafting.says_something(draft):
        raise SlackRefused("no_text")
    return {"text": "", **{key: value for key, value in draft.items() if value}}


def _unfurled(args: Arguments) -> tuple[str, str]:
    if "unfurl_id" in args:
        channel, _, ts = args.text("unfurl_id").partition(".")
        return channel, ts
    return args.required("channel"), args.required("ts")


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(answer=post_message, scopes=_WRITE, per_minute=WORKSPACE_POSTS),
    "chat.postEphemeral": Method(answer=post_ephemeral, scopes=_WRITE, per_minute=TIER_4),
    "chat.update": Method(answer=update, scopes=_WRITE),
    "chat.delete": Method(answer=delete, scopes=_WRITE),
    "chat.getPermalink": Method(answer=get_permalink, per_minute=SPECIAL),
    "chat.scheduleMessage": Method(answer=schedule_message, scopes=_WRITE),
    "chat.deleteScheduledMessage": Method(answer=delete_scheduled_message, scopes=_WRITE),
    "chat.scheduledMessages.list": Method(answer=list_scheduled_messages, per_minute=TIER_3, needs_team=True),
    "chat.unfurl": Method(answer=unfurl, scopes=("links:write",)),
}
