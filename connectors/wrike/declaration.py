"""Wrike: what it allows, how it proves what happened, and how a connection to it is opened."""

from collections.abc import Callable
from datetime import datetime

import httpx

from connectors.board import BoardConnection
from connectors.declaration import Declaration, Effect, Limits, Port
from connectors.http import open_client
from connectors.oauth import TokenEndpoint
from connectors.wrike.board import WrikeBoard
from connectors.wrike.client import WrikeClient, wrike_words
from connectors.wrike.directory import Directory
from connectors.wrike.feed import WrikeFeed
from connectors.wrike.thread import WrikeThread

API = "/api/v4"
LOGIN = "https://login.wrike.com"

WRIKE = Declaration(
    name="wrike",
    title="Wrike",
    port=Port.BOARD,
    # 400 calls a minute for one token or address; bursts meet an earlier guard, so few at once
    # (developers.wrike.com/docs/errors-api-reference-v4)
    limits=Limits(calls_per_minute=400, in_flight=4, timeout=20.0, quarantine=5.0),
    proof={
        Effect.CREATE_TASK: "task metadata `galley` holds the job's key, and is searched account-wide",
        Effect.MOVE: "the task's own status, read again",
        Effect.COMMENT: "the last line of the comment holds a mark of the job's key",
        Effect.ATTACH: "the file's name holds a mark of the job's key",
    },
    assumptions=(
        "An accepted write shows in reads within 5 s.",
        "GET /tasks/{id} answers a task in the recycle bin, with scope RbTask.",
        "GET /workflows lists the workflows of spaces too; a status that is not in it is known by its group only.",
        "Wrike percent-decodes X-File-Name; if it does not, non-ASCII names look odd and are still found.",
        "Task metadata is visible to every token of the account.",
        "Rows are listed by updatedDate at most 15 minutes late.",
    ),
)


def open_board(
    *, base_url: str, auth: httpx.Auth, transport: httpx.AsyncBaseTransport | None = None
) -> BoardConnection:
    """`base_url` is scheme and host, such as https://app-eu.wrike.com: for OAuth the host of the token answer, for a
    permanent token what the operator gives, since such a token does not tell its host.
    """
    http = open_client(
        system=WRIKE.name,
        base_url=base_url.rstrip("/") + API,
        limits=WRIKE.limits,
        auth=auth,
        words=wrike_words,
        transport=transport,
    )
    client = WrikeClient(http)
    directory = Directory(client)
    return BoardConnection(
        declaration=WRIKE,
        board=WrikeBoard(client, directory, WRIKE),
        thread=WrikeThread(client),
        feed=WrikeFeed(client, directory),
        aclose=http.aclose,
    )


def token_endpoint(
    *, client_id: str, client_secret: str, now: Callable[[], datetime], login_url: str = LOGIN
) -> TokenEndpoint:
    """Only the authorization-code flow exists (developers.wrike.com/oauth-20-authorization)."""
    http = open_client(system=WRIKE.name, base_url=login_url, limits=WRIKE.limits)
    return TokenEndpoint(http, path="/oauth2/token", client_id=client_id, client_secret=client_secret, now=now)
