"""files.*: announce, complete, look, delete, https://docs.slack.dev/messaging/working-with-files."""

from typing import Any

from sandbox.slack import drafting, posting
from sandbox.slack.api import Method
from sandbox.slack.arguments import Arguments
from sandbox.slack.conversations import Conversation
from sandbox.slack.files import File
from sandbox.slack.limits import TIER_3, TIER_4
from sandbox.slack.methods import access
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.uploads import Announced
from sandbox.slack.workspace import Workspace

MOST_BYTES = 1_000_000_000
MOST_ALT_TEXT = 1000
MOST_CHANNELS = 100


def get_upload_url(workspace: Workspace, args: Arguments) -> Json:
    length = args.number("length", 0)
    if not args.text("filename") or length <= 0:
        raise SlackRefused("missing_argument")
    if length > MOST_BYTES:
        raise SlackRefused("file_upload_size_restricted")
    if len(args.text("alt_txt")) > MOST_ALT_TEXT:
        raise SlackRefused("alt_txt_too_large")
    announced = Announced(
        file_id=workspace.files.new_id(),
        name=args.text("filename"),
        length=length,
        alt_text=args.text("alt_txt"),
        owner=workspace.installation,
    )
    return {"upload_url": workspace.shared.uploads.announce(announced), "file_id": announced.file_id}


def complete_upload(workspace: Workspace, args: Arguments) -> Json:
    entries = _entries(args.structure("files", error="invalid_arguments"))
    conversations = _where(workspace, args)
    draft = _draft(workspace, args, conversations)
    threads = [access.thread_in(conversation, args) for conversation in conversations]
    _require_uploaded(workspace, entries)
    files = [
        workspace.files.complete(
            workspace.shared.uploads.complete(entry["id"], workspace.installation),
            title=entry.get("title"),
            user=workspace.here.bot_user,
            created=workspace.seconds(),
        )
        for entry in entries
    ]
    answer = [file.as_json() for file in files]
    for conversation, thread_ts in zip(conversations, threads, strict=True):
        posting.share(workspace, conversation, files, posting.by_bot(workspace, **draft), thread_ts)
    return {"files": answer}


def describe(workspace: Workspace, args: Arguments) -> Json:
    file = visible_file(workspace, args.required("file"))
    return {"file": file.as_json(), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(workspace: Workspace, args: Arguments) -> Json:
    file = visible_file(workspace, args.required("file"))
    if file.user != workspace.here.bot_user:
        raise SlackRefused("cant_delete_file")
    forget_file(workspace, file)
    return {}


def list_(workspace: Workspace, args: Arguments) -> Json:
    channel, user = args.text("channel"), args.text("user")
    found = [
        file.as_json()
        for file in workspace.files
        if _may_see(workspace, file)
        and not file.is_deleted
        and channel in ("", *file.shares)
        and user in ("", file.user)
    ]
    paging = {"count": len(found), "total": len(found), "page": 1, "pages": 1}
    return {"files": found, "paging": paging}


def visible_file(workspace: Workspace, file_id: str) -> File:
    file = workspace.files.find(file_id)
    if file is None or not _may_see(workspace, file):
        raise SlackRefused("file_not_found")
    if file.is_deleted:
        raise SlackRefused("file_deleted")
    return file


def forget_file(workspace: Workspace, file: File) -> None:
    """The messages stay, with a tombstone where the file was."""
    file.is_deleted = True
    file.content = b""
    for channel, shares in file.shares.items():
        conversation = workspace.conversations.named_by_person(channel)
        for share in shares:
            message = conversation.timeline.get(share["ts"])
            if message is not None:
                message["files"] = [
                    {"id": file.id, "mode": "tombstone"} if one["id"] == file.id else one
                    for one in message.get("files", [])
                ]
                workspace.tell("message_changed", channel=channel, ts=share["ts"])
    event = {"type": "file_deleted", "file_id": file.id, "event_ts": workspace.stamps.next()}
    workspace.delivery.announce("file_deleted", event)


def _may_see(workspace: Workspace, file: File) -> bool:
    is_given = file.user == workspace.here.bot_user or file.is_handed_in
    return is_given or any(workspace.conversations.named_by_person(channel).has_bot for channel in file.shares)


def _entries(given: Any) -> list[Json]:
    if not isinstance(given, list) or not given:
        raise SlackRefused("invalid_arguments", messages=["[ERROR] missing required field: files"])
    for entry in given:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise SlackRefused("invalid_arguments", messages=["[ERROR] missing required field: id"])
    return given


def _require_uploaded(workspace: Workspace, entries: list[Json]) -> None:
    for entry in entries:
        workspace.shared.uploads.uploaded(entry["id"], workspace.installation)


def _where(workspace: Workspace, args: Arguments) -> list[Conversation]:
    channels = args.words("channels") or args.words("channel_id")
    if len(channels) > MOST_CHANNELS:
        raise SlackRefused("channels_limit_exceeded")
    found = []
    for channel in channels:
        conversation = access.conversation_with_bot(workspace, channel)
        if conversation.id != channel:
            raise SlackRefused("channel_not_found")
        if conversation.is_archived:
            raise SlackRefused("is_archived")
        found.append(conversation)
    return found


def _draft(workspace: Workspace, args: Arguments, conversations: list[Conversation]) -> Json:
    """`blocks` count only without a comment."""
    if comment := args.text("initial_comment"):
        return {"text": comment}
    blocks = args.structure("blocks", error="invalid_blocks_format")
    if not blocks:
        return {"text": ""}
    for conversation in conversations:
        checked = drafting.checked_blocks(workspace, blocks, conversation)
    return {"text": "", "blocks": checked} if conversations else {"text": ""}


_WRITE = ("files:write",)
METHODS = {
    "files.getUploadURLExternal": Method(answer=get_upload_url, scopes=_WRITE, per_minute=TIER_4),
    "files.completeUploadExternal": Method(answer=complete_upload, scopes=_WRITE, per_minute=TIER_4),
    "files.info": Method(answer=describe, scopes=("files:read",), per_minute=TIER_4),
    "files.list": Method(answer=list_, scopes=("files:read",), per_minute=TIER_3, needs_team=True),
    "files.delete": Method(answer=delete, scopes=_WRITE, per_minute=TIER_3),
}
