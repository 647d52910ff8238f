"""Procrastinate's worker, begun anew whenever it ends: it listens for visits, fetches them and keeps its heartbeat."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import procrastinate
import psycopg
import structlog
from procrastinate.worker import Worker as ProcrastinateWorker

from bot.jobs.visits import QUEUE, TASK

log = structlog.get_logger(__name__)

Visit = Callable[[int, str], Awaitable[None]]

AT_ONCE = 64  # lanes
CONNECTIONS = 4
FIRST_PAUSE, LONGEST_PAUSE = timedelta(milliseconds=200), timedelta(seconds=5)


@dataclass(frozen=True, kw_only=True)
class Vigil:
    """How soon the others notice that a replica does not return. The ledger keeps one that does from sending twice,
    so that this may be short. `poll` is for visits whose moment has come: nobody is told of those.
    """

    beat: timedelta = timedelta(seconds=2)
    silent: timedelta = timedelta(seconds=8)
    look_around: timedelta = timedelta(seconds=5)
    poll: timedelta = timedelta(seconds=1)


class Worker:
    def __init__(self, conninfo: str, visit: Visit, *, vigil: Vigil) -> None:
        self._conninfo = conninfo
        self._visit = visit
        self._vigil = vigil
        self._worker: ProcrastinateWorker | None = None
        self._running: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    @property
    def id(self) -> int | None:
        """In Procrastinate's books; another one in each of its lives."""
        return None if self._worker is None else self._worker.worker_id

    def start(self) -> None:
        logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of every visit otherwise
        self._running = asyncio.create_task(self._live_on(), name="visits")

    async def stop(self, *, within: timedelta) -> bool:
        """False: visits are still being made. Those are waited for at the next call."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.stop()  # type: ignore[no-untyped-call]
        if self._running is None:
            return True
        done, _ = await asyncio.wait({self._running}, timeout=within.total_seconds())
        return bool(done)

    async def _live_on(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                await self._live()
                pause = FIRST_PAUSE
            except (procrastinate.exceptions.ConnectorException, psycopg.Error, OSError) as error:
                log.warning("the worker lost its database, beginning anew", reason=str(error) or type(error).__name__)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception:
                log.exception("the worker stumbled, beginning anew")
                pause = min(pause * 2, LONGEST_PAUSE)
            await self._rest(pause)

    async def _live(self) -> None:
        app = self._app()
        async with app.open_async():
            self._worker = ProcrastinateWorker(
                app,
                queues=[QUEUE],
                concurrency=AT_ONCE,
                delete_jobs="always",
                install_signal_handlers=False,
                fetch_job_polling_interval=self._vigil.poll.total_seconds(),
                update_heartbeat_interval=self._vigil.beat.total_seconds(),
                stalled_worker_timeout=self._vigil.silent.total_seconds(),
            )
            try:
                if not self._stopping.is_set():
                    await self._worker.run()  # type: ignore[no-untyped-call]
            finally:
                self._worker = None

    def _app(self) -> procrastinate.App:
        """A new one for each life, with connections of its own. What they write need not survive a power cut: a visit
        that is forgotten is asked for again, one that is remembered too long finds nothing.
        """
        connector = procrastinate.PsycopgConnector(
            conninfo=self._conninfo,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=5,
            configure=_alone,
            kwargs={"connect_timeout": 5, "options": "-c synchronous_commit=off -c timezone=UTC"},
        )
        app = procrastinate.App(connector=connector)

        @app.task(name=TASK, queue=QUEUE, pass_context=True)
        async def visit(context: procrastinate.JobContext, lane: str, behind: str | None = None) -> None:
            del behind  # it tells others
            assert context.job.id is not None  # noqa: S101  for mypy: it was fetched
            await self._visit(context.job.id, lane)

        return app

    async def _rest(self, pause: timedelta) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), timeout=pause.total_seconds())
        except TimeoutError:
            return


async def _alone(connection: psycopg.AsyncConnection) -> None:
    """Each of Procrastinate's statements is a transaction of its own."""
    await connection.set_autocommit(True)
