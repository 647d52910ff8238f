"""`galley history ASSET`: everything that happened to one picture, from the append-only record."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telling import failing, refuse, say, show

if TYPE_CHECKING:
    from bot.biography import Biography


def history(
    asset: Annotated[str, typer.Argument(help="An asset's id, its title, or the name of one of its files.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
) -> None:
    """Print the history of one asset: what happened, when, and who did it."""
    from bot import biography, playground
    from bot.config import Config

    with failing():
        found = asyncio.run(biography.look_up(playground.beside(Config()), asset))
    if not found:
        raise refuse(f"No asset is called {asset!r}. Use its id, its title, or the name of one of its files.")
    if len(found) > 1:
        _tell_which(found)
        raise typer.Exit(1)
    _print(found[0], as_json=as_json)


def _tell_which(found: "list[Biography]") -> None:
    say("Several assets are called so. Say which one, by its id:")
    show(("id", "title", "state", "since"), [(one.asset_id, one.title, one.state, one.since) for one in found])


def _print(one: "Biography", *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(one.to_json(), ensure_ascii=False, indent=2))
        return
    say(f"[bold]{one.title}[/bold] · {one.asset_id} · {one.state}")
    show(("when", "who", "what"), [(line.when, line.who, line.what) for line in one.lines])
