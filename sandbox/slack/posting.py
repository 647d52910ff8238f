"""What happens when something is said, changed, taken back or whispered."""

import asyncio

from sandbox.slack import names
from sandbox.slack.conversations import Conversation
from sandbox.slack.files import PROCESSING_S, File
from sandbox.slack.mentions import groups_in, links_in, people_in
from sandbox.slack.mentions import is_for_everybody as rings_everybody
from sandbox.slack.refusals import Json
from sandbox.slack.workspace import Workspace


def by_bot(workspace: Workspace, **content: object) -> Json:
    return {
        "type": "message",
        "user": workspace.here.bot_user,
        "bot_id": workspace.here.bot,
        "app_id": names.APP,
        "team": workspace.here.team.id,
        "bot_profile": workspace.bot_profile(),
        **content,
    }


def post(workspace: Workspace, conversation: Conversation, draft: Json, *, thread_ts: str | None = None) -> Json:
    message: Json = {**draft, "ts": workspace.stamps.next()}
    if thread_ts:
        _enter_thread(conversation, message, thread_ts)
    conversation.timeline.add(message)
    _ring(workspace, conversation, message)
    workspace.tell("message", channel=conversation.id, ts=message["ts"], user=message.get("user"))
    _announce_message(workspace, conversation, message)
    return message


def share(workspace: Workspace, conversation: Conversation, files: list[File], draft: Json, thread_ts: str) -> Json:
    """One message with these files; every file is known to be here from now on."""
    draft = {**draft, "subtype": "file_share", "upload": True, "files": [], "display_as_bot": False}
    draft["ts"] = workspace.stamps.next()
    if thread_ts:
        _enter_thread(conversation, draft, thread_ts)
    for file in files:
        _share_one(workspace, conversation, file, draft)
    draft["files"] = [file.as_json() for file in files]
    conversation.timeline.add(draft)
    _ring(workspace, conversation, draft)
    workspace.tell("message", channel=conversation.id, ts=draft["ts"], user=draft["user"])
    _announce_message(workspace, conversation, draft)
    for file in files:
        _announce_file(workspace, conversation, file, draft)
    if not all(file.is_ready for file in files):
        workspace.delivery.run(_show_when_processed(workspace, conversation, files, draft))
    return draft


def change(workspace: Workspace, conversation: Conversation, message: Json, content: Json) -> None:
    before = dict(message)
    message.update(content)
    for key in [key for key, value in content.items() if value is None]:
        del message[key]
    workspace.tell("message_changed", channel=conversation.id, ts=message["ts"])
    event = {"subtype": "message_changed", "message": dict(message), "previous_message": before, "hidden": True}
    _announce(workspace, conversation, event, ts=workspace.stamps.next())


def remove(workspace: Workspace, conversation: Conversation, message: Json) -> None:
    if conversation.timeline.replies(message["ts"]):
        _leave_tombstone(message)
    else:
        conversation.timeline.remove(message["ts"])
        _leave_thread(conversation, message)
    workspace.tell("message_deleted", channel=conversation.id, ts=message["ts"])
    event = {
        "subtype": "message_deleted",
        "deleted_ts": message["ts"],
        "previous_message": dict(message),
        "hidden": True,
    }
    _announce(workspace, conversation, event, ts=workspace.stamps.next())


def whisper(
    workspace: Workspace, conversation: Conversation, user: str, draft: Json, *, thread_ts: str | None = None
) -> Json:
    """Seen by one person only; in no history, in no event, and it buzzes nobody."""
    message = {**draft, "ts": workspace.stamps.next(), "is_ephemeral": True}
    if thread_ts:
        message["thread_ts"] = thread_ts
    conversation.whispers.append((user, message))
    workspace.tell("ephemeral", channel=conversation.id, ts=message["ts"], user=user)
    workspace.answered(user, "message", {"message": {**message, "ephemeral": True}})
    return message


def _enter_thread(conversation: Conversation, message: Json, thread_ts: str) -> None:
    message["thread_ts"] = thread_ts
    parent = conversation.timeline.get(thread_ts)
    if parent is None:
        return
    message["parent_user_id"] = parent.get("user", "")
    users = [*parent.get("reply_users", [])]
    if message["user"] not in users:
        users.append(message["user"])
    parent.update(
        thread_ts=thread_ts,
        reply_count=parent.get("reply_count", 0) + 1,
        reply_users=users,
        reply_users_count=len(users),
        latest_reply=message["ts"],
        is_locked=False,
        subscribed=False,
    )


