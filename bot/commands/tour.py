"""`galley tour`: a story played against a running Galley."""

import asyncio
from typing import Annotated

import typer

from bot.commands.telling import failing


def tour(
    sandbox_url: Annotated[
        str, typer.Option(envvar="GALLEY_SANDBOX_URL", help="The page of the sandbox that Galley plays in.")
    ] = ("http://127.0.0.1:8700"),
) -> None:
    """Play a photographer's upload from the first picture to the last receipt, and show what each person sees."""
    from bot.tour.play import play

    with failing():
        raise typer.Exit(asyncio.run(play(sandbox_url)))
