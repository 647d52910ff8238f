"""The part of the control API that belongs to no system: health, clock, faults, calls, people, the stream, reset."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from sandbox.control.asking import Refused, duration, json_body, moment, number
from sandbox.faults import SYSTEMS, Fault, Kind
from sandbox.people import PEOPLE
from sandbox.world import World

LONGEST_WAIT_S = 60.0
LEAVES_S, COMES_BACK_S, LOOKS_S = 3.0, 20.0, 0.02  # a bot, after a reset

Endpoint = Callable[[Request], Awaitable[Response]]


async def refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101  Starlette's handlers are typed for any exception
    return JSONResponse({"error": str(error)}, error.status)


async def not_routed(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    return JSONResponse({"error": f"{HTTPStatus(error.status_code).phrase}."}, error.status_code, error.headers)


ERRORS: dict[Any, Any] = {Refused: refused, HTTPException: not_routed}


def routes(world: World, *, bot_is_connected: Callable[[], bool]) -> list[BaseRoute]:
    return [
        Route("/control/health", _health(world, bot_is_connected)),
        *_clock(world),
        *_faults(world),
        Route("/control/calls", _calls(world)),
        Route("/control/people", _people),
        Route("/control/stream", _stream(world)),
        Route("/control/reset", _reset(world, bot_is_connected), methods=["POST"]),
    ]


def _health(world: World, bot_is_connected: Callable[[], bool]) -> Endpoint:
    async def health(_: Request) -> Response:
        silent = [name for name, url in asdict(world.addresses).items() if not await _answers(url)]
        if silent:
            return JSONResponse({"error": f"No answer from {', '.join(silent)}."}, HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse({"bot": "connected" if bot_is_connected() else "absent", "world": world.name})

    return health


async def _answers(url: str) -> bool:
    where = urlsplit(url)
    try:
        async with asyncio.timeout(1):
            _, writer = await asyncio.open_connection(where.hostname, where.port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


def _clock(world: World) -> list[BaseRoute]:
    def shown(version: int) -> Response:
        return JSONResponse({"now": world.clock.now().isoformat(), "version": version, "world": world.name})

    async def look(request: Request) -> Response:
        if "seen" not in request.query_params:
            return shown(world.clock.version)
        seen = number(request.query_params["seen"], name="seen")
        wait = number(request.query_params.get("wait", "0"), name="wait")
        return shown(await world.clock.jump_after(int(seen), wait=min(wait, LONGEST_WAIT_S)))

    async def jump(request: Request) -> Response:
        body = await json_body(request, optional=("advance", "set"))
        if len(body) != 1:
            raise Refused("Say either 'advance' or 'set'.")
        if "advance" in body:
            _advance(world, body["advance"])
        else:
            world.clock.set(moment(body["set"], name="set"))
        world.feed.tell("clock", "jump", now=world.clock.now().isoformat())
        return shown(world.clock.version)

    return [Route("/control/clock", look), Route("/control/clock", jump, methods=["POST"])]


def _advance(world: World, by: object) -> None:
    try:
        world.clock.advance(duration(by, name="advance"))
    except OverflowError as error:
        raise Refused("'advance' leaves the calendar.") from error


def _faults(world: World) -> list[BaseRoute]:
    def armed() -> Response:
        faults = [_shown(fault) for fault in world.faults.armed if not fault.is_spent]
        return JSONResponse({"faults": faults})

    async def look(_: Request) -> Response:
        return armed()

    async def arm(request: Request) -> Response:
        body = await json_body(request, required=("system", "kind"), optional=("match", "times", "seconds", "rate"))
        fault = world.faults.arm(**_checked(body))
        world.feed.tell("world", "faults")
        return JSONResponse({"fault": _shown(fault)})

    async def disarm(request: Request) -> Response:
        which = request.query_params.get("number")
        world.faults.disarm(None if which is None else int(number(which, name="number")))
        world.feed.tell("world", "faults")
        return armed()

    return [
        Route("/control/faults", look),
        Route("/control/faults", arm, methods=["POST"]),
        Route("/control/faults", disarm, methods=["DELETE"]),
    ]


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    if body["system"] not in SYSTEMS:
        raise Refused(f"'system' must be one of {', '.join(SYSTEMS)}.")
    if body["kind"] not in list(Kind):
        raise Refused(f"'kind' must be one of {', '.join(Kind)}.")
    if not isinstance(body.get("match", ""), str):
        raise Refused("'match' must be a text: a part of the path.")
    checked = body | {"kind": Kind(body["kind"])}
    if body.get("times") is not None:
        checked["times"] = int(number(body["times"], name="times", least=1))
    if body.get("seconds") is not None:
        checked["seconds"] = number(body["seconds"], name="seconds")
    if (rate := number(body.get("rate", 1), name="rate")) > 1:
        raise Refused("'rate' must be between 0 and 1.")
    return checked | {"rate": rate}


def _shown(fault: Fault) -> dict[str, Any]:
    shown = asdict(fault)
    del shown["until"]  # a reading of this process's own watch
    return shown


def _calls(world: World) -> Endpoint:
    async def calls(request: Request) -> Response:
        system = request.query_params.get("system")
        if system is not None and system not in SYSTEMS:
            raise Refused(f"'system' must be one of {', '.join(SYSTEMS)}.")
        since: datetime | None = None
        if "since" in request.query_params:
            since = moment(request.query_params["since"].replace(" ", "+"), name="since")
        return JSONResponse({"calls": [call.as_json() for call in world.calls.since(system=system, time=since)]})

    return calls


async def _people(_: Request) -> Response:
    return JSONResponse({"people": [asdict(one) | {"email": one.email} for one in PEOPLE]})


def _stream(world: World) -> Endpoint:
    async def stream(request: Request) -> Response:
        since = request.headers.get("last-event-id") or request.query_params.get("since") or world.feed.count
        notes = _events(world, int(number(since, name="since")))
        return StreamingResponse(notes, media_type="text/event-stream", headers={"cache-control": "no-store"})

    return stream


async def _events(world: World, since: int) -> AsyncIterator[str]:
    yield ": open\n\n"
    async for count, note in world.feed.follow(since):
        yield f"id: {count}\ndata: {json.dumps(note)}\n\n"


def _reset(world: World, bot_is_connected: Callable[[], bool]) -> Endpoint:
    async def reset(_: Request) -> Response:
        was_connected = bot_is_connected()
        world.reset()
        if was_connected:
            await _let_the_bot_follow(bot_is_connected)
        return JSONResponse({"now": world.clock.now().isoformat()})

    return reset


async def _let_the_bot_follow(bot_is_connected: Callable[[], bool]) -> None:
    """A bot that knows of worlds leaves the old one and comes back to the new one; another simply stays."""
    if await _becomes(lambda: not bot_is_connected(), within=LEAVES_S):
        await _becomes(bot_is_connected, within=COMES_BACK_S)


async def _becomes(true: Callable[[], bool], *, within: float) -> bool:
    try:
        async with asyncio.timeout(within):
            while not true():  # noqa: ASYNC110  of a connection there is no event
                await asyncio.sleep(LOOKS_S)
    except TimeoutError:
        return False
    return True
