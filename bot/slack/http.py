"""The web server's rooms: Slack's signed requests, health, and whatever webhooks are handed in."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.courtesy import Courtesy
from bot.slack.entrance import taking_in_from_slack
from bot.slack.signatures import Signatures

EVENTS = "/slack/events"
LARGEST_BODY = 1024 * 1024  # a view with 100 blocks and its state is about 300 kB

CERTIFICATE_CHECK = b"ssl_check=1"  # of a command's address, now and then, and nothing but that
TOO_LARGE = PlainTextResponse("too large", status_code=413, headers={"connection": "close"})

Problems = Callable[[], Awaitable[Sequence[str]]]
"""Why Galley cannot serve just now, as sentences; empty when it can."""


def build_server(
    *,
    app: AsyncApp | None,
    problems: Problems,
    courtesy: Courtesy,
    signing_secret: str = "",
    routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """app: None in Socket Mode, where Slack sends nothing here. Raises ValueError where there is one, and no secret."""
    slack = []
    if app is not None:
        slack = [Route(EVENTS, _events(app, courtesy, Signatures(signing_secret)), methods=["POST"])]
    server = Starlette(routes=[Route("/health", _health), Route("/ready", _ready(problems)), *slack, *routes])
    server.router.redirect_slashes = False  # it would lead to whatever host the request names
    return server


async def _health(_: Request) -> Response:
    """Alive. Whether it can serve is another question: /ready."""
    return PlainTextResponse("ok")


def _ready(problems: Problems) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_: Request) -> Response:
        found = list(await problems())
        return JSONResponse({"ready": not found, "problems": found}, status_code=503 if found else 200)

    return ready


def _events(app: AsyncApp, courtesy: Courtesy, signatures: Signatures) -> Callable[[Request], Awaitable[Response]]:
    async def events(request: Request) -> Response:
        body = await read_body(request)
        if body is None:
            return TOO_LARGE
        if not signatures.are_on(request.headers, body):
            return _to_a_stranger(body)
        asked = _parsed(request, body)
        if asked is None:
            return PlainTextResponse("not a request of Slack's", status_code=400)
        is_by_a_person = _is_by_a_person(request)
        with taking_in_from_slack(asked.body), courtesy.somebody_waits() if is_by_a_person else nullcontext():
            return to_starlette_response(await app.async_dispatch(asked))

    return events


def _to_a_stranger(body: bytes) -> Response:
    """https://docs.slack.dev/interactivity/implementing-slash-commands, "Verifying SSL certificates"."""
    if CERTIFICATE_CHECK in body.split(b"&", 4)[:4]:
        return Response()
    return PlainTextResponse("not signed by Slack", status_code=401)


def _is_by_a_person(request: Request) -> bool:
    """Clicks, forms and commands come as forms, and somebody looks at a spinner; events come as JSON."""
    return "urlencoded" in request.headers.get("content-type", "")


async def read_body(request: Request) -> bytes | None:
    """None when it is larger than anything that is sent here, and then not read further; or when it never ends."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_BODY:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


def _parsed(request: Request, body: bytes) -> AsyncBoltRequest | None:
    """What Bolt cannot read, and so could not answer."""
    try:
        return to_async_bolt_request(request, body)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
