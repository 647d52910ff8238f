"""`galley chaos`: the whole run, from the first upload to the judgement."""

import asyncio
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from time import monotonic

from bot import playground
from bot.chaos import server
from bot.chaos.balancer import Balancer
from bot.chaos.blows import Blows, Struck
from bot.chaos.drama import Drama
from bot.chaos.evidence import Evidence
from bot.chaos.gaps import Gap, gaps
from bot.chaos.house import furnish
from bot.chaos.log import CallLog
from bot.chaos.plan import draw
from bot.chaos.ports import FIRST, Ports
from bot.chaos.replicas import Crew
from bot.chaos.row import Row
from bot.chaos.story import Story
from bot.tour.stage import Stage
from connectors.http import open_http


class Engine(StrEnum):
    EMBEDDED = "embedded"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, kw_only=True)
class Options:
    """`quiet`: seconds without a write after which all is said; `patience`: seconds without any progress."""

    items: int
    replicas: int
    kills: int
    seed: int
    engine: Engine
    transport: str = "socket"
    database_url: str | None = None
    restart_command: str | None = None
    first_port: int = FIRST
    tasks: float = 0.3
    quiet: float = 20.0
    patience: float = 120.0

    @property
    def command(self) -> str:
        """What repeats this run."""
        words = ["galley", "chaos", "--items", self.items, "--replicas", self.replicas, "--kills", self.kills]
        words += ["--seed", self.seed, "--engine", self.engine, "--transport", self.transport]
        words += ["--database-url", self.database_url] if self.database_url else []
        words += ["--restart-command", self.restart_command] if self.restart_command else []
        return shlex.join(map(str, words))


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """`rows` is the verdict; the rest is what it rests on."""

    rows: Sequence[Row]
    story: Story
    evidence: Evidence
    struck: Sequence[Struck]
    gaps: Sequence[Gap]
    seconds: float

    @property
    def troubles(self) -> int:
        return sum(row.troubles for row in self.rows)


Tell = Callable[[str], None]


def play(options: Options, tell: Tell) -> Judgement:
    """Raises server.NoServer and playground.NoSandbox."""
    ports = Ports(options.first_port)
    with ExitStack() as stack:
        home = stack.enter_context(_home())
        database = _database(options, stack)
        sandbox = stack.enter_context(playground.companion(ports.row(), starting=lambda: None))
        ground = Ground(home=home, sandbox=sandbox, database=database, ports=ports)
        return asyncio.run(_perform(options, ground, tell))


@dataclass(frozen=True, kw_only=True)
class Database:
    """`restart` is None where it cannot be torn down."""

    url: str | None
    restart: Callable[[], None] | None


def _database(options: Options, stack: ExitStack) -> Database:
    if options.engine is Engine.EMBEDDED:
        return Database(url=None, restart=None)
    if options.database_url is None:
        own = stack.enter_context(server.throwaway())
        return Database(url=own.address, restart=own.restart)
    command = options.restart_command
    restart = (lambda: _run(command)) if command else None
    return Database(url=options.database_url, restart=restart)


def _run(command: str) -> None:
    subprocess.run(shlex.split(command), check=True, stdout=subprocess.DEVNULL)  # noqa: S603  the operator's own


@contextmanager
def _home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="galley-chaos-"))
    (home / "data").mkdir()
    try:
        yield home
    finally:
        if "GALLEY_CHAOS_KEEP" not in os.environ:
            shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a run stands on."""

    home: Path
    sandbox: playground.Playground
    database: Database
    ports: Ports


async def _perform(options: Options, ground: Ground, tell: Tell) -> Judgement:
    began = monotonic()
    dice = Random(options.seed)  # noqa: S311  repeatable on purpose
    freezes = max(options.kills // 10, 1 if options.replicas > 1 else 0)
    plan = draw(
        dice,
        items=options.items,
        kills=options.kills,
        freezes=freezes,
        restarts=1 if ground.database.restart else 0,
        tasks=options.tasks,
    )
    async with Balancer(ground.ports.one()) as balancer, open_http(base_url=ground.sandbox.page, timeout=30) as http:
        stage = Stage(http)
        environment = furnish(
            ground.home,
            ground.sandbox,
            public_url=balancer.address,
            transport=options.transport,
            database_url=ground.database.url,
        )
        crew = Crew(environment, ground.home, ground.ports, balancer)
        blows = Blows(crew=crew, calls=CallLog(stage), restart=ground.database.restart)
        drama = Drama(
            stage=stage, story=Story(plan=plan), blows=blows, dice=dice, library=ground.home / "data" / "library"
        )
        try:
            crew.begin(options.replicas)
            await drama.open(request_url=balancer.address if options.transport == "http" else None)
            await drama.unfold(patience=options.patience)
            rows = await drama.settle(quiet=options.quiet, patience=options.patience, tell=tell)
        finally:
            crew.end()
        evidence = await drama.evidence()
        return Judgement(
            rows=rows,
            story=drama.story,
            evidence=evidence,
            struck=blows.struck,
            gaps=gaps(await blows.calls.read(), evidence),
            seconds=monotonic() - began,
        )
