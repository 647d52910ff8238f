"""`galley receipt ASSET`: the decision receipt of a published version, from the history."""

import asyncio
from typing import Annotated

import typer

from bot.commands.history import one_of
from bot.commands.telling import failing, refuse, tell, tell_json


def receipt(
    asset: Annotated[str, typer.Argument(help="An asset's id, its title, or the name of one of its files.")],
    *,
    version: Annotated[int | None, typer.Option(help="The version; the newest published one unless given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, as galley verify reads it.")] = False,
) -> None:
    """Print what was approved, by whom, when, and on which entries of history that rests."""
    from bot import archives, playground
    from bot.audit.statement import Incomplete
    from bot.audit.wording import text
    from bot.config import Config

    with failing():
        config = playground.beside(Config())
        found = one_of(config, asset)
        try:
            written = asyncio.run(archives.write_receipt(config, found.asset_id, version))
        except Incomplete as error:
            raise refuse(f"There is no receipt: {error}.") from error
    if as_json:
        tell_json(written)
    else:
        tell(text(written))
