"""Where the app may go: which conversation is meant, and what it may do there."""

from typing import TypeVar

from sandbox.slack.arguments import Arguments
from sandbox.slack.conversations import Conversation, Kind
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.workspace import Workspace

Row = TypeVar("Row")


def conversation_to_post_in(workspace: Workspace, known_as: str) -> Conversation:
    """A channel by id or name, or a person whose direct message is meant."""
    if known_as.startswith(("U", "W")) and workspace.directory.knows(known_as):
        return _dm(workspace, known_as)
    conversation = workspace.conversations.get(known_as)
    may_post = conversation.has_bot or (
        conversation.kind is Kind.PUBLIC and workspace.installation.has_scope("chat:write.public")
    )
    if not may_post:
        raise SlackRefused("not_in_channel")
    if conversation.is_archived:
        raise SlackRefused("is_archived")
    return conversation


def conversation_with_bot(workspace: Workspace, known_as: str) -> Conversation:
    conversation = workspace.conversations.get(known_as)
    if not conversation.has_bot:
        raise SlackRefused("not_in_channel")
    return conversation


def conversation_by_id(workspace: Workspace, args: Arguments) -> Conversation:
    """For methods that take no channel name, https://docs.slack.dev/reference/methods/chat.update."""
    known_as = args.required("channel")
    conversation = workspace.conversations.get(known_as)
    if conversation.id != known_as:
        raise SlackRefused("channel_not_found")
    return conversation


def require_history(workspace: Workspace, conversation: Conversation) -> None:
    _require_scope(workspace, f"{conversation.scope_word}:history")


def require_reading(workspace: Workspace, conversation: Conversation) -> None:
    _require_scope(workspace, f"{conversation.scope_word}:read")


def thread_in(conversation: Conversation, args: Arguments) -> str:
    thread_ts = args.text("thread_ts")
    if thread_ts and not conversation.timeline.is_root(thread_ts):
        raise SlackRefused("thread_not_found")
    return thread_ts


def page(rows: list[Row], args: Arguments, *, default: int, most: int) -> tuple[list[Row], Json]:
    """One page and the `response_metadata` that leads to the next."""
    limit = args.number("limit", default, error="invalid_limit") or default
    if not 1 <= limit <= most:
        raise SlackRefused("invalid_limit")
    start = _start(args.text("cursor"))
    rest = len(rows) > start + limit
    return rows[start : start + limit], {"next_cursor": f"next:{start + limit}" if rest else ""}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    number = cursor.removeprefix("next:")
    if not number.isdecimal():
        raise SlackRefused("invalid_cursor")
    return int(number)


def _dm(workspace: Workspace, user: str) -> Conversation:
    if user not in workspace.directory.people:
        raise SlackRefused("channel_not_found")
    if user in workspace.directory.deactivated:
        raise SlackRefused("user_disabled")
    return workspace.conversations.dm(user)


def _require_scope(workspace: Workspace, scope: str) -> None:
    if not workspace.installation.has_scope(scope):
        raise SlackRefused("missing_scope", needed=scope, provided=",".join(workspace.installation.scopes))
