"""Running: what is opened, in which order, and how it ends."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from socket import AF_INET, AF_INET6, create_server

import structlog
import uvicorn
from sqlalchemy import make_url

from bot import metrics, scraping
from bot.app import House, compose
from bot.clock import Clock, FollowedClock, SystemClock
from bot.config import Config, Role, Transport, Unusable
from bot.db import Database, DatabaseError, DatabaseInUse
from bot.doorstep import Patient
from bot.kit import Outside
from bot.migrate import migrate
from bot.readiness import Readiness
from bot.slack.http import build_server
from bot.slack.opening import open_slack
from bot.slack.socket import Socket
from connectors.board import BoardConnection
from connectors.errors import OutcomeUnknown, Unauthorized, Unavailable
from connectors.http import open_http
from connectors.local.declaration import open_library
from connectors.oauth import BearerAuth
from connectors.traffic import tell_of_exchanges
from connectors.wrike.declaration import open_board
from imaging.darkroom import Darkroom

log = structlog.get_logger(__name__)

DRAIN = timedelta(seconds=8)
PATIENCE_S = 3.0  # between two knocks at a Slack that does not answer
DARKROOMS = 2
LISTENS_EVERY_S = 0.002


class Server(uvicorn.Server):
    """Leaves the signals to `run`, which has more to finish than requests."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def open_house(config: Config) -> AsyncIterator[House]:
    """Everything in its place and the jobs running; nothing comes in yet."""
    _must_be_able_to_hear(config)
    _must_be_able_to_share(config)
    _must_have_a_folder(config)
    tell_of_exchanges(metrics.called)
    async with AsyncExitStack() as stack:
        await asyncio.to_thread(migrate, config.database)
        db = Database(config.database)
        await db.open()
        stack.push_async_callback(db.close)
        clock = await _clock(config, stack)
        outside = await _outside(config, db, clock, stack)
        house = await compose(config, db, clock, outside)
        await house.watch.begin()
        for team_id in outside.slack.teams():
            await house.steps.reseating.begin(team_id)
        await house.jobs.start()
        stack.push_async_callback(house.jobs.drain, within=DRAIN)
        yield house


