"""`galley policy lint` and `galley policy plan`: what is wrong with a galley.yml, and what a new one would change."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telling import TROUBLE, failing, refuse, say, tell_json

if TYPE_CHECKING:
    from bot.config import Config
    from bot.galley_yml import Edition
    from bot.policy_lint.findings import Finding
    from bot.policy_plan.flow import Plan

SIGNS = {"error": "[red]✗ error[/red]  ", "warning": "[yellow]• warning[/yellow]"}

policy = typer.Typer(help="Examine a galley.yml, or say what a new one would change.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@policy.command()
def lint(
    file: Annotated[Path | None, typer.Argument(help="A galley.yml; without it the one in force.")] = None,
    *,
    ask_slack: Annotated[bool, typer.Option("--ask-slack", help="Look people and groups up in Slack too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find what can never come true: stages without a turn, people or majority. Exit code 1 on errors."""
    from bot import playground
    from bot.config import Config
    from bot.policy_lint.findings import has_errors

    with failing():
        config = playground.beside(Config()) if ask_slack else Config()
        found = _lint(config, file or config.policy, ask_slack=ask_slack)
    if as_json:
        tell_json({"asked_slack": ask_slack, "findings": [asdict(one) for one in found]})
    else:
        _tell_findings(found, ask_slack=ask_slack)
    raise typer.Exit(TROUBLE if has_errors(found) else 0)


@policy.command()
def plan(
    new: Annotated[Path, typer.Argument(metavar="NEW.yml", help="The galley.yml that is to come into force.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say what would change, for whom, and under which edition the running approvals go on. Nothing is written."""
    from bot import logs, playground
    from bot.config import Config
    from bot.galley_yml import read
    from bot.policy_plan import flow
    from bot.policy_plan.words import as_document, in_words

    with failing():
        config = playground.beside(Config())
        logs.configure(level="ERROR", as_json=False, secrets=config.secrets)
        planned: Plan = asyncio.run(flow.plan(config, new, read(new)))
    if as_json:
        tell_json(as_document(planned))
        return
    for line in in_words(planned):
        say("{line}", line=line)


def _lint(config: "Config", path: Path, *, ask_slack: bool) -> "tuple[Finding, ...]":
    from bot.galley_yml import InvalidPolicy, read, read_pilot
    from bot.policy_lint.findings import broken

    try:
        edition = read(path)
        pilot = read_pilot(path, edition.policy)
    except InvalidPolicy as invalid:
        return broken(invalid.mistakes, file="" if invalid.path == path else invalid.path.name)
    return asyncio.run(_ask_and_lint(config, edition, pilot)) if ask_slack else _lint_alone(edition, pilot)


def _lint_alone(edition: "Edition", pilot: "Edition | None") -> "tuple[Finding, ...]":
    from bot.clock import SystemClock
    from bot.policy_lint.lint import lint as find

    return find(edition, at=SystemClock().now(), pilot=pilot)


async def _ask_and_lint(config: "Config", edition: "Edition", pilot: "Edition | None") -> "tuple[Finding, ...]":
    """Each finding once, whichever workspaces have it."""
    from bot.clock import SystemClock
    from bot.doctor.census import censuses
    from bot.policy_lint.lint import lint as find
    from bot.policy_lint.names import people_of

    if not config.has_slack:
        raise refuse("There are no credentials (SLACK_BOT_TOKEN), so Slack cannot be asked. Leave out --ask-slack.")
    named = [name for one in (edition, pilot) if one for name in people_of(one.policy)]
    asked = await censuses(config, tuple(dict.fromkeys(named)))
    if not asked:
        raise refuse("No workspace has installed Galley yet, so Slack cannot be asked. Leave out --ask-slack.")
    found = [one for census in asked for one in find(edition, at=SystemClock().now(), census=census, pilot=pilot)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.file, one.line or 0)))


def _tell_findings(found: "tuple[Finding, ...]", *, ask_slack: bool) -> None:
    for one in found:
        say(f"{SIGNS[one.gravity]} {{said}}", said=str(one))
    if not found:
        say("Nothing is wrong: every stage can be reached, and its people can make it pass.")
    if not ask_slack:
        say("People and groups were not looked up in Slack; --ask-slack does that.")
