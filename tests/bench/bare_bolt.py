"""The measure: a Bolt app that only acknowledges. `python -m tests.bench.bare_bolt PORT before|default SLACK_API`."""

import sys

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def main() -> None:
    port, mode, api = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    app = AsyncApp(
        client=AsyncWebClient(token="xoxb-sandbox", base_url=api),
        signing_secret="sandbox-signing-secret",
        process_before_response=mode == "before",
    )

    @app.action("approval.approve")
    async def approve(ack: AsyncAck) -> None:
        await ack()

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async def health(_: Request) -> Response:
        return Response("ok")

    routes = [Route("/slack/events", events, methods=["POST"]), Route("/health", health)]
    uvicorn.run(Starlette(routes=routes), port=port, log_level="error")


if __name__ == "__main__":
    main()
