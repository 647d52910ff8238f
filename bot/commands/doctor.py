"""`galley doctor`: what works, what does not, and what to do about it; once, or as long as somebody watches."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telling import TROUBLE, failing, live, say, tell, tell_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bot.config import Config
    from bot.doctor.findings import Finding
    from bot.doctor.watch import Glance

SIGNS = {"well": "[green]✓[/green]", "note": "[yellow]•[/yellow]", "ill": "[red]✗[/red]"}


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and show how the work goes; Ctrl-C leaves.")] = False,
    every: Annotated[float, typer.Option(min=0.2, max=3600, help="With --watch: seconds between two looks.")] = 5,
) -> None:
    """Examine every system: reachable, credentials good, scopes, clocks, database, jobs. Exit code 1 on trouble."""
    from bot import logs, playground
    from bot.config import Config
    from bot.doctor.findings import has_trouble

    with failing():
        config = playground.beside(Config())
        logs.configure(level="ERROR", as_json=False, secrets=config.secrets)
        if watch:
            asyncio.run(_watch(config, every=every, as_json=as_json))
            return
        findings = asyncio.run(_examine(config, aloud=not as_json))
    if as_json:
        tell_json([asdict(one) for one in findings])
    raise typer.Exit(TROUBLE if has_trouble(findings) else 0)


async def _examine(config: "Config", *, aloud: bool) -> "list[Finding]":
    from bot.doctor.rounds import examine

    findings = []
    async for finding in examine(config):
        findings.append(finding)
        if aloud:
            _tell(finding)
    return findings


def _tell(finding: "Finding") -> None:
    say(f"{SIGNS[finding.condition]} [bold]{{system}}[/bold]  {{said}}", system=finding.system, said=finding.sentence)
    if finding.remedy:
        say("  [dim]→ {remedy}[/dim]", remedy=finding.remedy)


async def _watch(config: "Config", *, every: float, as_json: bool) -> None:
    from bot.doctor.watch import watching

    leave = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, leave.set)
    with live() as screen:
        show = _as_documents() if as_json else _as_lines() if screen is None else _as_a_table(screen)
        async with watching(config) as watch:
            while not leave.is_set():
                show(await watch.look())
                try:
                    await asyncio.wait_for(leave.wait(), every)
                except TimeoutError:
                    continue


def _as_documents() -> "Callable[[Glance], None]":
    from bot.doctor.watch import as_document

    return lambda glance: tell_json(as_document(glance), indent=None)


def _as_a_table(screen: "Callable[[RenderableType], None]") -> "Callable[[Glance], None]":
    from bot.doctor.watch_views import table

    return lambda glance: screen(table(glance))


def _as_lines() -> "Callable[[Glance], None]":
    """Only when something has changed."""
    from bot.clock import SystemClock
    from bot.doctor.watch_views import line

    said = ""

    def tell_news(glance: "Glance") -> None:
        nonlocal said
        if line(glance) != said:
            said = line(glance)
            tell(f"{SystemClock().wall():%H:%M:%S} {said}\n")

    return tell_news
