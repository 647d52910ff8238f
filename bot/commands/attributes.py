"""`galley attributes`: what is known of every picture and what it lacks, as CSV."""

import asyncio
import sys
from typing import TYPE_CHECKING

from bot.commands.telling import failing

if TYPE_CHECKING:
    from bot.config import Config


def attributes() -> None:
    """Print as CSV what is known of every picture and what it lacks, one line for each attribute."""
    from bot import playground
    from bot.config import Config

    with failing():
        asyncio.run(_print(playground.beside(Config())))


async def _print(config: "Config") -> None:
    from bot import archives
    from bot.galley_yml import read
    from bot.reports.table import table

    policy = read(config.policy).policy
    async with archives.visiting(config) as db, db.read() as session:
        async for line in table(session, policy):
            sys.stdout.buffer.write(line.encode("utf-8"))
