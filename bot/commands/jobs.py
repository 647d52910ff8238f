"""`galley jobs`: what was given up, and what becomes of it."""

import asyncio
from typing import Annotated

import typer

from bot.commands.telling import failing, refuse, say, show


def jobs(
    retry: Annotated[str | None, typer.Option(help="Try this job again, by its id.")] = None,
    drop: Annotated[str | None, typer.Option(help="Let this job never happen, by its id.")] = None,
) -> None:
    """List the jobs that need a look; try one again, or drop it. A running Galley notices within ten seconds."""
    from bot import playground, repairs
    from bot.config import Config
    from bot.jobs.port import NoSuchJob
    from models.job import WrongState

    with failing():
        config = playground.beside(Config())
        try:
            if retry:
                asyncio.run(repairs.retry(config, retry))
                say(f"{retry} will be tried again.")
            if drop:
                asyncio.run(repairs.drop(config, drop))
                say(f"{drop} will not happen.")
        except (NoSuchJob, WrongState) as error:
            raise refuse(str(error)) from error
        found = asyncio.run(repairs.troubles(config))
    if not found:
        say("No job needs a look.")
        return
    rows = [(one.id, one.kind, one.state, f"{one.since:%d %b %H:%M} UTC", one.problem) for one in found]
    show(("id", "kind", "state", "since", "problem"), rows)
