"""The board in: a webhook call, answered at once; what it hints at is looked at afterwards."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.slack.entrance import Kind, taking_in
from bot.slack.http import TOO_LARGE, read_body
from bot.tasks.hearing import Hearing
from bot.tasks.hooks import PATH


def routes(hearing: Hearing) -> tuple[BaseRoute, ...]:
    async def hear(request: Request) -> Response:
        body = await read_body(request)
        if body is None:
            return TOO_LARGE
        with taking_in(Kind.WEBHOOK):
            heard = await hearing.hear(request.path_params["campaign_id"], headers=request.headers, body=body)
        return Response(status_code=heard.status, headers=dict(heard.headers))

    return (Route(PATH, hear, methods=["POST"]),)
