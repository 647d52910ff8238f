"""`galley doctor`: what works, what does not, and what to do about it."""

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telling import TROUBLE, failing, say

if TYPE_CHECKING:
    from bot.config import Config
    from bot.doctor.findings import Finding

SIGNS = {"well": "[green]✓[/green]", "note": "[yellow]•[/yellow]", "ill": "[red]✗[/red]"}


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON, for programs.")] = False,
) -> None:
    """Examine every system: reachable, credentials good, scopes, clocks, database, jobs. Exit code 1 on trouble."""
    from bot import logs, playground
    from bot.config import Config
    from bot.doctor.findings import has_trouble

    with failing():
        logs.configure(level="ERROR", as_json=False)
        findings = asyncio.run(_examine(playground.beside(Config()), aloud=not as_json))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2))
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
    from rich.markup import escape

    say(f"{SIGNS[finding.condition]} [bold]{finding.system}[/bold]  {escape(finding.sentence)}")
    if finding.remedy:
        say(f"  [dim]→ {escape(finding.remedy)}[/dim]")
