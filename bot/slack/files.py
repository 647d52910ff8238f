"""Files of people: what Slack says of them, and their bytes. The bot token goes to Slack's own hosts only."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.slack.errors import SYSTEM, Missing, speaking_to_slack
from bot.slack.hosts import Hosts, raise_for
from bot.slack.text import LONGEST_FILE_NAME, plain
from bot.slack.workspaces import Workspaces
from connectors.errors import Refused

HOPS = 3
CHUNK = 256 * 1024
NOT_THEIRS = "This file does not lie with Slack, so Galley does not fetch it. Please upload the file itself."


@dataclass(frozen=True, kw_only=True)
class FileShare:
    """A message that carries a file."""

    ts: str
    thread_ts: str | None


@dataclass(frozen=True, kw_only=True)
class RemoteFile:
    """A file as Slack describes it. `name` and `mimetype` are claims of whoever uploaded it."""

    id: str
    name: str
    size_bytes: int | None
    mimetype: str
    url: str
    user_id: str
    is_external: bool = False  # a link to somebody else's host: there are no bytes at Slack
    shares: Mapping[str, FileShare] = field(default_factory=dict)  # by channel; empty while Slack is digesting it


class SlackFiles:
    def __init__(self, workspaces: Workspaces, http: httpx.AsyncClient, *, hosts: Hosts) -> None:
        self._workspaces = workspaces
        self._http = http
        self._hosts = hosts

    async def describe(self, team_id: str, file_id: str) -> RemoteFile:
        """NotFound when it was deleted or is hidden from Galley."""
        client = (await self._workspaces.of(team_id)).client
        async with speaking_to_slack():
            answer = await client.files_info(file=file_id)
        file: dict[str, Any] = answer["file"]
        if file.get("mode") in ("tombstone", "hidden_by_limit"):
            raise Missing("That file was deleted in Slack, or is hidden by the plan's limit.", "file_deleted")
        return RemoteFile(
            id=file_id,
            name=plain(file.get("name") or file.get("title") or "", LONGEST_FILE_NAME) or file_id,
            size_bytes=file.get("size"),
            mimetype=file.get("mimetype") or "",
            url=file.get("url_private_download") or file.get("url_private") or "",
            user_id=file.get("user") or "",
            is_external=bool(file.get("is_external")),
            shares=shares_of(file),
        )

    async def stream(self, team_id: str, url: str) -> AsyncIterator[bytes]:
        """The bytes. Raises Refused where the address is not Slack's, and where Slack does not give the file."""
        token = (await self._workspaces.of(team_id)).token
        async with speaking_to_slack(), self._open(url, token) as response:
            raise_for(response)
            async for chunk in response.aiter_bytes(CHUNK):
                yield chunk

    @asynccontextmanager
    async def _open(self, url: str, token: str) -> AsyncIterator[httpx.Response]:
        """Follows redirects by hand, so that the token never leaves Slack's hosts."""
        for _ in range(HOPS):
            self._hosts.must_own(url, refusal=NOT_THEIRS)
            async with self._http.stream(
                "GET", url, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False
            ) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                url = _led_to(url, response.headers["location"])
        raise Refused(SYSTEM, "Slack sends from one address to the next and never gives the file.")


def _led_to(url: str, location: str) -> str:
    try:
        return str(httpx.URL(url).join(location))
    except httpx.InvalidURL as error:
        raise Refused(SYSTEM, NOT_THEIRS) from error


def shares_of(file: Mapping[str, Any]) -> dict[str, FileShare]:
    """https://docs.slack.dev/reference/objects/file-object, "shares"; the first one in each channel."""
    return {
        channel: FileShare(ts=messages[0]["ts"], thread_ts=messages[0].get("thread_ts"))
        for channels in (file.get("shares") or {}).values()
        for channel, messages in channels.items()
        if messages
    }