@asynccontextmanager
async def receiving(house: House, *, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> AsyncIterator[None]:
    """Deliveries come in, by socket or by HTTP, and the clock ticks. On the way out /ready says no at once, and whoever
    sends requests here has time to notice while they are still taken in.
    """
    _must_find_the_port_free(house.config)
    socket, leaving = _socket(house), asyncio.Event()
    server = Server(_server(house, Readiness(house.db, socket, leaving)))
    serving = asyncio.create_task(server.serve(), name="web server")
    while not server.started and not serving.done():  # noqa: ASYNC110  uvicorn tells nobody
        await asyncio.sleep(LISTENS_EVERY_S)
    if socket is not None:
        await socket.start()
    house.schedule.start(looks_for_work=house.config.role.sends)
    try:
        yield
    finally:
        leaving.set()
        await wait(house.config.leave_after)
        house.schedule.stop()
        if socket is not None:
            await socket.close()
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


async def run(config: Config, *, ready: Callable[[House], None]) -> bool:
    """Until SIGTERM or SIGINT, or until the sandbox was reset (True: begin anew in its new world); then what is
    being sent is finished, and nothing new is begun.
    """
    stop, end = asyncio.Event(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_house(config) as house:
        await _rehearse(house)
        async with receiving(house):
            house.clock.on_end(end.set)
            _keep_what_is_there()
            ready(house)
            await _either(stop, end)
            log.info("stopping: finishing what is being sent")
    return not stop.is_set()


async def _rehearse(house: House) -> None:
    """A database that is busy or away just now keeps nobody from clicking later."""
    try:
        await house.rehearsal.play()
    except DatabaseError as error:
        log.warning("nothing was rehearsed; the first clicks will be slower", reason=str(error))


def _keep_what_is_there() -> None:
    """Code and mappings live as long as we do. Searching them for garbage takes some 50 ms, in the midst of a click."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


async def _either(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


def _must_be_able_to_hear(config: Config) -> None:
    """Without a secret every request would be signed rightly with the empty one, which everybody knows."""
    if not config.role.takes_in:
        return
    if config.slack_transport is Transport.HTTP and not config.signing_secret:
        raise Unauthorized(
            "slack", "SLACK_SIGNING_SECRET is not set, so nobody could tell Slack's requests from others'."
        )
    if config.slack_transport is Transport.SOCKET and not config.app_token:
        raise Unauthorized("slack", "SLACK_APP_TOKEN (xapp-...) is not set; without it Slack opens no socket.")


def _must_be_able_to_share(config: Config) -> None:
    """A web process alone on its file would order what nobody ever sends."""
    if config.role is not Role.ALL and make_url(config.database).get_backend_name() == "sqlite":
        raise DatabaseInUse(
            f"Role {config.role} needs others beside it, and one SQLite file serves one Galley. Give them all a "
            "PostgreSQL with GALLEY_DATABASE_URL, or leave the role out."
        )


def _must_have_a_folder(config: Config) -> None:
    try:
        config.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"GALLEY_DATA: the folder {config.data} cannot be made ({error.strerror}).") from error


def _must_find_the_port_free(config: Config) -> None:
    """Asked before the web server tries: where it finds no port it ends the process in the midst of everything."""
    try:
        create_server((config.host, config.port), family=AF_INET6 if ":" in config.host else AF_INET).close()
    except OSError as error:
        raise Unusable(
            f"Galley cannot listen at {config.host}:{config.port} ({error.strerror}). Stop what listens there, or "
            "choose another place with GALLEY_HOST and GALLEY_PORT."
        ) from error


async def _clock(config: Config, stack: AsyncExitStack) -> Clock:
    if config.sandbox_url is None:
        return SystemClock()
    http = await stack.enter_async_context(open_http(timeout=5, own=[config.sandbox_url]))
    clock = FollowedClock(config.sandbox_url, http)
    await clock.read()
    following = asyncio.create_task(clock.follow(), name="following the sandbox's clock")
    stack.callback(following.cancel)
    return clock


async def _outside(config: Config, db: Database, clock: Clock, stack: AsyncExitStack) -> Outside:
    outside = Outside(
        slack=await open_slack(config, db, clock, stack),
        http=await stack.enter_async_context(open_http(timeout=60, own=[config.slack_api_url])),
        darkroom=await stack.enter_async_context(Darkroom(workers=DARKROOMS)),
        library=open_library(config.data.resolve() / "library"),
        board=_board(config, stack),
    )
    await _greet(outside)
    return outside


def _board(config: Config, stack: AsyncExitStack) -> BoardConnection | None:
    if config.wrike_token is None:
        return None
    board = open_board(base_url=config.wrike_url, auth=BearerAuth(config.wrike_token.get_secret_value()))
    stack.push_async_callback(board.aclose)
    return board


async def _greet(outside: Outside) -> None:
    """Who we are and who is there; Slack may be away, then Galley waits for it."""
    while True:
        try:
            await outside.slack.reception.open()
        except (Unavailable, OutcomeUnknown) as error:
            log.warning("Slack does not answer yet, trying again", reason=error.sentence)
            await asyncio.sleep(PATIENCE_S)
        else:
            return


def _socket(house: House) -> Socket | None:
    if house.config.slack_transport is Transport.HTTP or not house.config.role.takes_in:
        return None
    return Socket(house.bolt, app_token=house.config.app_token, courtesy=house.db.courtesy)


def _server(house: House, readiness: Readiness) -> uvicorn.Config:
    takes_in = house.config.role.takes_in
    bolt = house.bolt if takes_in and house.config.slack_transport is Transport.HTTP else None
    routes = (*(house.routes if takes_in else ()), *scraping.routes(house.db, house.clock, house.config.metrics))
    app = build_server(
        app=bolt,
        problems=readiness.problems,
        courtesy=house.db.courtesy,
        signing_secret=house.config.signing_secret,
        routes=routes,
    )
    return uvicorn.Config(
        app,
        host=house.config.host,
        port=house.config.port,
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
        http=Patient,
        ws="none",
        proxy_headers=False,
        server_header=False,
    )
