"""`galley backup` and `galley restore`: a house with an embedded database, kept and brought back."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.telling import failing, say


def backup(into: Annotated[Path, typer.Argument(help="A folder that is not there yet.")]) -> None:
    """Copy the database and all files into a folder, while Galley runs. On the same disk files are linked."""
    from bot import playground
    from bot.clock import SystemClock
    from bot.config import Config
    from bot.keeping.backup import back_up

    with failing():
        made = back_up(playground.beside(Config()), into, at=SystemClock().wall())
    say(f"{made.folder} holds {made.files} files and the database: {made.size_bytes:,} bytes, {made.revision}.")


def restore(backup: Annotated[Path, typer.Argument(help="What galley backup made.")]) -> None:
    """Bring a backup back, while Galley is stopped. What the backup does not know is looked up before it is done."""
    from bot import playground
    from bot.clock import SystemClock
    from bot.config import Config
    from bot.keeping.restore import restore as bring_back

    with failing():
        done = bring_back(playground.beside(Config()), backup, at=SystemClock().wall())
    say(f"The database is as it was at {done.knows_until:%Y-%m-%d %H:%M:%S} UTC; {done.files} files were brought back.")
    if done.replaced is not None:
        say(f"What was there before is {done.replaced}. Delete it when all is well.")
    if done.missing:
        say("[red]{count} originals that it speaks of are neither here nor in the backup.[/red]", count=done.missing)
