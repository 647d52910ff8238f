"""The boards that the suite runs on: two accounts of the same board, ours and a colleague's, on the sandbox."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from connectors.board import BoardChange, BoardConnection, BoardFeed
from connectors.oauth import BearerAuth
from connectors.wrike.declaration import open_board
from sandbox.serve import Sandbox


@dataclass(frozen=True, kw_only=True)
class BoardUnderTest:
    """`project` is what a person would paste; `assignee` an e-mail that the board knows; `review` and `done` are
    statuses of the project's workflow, the second one of the group completed.
    """

    ours: BoardConnection
    colleague: BoardConnection
    project: str
    assignee: str
    review: str
    done: str


def wrike(sandbox: Sandbox) -> BoardUnderTest:
    address = sandbox.world.addresses.wrike
    spring = next(folder for folder in sandbox.wrike.account.folders.values() if folder.title == "Spring Campaign")
    return BoardUnderTest(
        ours=open_board(base_url=address, auth=BearerAuth("wrike-sandbox")),
        colleague=open_board(base_url=address, auth=BearerAuth("wrike-person")),
        project=f"https://www.wrike.com/open.htm?id={spring.number}",
        assignee="designer1@sandbox.example",
        review="Brand Review",
        done="Published",
    )


BOARDS: dict[str, Callable[[Sandbox], BoardUnderTest]] = {"wrike": wrike}


@dataclass(kw_only=True)
class Listener:
    """Our side of a webhook: answers what the feed says and keeps what it heard."""

    feed: BoardFeed
    secrets: tuple[str, ...]
    url: str = ""
    changes: list[BoardChange] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {name.strip().lower(): value.strip() for name, value in (line.split(":", 1) for line in head)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        heard = self.feed.hear(headers=headers, body=body, secrets=self.secrets)
        lines = [f"{name}: {value}" for name, value in heard.headers.items()]
        answer = [f"HTTP/1.1 {heard.status} -", *lines, "Content-Length: 0", "Connection: close", "", ""]
        writer.write("\r\n".join(answer).encode())
        writer.close()
        await writer.wait_closed()
        self.statuses.append(heard.status)
        self.changes += heard.changes


@asynccontextmanager
async def listening(feed: BoardFeed, *secrets: str) -> AsyncIterator[Listener]:
    listener = Listener(feed=feed, secrets=secrets)
    server = await asyncio.start_server(listener.answer, "127.0.0.1", 0)
    listener.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    async with server:
        yield listener
