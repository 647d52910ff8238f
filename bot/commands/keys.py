"""`galley keys`: the keys that seal secrets in the database."""

import asyncio
from typing import Annotated, Literal

import typer

from bot.commands.telling import failing, refuse, say


def keys(
    verb: Annotated[
        Literal["show", "rotate", "new"],
        typer.Argument(help="show: how secrets are sealed; rotate: add a key and reseal all; new: print a fresh key."),
    ] = "show",
) -> None:
    """See how secrets are sealed, or put all of them under a new key. Interrupted, say it again."""
    from bot import playground, resealing
    from bot.config import Config
    from bot.vault import WrongKey, new_key

    if verb == "new":
        typer.echo(new_key())
        return
    with failing():
        config = playground.beside(Config())
        try:
            found = asyncio.run(resealing.rotate(config) if verb == "rotate" else resealing.look(config))
        except WrongKey as error:
            raise refuse(str(error)) from error
    if verb == "rotate":
        say(
            "A new key was added; the older ones stay, for backups." if found.has_new_key else "No key had to be added."
        )
        say(f"{found.resealed} secrets were sealed anew.")
    say(f"{found.current + found.resealed} secrets are under the newest key.")
    if found.older:
        say(f"{found.older} are under an older one: galley keys rotate puts them under the newest.")
    for one in found.unreadable:
        say(f"No key opens {one}.")
    raise typer.Exit(1 if found.unreadable else 0)
