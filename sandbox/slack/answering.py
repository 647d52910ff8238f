"""What the app says at a response_url, or in its acknowledgement of a command."""

from sandbox.slack import drafting, posting
from sandbox.slack.arguments import Arguments
from sandbox.slack.conversations import Conversation
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.tickets import Reply
from sandbox.slack.workspace import Workspace


def answer(workspace: Workspace, code: str, said: Json) -> None:
    reply = workspace.replies.use(code, at=workspace.world.clock.now())
    conversation = workspace.conversations.named_by_person(reply.channel)
    args = Arguments(said)
    if args.flag("delete_original"):
        _delete_original(workspace, conversation, reply)
    else:
        _say(workspace, conversation, reply, args)
    reply.uses += 1


def say(workspace: Workspace, conversation: Conversation, user: str, said: Json) -> None:
    """The body of an acknowledgement: a message, to the person alone unless `in_channel`."""
    args = Arguments(said)
    _say_anew(workspace, conversation, user, args, _draft(workspace, conversation, args))


def _say(workspace: Workspace, conversation: Conversation, reply: Reply, args: Arguments) -> None:
    draft = _draft(workspace, conversation, args)
    if args.flag("replace_original") and reply.message_ts is not None:
        _replace_original(workspace, conversation, reply, draft)
        return
    _say_anew(
        workspace, conversation, reply.user, args, draft, thread_ts=reply.thread_ts if reply.is_ephemeral else None
    )


def _draft(workspace: Workspace, conversation: Conversation, args: Arguments) -> Json:
    draft = drafting.drafted(workspace, args, conversation)
    if not drafting.says_something(draft):
        raise SlackRefused("no_text")
    return posting.by_bot(workspace, **{"text": "", **{key: value for key, value in draft.items() if value}})


def _say_anew(
    workspace: Workspace,
    conversation: Conversation,
    user: str,
    args: Arguments,
    draft: Json,
    *,
    thread_ts: str | None = None,
) -> None:
    thread = args.text("thread_ts") or thread_ts
    if args.text("response_type", "ephemeral") == "in_channel":
        message = posting.post(workspace, conversation, draft, thread_ts=thread)
        workspace.answered(user, "message", {"message": message})
    else:
        posting.whisper(workspace, conversation, user, draft, thread_ts=thread)


def _replace_original(workspace: Workspace, conversation: Conversation, reply: Reply, draft: Json) -> None:
    message = _original(conversation, reply)
    content: Json = {key: draft.get(key) for key in ("text", "blocks", "attachments") if key in draft or key in message}
    if not reply.is_ephemeral:
        posting.change(workspace, conversation, message, content)
        return
    message.update(content)
    for key in [key for key, value in content.items() if value is None]:
        del message[key]
    workspace.tell("message_changed", channel=conversation.id, ts=message["ts"], user=reply.user)
    workspace.answered(reply.user, "message", {"message": {**message, "ephemeral": True}})


def _delete_original(workspace: Workspace, conversation: Conversation, reply: Reply) -> None:
    if reply.message_ts is None:
        raise SlackRefused("cant_delete_message")
    message = _original(conversation, reply)
    if reply.is_ephemeral:
        conversation.whispers = [one for one in conversation.whispers if one[1] is not message]
        workspace.tell("message_deleted", channel=conversation.id, ts=message["ts"], user=reply.user)
    else:
        posting.remove(workspace, conversation, message)


def _original(conversation: Conversation, reply: Reply) -> Json:
    message = conversation.timeline.get(reply.message_ts or "")
    if reply.is_ephemeral:
        message = conversation.whispered(reply.message_ts or "", reply.user)
    if message is None:
        raise SlackRefused("message_not_found")
    return message