def _leave_thread(conversation: Conversation, message: Json) -> None:
    parent = conversation.timeline.get(message.get("thread_ts", ""))
    if parent is None or parent is message:
        return
    replies = conversation.timeline.replies(parent["ts"])
    users = list(dict.fromkeys(reply["user"] for reply in replies))
    parent.update(reply_count=len(replies), reply_users=users, reply_users_count=len(users))


def _leave_tombstone(message: Json) -> None:
    kept = {key: message[key] for key in message if key in ("ts", "thread_ts") or key.startswith("reply_")}
    message.clear()
    message.update(
        kept, type="message", subtype="tombstone", user="USLACKBOT", text="This message was deleted.", hidden=True
    )


def _share_one(workspace: Workspace, conversation: Conversation, file: File, message: Json) -> None:
    entry = {
        "ts": message["ts"],
        "share_user_id": message["user"],
        "source": "UNKNOWN",
        "team_id": workspace.here.team.id,
    }
    if conversation.name:
        entry["channel_name"] = conversation.name
    if "thread_ts" in message:
        entry["thread_ts"] = message["thread_ts"]
    file.shares.setdefault(conversation.id, []).append(entry)
    if conversation.event_word == "channel":
        file.public.add(conversation.id)
    if conversation.event_word == "im":
        file.ims.add(conversation.id)


async def _show_when_processed(
    workspace: Workspace, conversation: Conversation, files: list[File], message: Json
) -> None:
    await asyncio.sleep(PROCESSING_S)
    message["files"] = [file.as_json() for file in files]
    workspace.tell("message_changed", channel=conversation.id, ts=message["ts"])


def _ring(workspace: Workspace, conversation: Conversation, message: Json) -> None:
    for user in _whom_it_rings(workspace, conversation, message):
        workspace.buzzes.setdefault(user, []).append({**message, "channel": conversation.id})
        workspace.tell("notification", channel=conversation.id, ts=message["ts"], user=user)


def _whom_it_rings(workspace: Workspace, conversation: Conversation, message: Json) -> set[str]:
    readers = set(conversation.people) - {message["user"]}
    if conversation.event_word in ("im", "mpim") or rings_everybody(message):
        return readers
    mentioned = people_in(message)
    groups = groups_in(message)
    return {user for user in readers if user in mentioned or groups & workspace.directory.groups_of(user)}


def _announce_message(workspace: Workspace, conversation: Conversation, message: Json) -> None:
    _announce(workspace, conversation, dict(message), ts=message["ts"])
    if message["user"] == workspace.here.bot_user:
        return
    if workspace.here.bot_user in people_in(message) and conversation.has_bot and conversation.event_word != "im":
        mention: Json = {key: message[key] for key in ("user", "text", "ts", "thread_ts", "team") if key in message}
        mention |= {"type": "app_mention", "channel": conversation.id, "event_ts": message["ts"]}
        workspace.delivery.announce("app_mention", mention)
    if links := links_in(message):
        workspace.delivery.announce("link_shared", _link_shared(conversation, message, links))


def _announce(workspace: Workspace, conversation: Conversation, event: Json, *, ts: str) -> None:
    if not conversation.has_bot:
        return
    event |= {
        "type": "message",
        "channel": conversation.id,
        "channel_type": conversation.event_word,
        "event_ts": ts,
    }
    event.setdefault("ts", ts)
    word = {"channel": "channels", "group": "groups"}.get(conversation.event_word, conversation.event_word)
    workspace.delivery.announce(f"message.{word}", event)


def _announce_file(workspace: Workspace, conversation: Conversation, file: File, message: Json) -> None:
    if not conversation.has_bot:
        return
    event = {
        "type": "file_shared",
        "file_id": file.id,
        "user_id": message["user"],
        "file": {"id": file.id},
        "channel_id": conversation.id,
        "event_ts": message["ts"],
    }
    workspace.delivery.announce("file_shared", event)


def _link_shared(conversation: Conversation, message: Json, links: list[Json]) -> Json:
    event: Json = {
        "type": "link_shared",
        "channel": conversation.id,
        "is_bot_user_member": conversation.has_bot,
        "user": message["user"],
        "message_ts": message["ts"],
        "unfurl_id": f"{conversation.id}.{message['ts']}",
        "source": "conversations_history",
        "links": links,
        "event_ts": message["ts"],
    }
    return event | ({"thread_ts": message["thread_ts"]} if "thread_ts" in message else {})
