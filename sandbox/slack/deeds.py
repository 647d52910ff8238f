"""What a person does without asking the app: speak, drop files, delete, come and go."""

import re
from dataclasses import dataclass

from sandbox.people import Person
from sandbox.slack import posting
from sandbox.slack.conversations import Conversation, Kind
from sandbox.slack.files import File
from sandbox.slack.methods.conversations import react
from sandbox.slack.methods.files import forget_file
from sandbox.slack.refusals import Json, NotPossible, SlackRefused
from sandbox.slack.workspace import Workspace

_NAME = re.compile(r"[a-z0-9_-]{1,80}")


@dataclass(frozen=True, kw_only=True)
class Drop:
    name: str
    content: bytes


def place(workspace: Workspace, one: Person, named: object) -> Conversation:
    """A channel this person is in; `@anybody` is that person's direct message with the bot."""
    known_as = str(named)
    if known_as.startswith("@"):
        conversation = workspace.conversations.dm(workspace.directory.find(known_as).slack_id)
    else:
        conversation = workspace.conversations.named_by_person(known_as)
    if one.slack_id not in conversation.members:
        raise NotPossible(f"{one.role} is not in {known_as}.", status=403)
    return conversation


def say(workspace: Workspace, one: Person, conversation: Conversation, text: str, thread_ts: str) -> Json:
    if not text:
        raise NotPossible("A message needs a text.")
    _require_open(conversation, thread_ts)
    return posting.post(workspace, conversation, _by(workspace, one, text), thread_ts=thread_ts)


def upload(
    workspace: Workspace, one: Person, conversation: Conversation, drops: list[Drop], *, text: str, thread_ts: str
) -> Json:
    _require_open(conversation, thread_ts)
    files = keep(workspace, one, drops)
    return posting.share(workspace, conversation, files, _by(workspace, one, text), thread_ts)


def keep(workspace: Workspace, one: Person, drops: list[Drop]) -> list[File]:
    """Uploaded but shown to nobody yet, as a file input does it."""
    if not drops:
        raise NotPossible("No file was given.")
    at = workspace.seconds()
    return [workspace.files.add(name=drop.name, content=drop.content, user=one.slack_id, created=at) for drop in drops]


def delete(workspace: Workspace, one: Person, conversation: Conversation, ts: str) -> None:
    message = conversation.timeline.get(ts)
    if message is None:
        raise NotPossible("That message is not there.", status=404)
    if message["user"] != one.slack_id and not one.is_admin:
        raise NotPossible(f"{one.role} may delete only their own messages; an admin may delete any.", status=403)
    posting.remove(workspace, conversation, message)


def edit(workspace: Workspace, one: Person, conversation: Conversation, ts: str, text: str) -> None:
    message = conversation.timeline.get(ts)
    if message is None:
        raise NotPossible("That message is not there.", status=404)
    if message["user"] != one.slack_id:
        raise NotPossible(f"{one.role} may edit only their own messages.", status=403)
    edited = {"user": one.slack_id, "ts": workspace.stamps.next()}
    posting.change(workspace, conversation, message, {"text": text, "edited": edited})


def delete_file(workspace: Workspace, one: Person, file_id: str) -> None:
    file = workspace.files.find(file_id)
    if file is None or file.is_deleted:
        raise NotPossible("That file is not there.", status=404)
    if file.user != one.slack_id and not one.is_admin:
        raise NotPossible(f"{one.role} may delete only their own files; an admin may delete any.", status=403)
    forget_file(workspace, file)


def add_reaction(workspace: Workspace, one: Person, conversation: Conversation, ts: str, name: str) -> None:
    message = conversation.timeline.get(ts)
    if message is None:
        raise NotPossible("That message is not there.", status=404)
    try:
        react(message, name.strip(":"), one.slack_id)
    except SlackRefused as refusal:
        raise NotPossible(f"That reaction cannot be added: {refusal.error}.") from refusal
    workspace.tell("message_changed", channel=conversation.id, ts=ts)
    event = {
        "type": "reaction_added",
        "user": one.slack_id,
        "reaction": name.strip(":"),
        "item_user": message["user"],
        "item": {"type": "message", "channel": conversation.id, "ts": ts},
        "event_ts": workspace.stamps.next(),
    }
    if conversation.has_bot:
        workspace.delivery.announce("reaction_added", event)


def create_channel(workspace: Workspace, name: str, members: list[str], *, is_private: bool) -> Conversation:
    if not _NAME.fullmatch(name) or workspace.conversations.has(name):
        raise NotPossible(f"{name!r} is taken or no name for a channel.")
    kind = Kind.PRIVATE if is_private else Kind.PUBLIC
    made = workspace.conversations.create(name, people=members, kind=kind)
    workspace.tell("channel", channel=made.id)
    return made


def archive(workspace: Workspace, conversation: Conversation, *, is_archived: bool) -> None:
    if conversation.kind not in (Kind.PUBLIC, Kind.PRIVATE):
        raise NotPossible("Only a channel can be archived.")
    conversation.is_archived = is_archived
    workspace.tell("channel", channel=conversation.id)
    if conversation.has_bot:
        word = "channel_archive" if is_archived else "channel_unarchive"
        event = {"type": word, "channel": conversation.id, "event_ts": workspace.stamps.next()}
        workspace.delivery.announce(word, event)


def kick_bot(workspace: Workspace, conversation: Conversation) -> None:
    if not conversation.has_bot or conversation.kind is Kind.IM:
        raise NotPossible("The bot is not in that channel.")
    conversation.has_bot = False
    workspace.tell("channel", channel=conversation.id)


def invite_bot(workspace: Workspace, one: Person, conversation: Conversation) -> None:
    if conversation.has_bot:
        raise NotPossible("The bot is already in that channel.")
    conversation.has_bot = True
    _announce_arrival(workspace, conversation, workspace.here.bot_user, inviter=one.slack_id)


def join(workspace: Workspace, one: Person, conversation: Conversation) -> None:
    if one.slack_id in conversation.members:
        raise NotPossible(f"{one.role} is already there.")
    if conversation.kind is not Kind.PUBLIC or one.is_guest:
        raise NotPossible(f"{one.role} cannot join without an invitation.", status=403)
    conversation.people.append(one.slack_id)
    _announce_arrival(workspace, conversation, one.slack_id)


def _announce_arrival(workspace: Workspace, conversation: Conversation, user: str, *, inviter: str = "") -> None:
    workspace.tell("channel", channel=conversation.id)
    said = {"type": "message", "subtype": "channel_join", "user": user, "text": f"<@{user}> has joined the channel"}
    posting.post(workspace, conversation, said | ({"inviter": inviter} if inviter else {}))
    event = {
        "type": "member_joined_channel",
        "user": user,
        "channel": conversation.id,
        "channel_type": "C" if conversation.kind is Kind.PUBLIC else "G",
        "team": workspace.here.team.id,
        "event_ts": workspace.stamps.next(),
    }
    if conversation.has_bot:
        workspace.delivery.announce("member_joined_channel", event | ({"inviter": inviter} if inviter else {}))


def _by(workspace: Workspace, one: Person, text: str) -> Json:
    return {"type": "message", "user": one.slack_id, "text": text, "team": workspace.here.team.id}


def _require_open(conversation: Conversation, thread_ts: str) -> None:
    if conversation.is_archived:
        raise NotPossible("That channel is archived.", status=403)
    if thread_ts and not conversation.timeline.is_root(thread_ts):
        raise NotPossible("There is no message with that thread_ts to reply to.", status=404)
