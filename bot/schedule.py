"""Every tick of the clock, one line each. A tick only looks for what is due: two clocks do no harm."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.causes import caused
from bot.clock import Clock
from bot.db import DatabaseError
from connectors.errors import ConnectorError

log = structlog.get_logger(__name__)

Tick = Callable[[], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class Ticks:
    """What the house does by the clock; each may be called at any time, and oftener than planned."""

    reminders: Tick
    policy: Tick
    seals: Tick
    openings: Tick
    approvals: Tick
    absences: Tick
    digests: Tick
    board: Tick
    calls: Tick
    workspaces: Tick
    tokens: Tick
    groups: Tick
    people: Tick
    channels: Tick
    retention: Tick

    @property
    def of_the_story(self) -> tuple[tuple[str, Tick], ...]:
        """What a jump of the story's clock may make due."""
        named = ("absences", "approvals", "reminders", "digests")
        return tuple((name, getattr(self, name)) for name in named)


class Schedule:
    def __init__(self, clock: Clock, ticks: Ticks) -> None:
        self._clock, self._ticks = clock, ticks
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        self._leaps: set[asyncio.Task[object]] = set()

    def start(self, *, looks_for_work: bool = True) -> None:
        """Without work there is only what each process knows for itself: the rules, the people, the
        channels, and what it was told.
        """
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a tick still runs at its next turn is no news
        ticks, every = self._ticks, self._scheduler.add_job
        every(_named("policy", ticks.policy), "interval", seconds=1)
        every(_named("workspaces", ticks.workspaces), "interval", seconds=5)
        every(_named("groups", ticks.groups), "interval", seconds=5)
        every(_named("calls", ticks.calls), "interval", seconds=1)
        every(_named("tokens", ticks.tokens), "interval", seconds=10)
        every(_named("channels", ticks.channels), "interval", minutes=30)
        every(_named("people", ticks.people), "interval", hours=24)
        if looks_for_work:
            every(_named("seals", ticks.seals), "interval", seconds=1)
            every(_named("board", ticks.board), "interval", seconds=2)
            every(_named("reminders", ticks.reminders), "interval", seconds=5)
            every(_named("openings", ticks.openings), "interval", minutes=1)
            every(_named("approvals", ticks.approvals), "interval", seconds=5)
            every(_named("absences", ticks.absences), "interval", minutes=1)
            every(_named("digests", ticks.digests), "interval", minutes=1)
            every(_named("retention", ticks.retention), "interval", minutes=1)
            self._clock.on_jump(self._leap)
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
        for task in self._leaps:
            task.cancel()

    def _leap(self) -> None:
        """The story's clock was moved: look at once what that makes due."""
        for name, tick in self._ticks.of_the_story:
            task = asyncio.ensure_future(_named(name, tick)())
            self._leaps.add(task)
            task.add_done_callback(self._leaps.discard)


def _named(name: str, tick: Tick) -> Callable[[], Awaitable[None]]:
    """A tick that meets a bad moment says so and is called again at its next turn."""

    async def run() -> None:
        try:
            with caused():
                await tick()
        except asyncio.CancelledError:
            log.debug("a tick was interrupted by the end", tick=name)
        except (ConnectorError, DatabaseError) as error:
            log.warning("a tick failed, it comes again", tick=name, reason=str(error))

    run.__name__ = name
    return run
