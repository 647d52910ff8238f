"""One Wrike account at the root of its port: the table of calls, and what happens around each of them."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from inspect import isawaitable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.people import person
from sandbox.traffic import remark
from sandbox.world import World
from sandbox.wrike import (
    approvals,
    attachments,
    comments,
    contacts,
    custom_fields,
    dependencies,
    errors,
    folders,
    spaces,
    tasks,
    templates,
    webhooks,
    workflows,
)
from sandbox.wrike.access import ELSEWHERE, RateLimit, Tokens, Wait, token_of
from sandbox.wrike.account import Account
from sandbox.wrike.deliveries import SPACING_S, Deliveries
from sandbox.wrike.endpoint import Answer, Call, Endpoint
from sandbox.wrike.errors import WrikeError
from sandbox.wrike.oauth import Login
from sandbox.wrike.parameters import Asked, given_by
from sandbox.wrike.records import Event
from sandbox.wrike.seed import INTEGRATION, first_morning

BASE = "/api/v4"
ENDPOINTS: tuple[Endpoint, ...] = (
    *contacts.ENDPOINTS,
    *spaces.ENDPOINTS,
    *workflows.ENDPOINTS,
    *custom_fields.ENDPOINTS,
    *folders.ENDPOINTS,
    *tasks.ENDPOINTS,
    *comments.ENDPOINTS,
    *attachments.ENDPOINTS,
    *approvals.ENDPOINTS,
    *dependencies.ENDPOINTS,
    *templates.ENDPOINTS,
    *webhooks.ENDPOINTS,
)


class WrikeStandIn:
    def __init__(self, world: World, *, retry_spacing_s: float = SPACING_S) -> None:
        self.world = world
        self.deliveries = Deliveries(world, spacing_s=retry_spacing_s)
        self._open()
        world.on_reset(self._reset)
        self.asgi = Starlette(routes=self._routes(), exception_handlers={HTTPException: _unknown, WrikeError: _refused})

    async def aclose(self) -> None:
        await self.deliveries.aclose()

    def _open(self) -> None:
        self.account: Account = first_morning(self.world.clock, self._tell)
        self.tokens = Tokens(self.world.clock)
        self.login = Login(self.world, self.tokens)
        self._limit = RateLimit()

    def _reset(self) -> None:
        self.deliveries.forget()
        self._open()

    def _tell(self, events: list[Event]) -> None:
        self.deliveries.announce(list(self.account.webhooks.values()), events)
        for kind, one in {(kind, one) for event in events for kind, one in event.subject.items()}:
            self.world.feed.tell("wrike", kind.removesuffix("Id"), id=one)

    def _routes(self) -> list[BaseRoute]:
        return [
            *(Route(BASE + one.path, self._answering(one), methods=[one.method]) for one in ENDPOINTS),
            Route("/attachments/public/{link}", self._public_file),
            Route("/oauth2/authorize/v4", self._authorize),
            Route("/oauth2/token", self._token, methods=["POST"]),
        ]

    def _answering(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        async def answering(request: Request) -> Response:
            token = token_of(request)
            if token == ELSEWHERE:
                return JSONResponse({}, HTTPStatus.MULTIPLE_CHOICES)
            by = self.tokens.owner(token)
            self._note_caller(request, by)
            if (wait := self._limit.spend(token)) is not None:
                return _too_many(wait)
            answer = endpoint.handler(await self._call(request, endpoint, by))
            answer = await answer if isawaitable(answer) else answer
            return JSONResponse(answer.as_json()) if isinstance(answer, Answer) else answer

        return answering

    def _note_caller(self, request: Request, by: str) -> None:
        if by != INTEGRATION:
            remark(request.scope).who = person(by).role

    async def _call(self, request: Request, endpoint: Endpoint, by: str) -> Call:
        asked = Asked(await given_by(request, body_is_file=endpoint.body_is_file))
        asked.only(endpoint.allows)
        return Call(
            account=self.account,
            deliveries=self.deliveries,
            by=by,
            base_url=self.world.addresses.wrike,
            path=request.path_params,
            asked=asked,
            headers=request.headers,
            body=await request.body(),
        )

    async def _public_file(self, request: Request) -> Response:
        return attachments.public_file(self.account, request.path_params["link"])

    async def _authorize(self, request: Request) -> Response:
        return await self.login.authorize(request)

    async def _token(self, request: Request) -> Response:
        return await self.login.token(request)


def _too_many(wait: Wait) -> Response:
    headers = {} if wait.said is None else {"Retry-After": str(wait.said)}
    return JSONResponse(errors.rate_limited().as_json(), HTTPStatus.TOO_MANY_REQUESTS, headers)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, WrikeError)  # noqa: S101  Starlette's handlers are typed for any exception
    remark(request.scope).detail = error.word
    return JSONResponse(error.as_json(), error.status)


async def _unknown(request: Request, _: Exception) -> Response:
    return await _refused(request, errors.method_not_found())
