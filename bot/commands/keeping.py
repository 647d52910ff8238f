"""`galley backup` and `galley restore`: a house with an embedded database, kept and brought back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telling import failing, say

if TYPE_CHECKING:
    from bot.config import Config


def backup(into: Annotated[Path, typer.Argument(help="A folder that is not there yet.")]) -> None:
    """Copy the database and all files into a folder, while Galley runs. On the same disk files are linked."""
    from bot import playground
    from bot.clock import SystemClock
    from bot.config import Config
    from bot.keeping.backup import back_up

    with failing():
        config = playground.beside(Config())
        made = back_up(config, into, at=SystemClock().wall())
    say(f"{made.folder} holds {made.files} files and the database: {made.size_bytes:,} bytes, {made.revision}.")
    say(f"It does not hold the keys that open its secrets: {_keys(config)}. Keep a copy of them somewhere else.")


def restore(
    backup: Annotated[Path | None, typer.Argument(help="What galley backup made.")] = None,
    *,
    noted: Annotated[
        bool, typer.Option("--noted", help="A dump was brought back into PostgreSQL: only tell Galley so.")
    ] = False,
) -> None:
    """Bring a backup back, while Galley is stopped. What the backup does not know is looked up before it is done."""
    from bot import playground
    from bot.clock import SystemClock
    from bot.config import Config
    from bot.keeping.restore import note_return
    from bot.keeping.restore import restore as bring_back

    if (backup is None) is not noted:
        raise typer.BadParameter("name the folder of a backup, or say --noted after a pg_restore")
    with failing():
        config, at = playground.beside(Config()), SystemClock().wall()
        if backup is None:
            known = note_return(config, at=at)
            say(f"Noted: the database knows nothing of what happened after {known:%Y-%m-%d %H:%M:%S} UTC.")
            return
        done = bring_back(config, backup, at=at)
    say(f"The database is as it was at {done.knows_until:%Y-%m-%d %H:%M:%S} UTC; {done.files} files were brought back.")
    say(f"The keys that open its secrets must be as they were then: {_keys(config)}.")
    if done.replaced is not None:
        say(f"What was there before is {done.replaced}. Delete it when all is well.")
    if done.missing == 0:
        say("Every original that it speaks of is here.")
    else:
        say("[red]{count} originals that it speaks of are neither here nor in the backup.[/red]", count=done.missing)


def _keys(config: "Config") -> str:
    from bot.keeping.places import KEYS

    return "GALLEY_KEYS" if config.keys is not None else str(config.data.resolve() / KEYS)
