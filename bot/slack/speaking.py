"""Calls that put a message of ours into Slack, change it, or look whether it is there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.models.blocks import ImageBlock
from slack_sdk.models.metadata import Metadata
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.errors import code_of, speaking_to_slack
from bot.slack.parts import Block, Message
from bot.slack.workspaces import Workspaces
from connectors.errors import Refused
from models.post import PostKind

MARK = "galley_post"  # metadata is visible to the whole workspace: an id and nothing else
BEFORE = timedelta(seconds=60)  # Slack's clock may be behind ours
PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One message as it shall be now. `message` is None when there is nothing to show, not yet or not any more."""

    post_id: str
    team_id: str
    kind: PostKind
    channel_id: str
    thread_ts: str | None
    recipient_id: str | None
    ts: str | None
    message: Message | None
    created_at: datetime
    changes: int  # of the post, when it was read for this


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message stands, and the digest of what it shows."""

    channel_id: str
    ts: str
    shown: str


class Speaker:
    """Slack's side of a post."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._rooms: dict[tuple[str, str], str] = {}  # by workspace and person

    async def post(self, draft: Draft, message: Message) -> Place:
        client = (await self._workspaces.of(draft.team_id)).client
        channel_id = await self._room(client, draft)

        async def call(shown: Message) -> AsyncSlackResponse:
            if is_unrecorded(draft):
                return await client.chat_postEphemeral(
                    channel=channel_id,
                    user=draft.recipient_id or "",
                    thread_ts=draft.thread_ts,
                    text=shown.text,
                    blocks=list(shown.blocks),
                )
            return await client.chat_postMessage(
                channel=channel_id,
                thread_ts=draft.thread_ts,
                text=shown.text,
                blocks=list(shown.blocks),
                metadata=_mark(draft.post_id),
                unfurl_links=False,
                unfurl_media=False,
            )

        answer, shown = await _with_pictures_if_ready(call, message)
        ts = answer.get("message_ts") or answer["ts"]
        return Place(channel_id=answer.get("channel") or channel_id, ts=ts, shown=shown.digest)

    async def edit(self, draft: Draft, message: Message) -> Place:
        client = (await self._workspaces.of(draft.team_id)).client

        async def call(shown: Message) -> AsyncSlackResponse:
            return await client.chat_update(
                channel=draft.channel_id,
                ts=draft.ts or "",
                text=shown.text,
                blocks=list(shown.blocks),
                metadata=_mark(draft.post_id),
            )

        _, shown = await _with_pictures_if_ready(call, message)
        return Place(channel_id=draft.channel_id, ts=draft.ts or "", shown=shown.digest)

    async def find(self, draft: Draft, *, since: datetime) -> Place | None:
        """Our own message with this post's mark. What it shows is not read back: the next edit puts it right."""
        if is_unrecorded(draft):  # twice to one person does little harm
            return None
        workspace = await self._workspaces.of(draft.team_id)
        channel_id = await self._room(workspace.client, draft)
        oldest = f"{(since - BEFORE).timestamp():.6f}"
        async with speaking_to_slack():
            first = await _read(workspace.client, channel_id, draft.thread_ts, oldest)
            async for page in first:
                for message in page["messages"]:
                    if _is_marked(message, draft.post_id) and message.get("bot_id") == workspace.bot_id:
                        return Place(channel_id=channel_id, ts=message["ts"], shown="")
        return None

    async def _room(self, client: AsyncWebClient, draft: Draft) -> str:
        """The direct message with a person; every other channel is itself."""
        if not _is_person(draft.channel_id):
            return draft.channel_id
        who = (draft.team_id, draft.channel_id)
        if who not in self._rooms:
            async with speaking_to_slack():
                answer = await client.conversations_open(users=draft.channel_id)
            self._rooms[who] = answer["channel"]["id"]
        return self._rooms[who]


async def _read(client: AsyncWebClient, channel_id: str, thread_ts: str | None, oldest: str) -> AsyncSlackResponse:
    if thread_ts is None:
        return await client.conversations_history(
            channel=channel_id, oldest=oldest, limit=PAGE, include_all_metadata=True
        )
    return await client.conversations_replies(
        channel=channel_id, ts=thread_ts, oldest=oldest, limit=PAGE, include_all_metadata=True
    )


async def _with_pictures_if_ready(
    call: Callable[[Message], Awaitable[AsyncSlackResponse]], message: Message
) -> tuple[AsyncSlackResponse, Message]:
    """Slack refuses a block with a file that it has not digested yet. The words do not wait for the picture."""
    try:
        async with speaking_to_slack():
            return await call(message), message
    except Refused as refused:
        bare = without_pictures(message)
        if code_of(refused) != "invalid_blocks" or bare == message:
            raise
    async with speaking_to_slack():
        return await call(bare), bare


def without_pictures(message: Message) -> Message:
    return Message(message.text, tuple(block for block in message.blocks if not _is_picture(block)))


def _is_picture(block: Block) -> bool:
    return isinstance(block, ImageBlock) and block.slack_file is not None


def is_unrecorded(draft: Draft) -> bool:
    """Ephemeral messages are in no history. Alone with a person, a whisper is a message like any other."""
    return draft.kind is PostKind.WHISPER and not _is_person(draft.channel_id)


def _is_person(channel_id: str) -> bool:
    return channel_id.startswith(("U", "W"))


def _mark(post_id: str) -> Metadata:
    return Metadata(event_type=MARK, event_payload={"post": post_id})


def _is_marked(message: dict[str, Any], post_id: str) -> bool:
    metadata = message.get("metadata") or {}
    return metadata.get("event_type") == MARK and (metadata.get("event_payload") or {}).get("post") == post_id
