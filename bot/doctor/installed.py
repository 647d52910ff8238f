"""The doctor and installations by OAuth: which hold, which have ended, and which cannot renew their token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urljoin

from bot.clock import Clock
from bot.config import Config
from bot.db import Database, DatabaseError
from bot.doctor.findings import Finding, ill, note
from bot.history import History
from bot.migrate import version
from bot.slack.installations import Installations
from bot.slack.installing import INSTALL
from bot.vault import Vault
from models.migrations import head


@asynccontextmanager
async def installations(config: Config, clock: Clock) -> AsyncIterator[Installations | None]:
    """None where none are taken, and where the database cannot be read: that is a finding of its own."""
    if not config.takes_installations or not _is_readable(config):
        yield None
        return
    db = Database(config.database)
    await db.open(alone=False)
    try:
        yield Installations(db=db, clock=clock, vault=Vault.open(config), history=History(clock))
    finally:
        await db.close()


async def of_installations(config: Config, kept: Installations) -> AsyncIterator[Finding]:
    rows, where = await kept.ours(), urljoin(config.base_url or "https://YOUR-GALLEY", INSTALL)
    if config.slack_bot_token is None and not any(row.holds for row in rows):
        yield note("Slack", "Nobody has installed Galley by OAuth yet.", f"An admin of the workspace opens {where}.")
    for row in rows:
        if row.ended_at is not None:
            since = f"{row.ended_at:%Y-%m-%d %H:%M} UTC"
            yield note("Slack", f"It has left {row.name} ({row.id}) on {since}: {row.ended_why}", f"To return: {where}")
        elif row.problem is not None:
            yield ill("Slack", f"{row.name} ({row.id}): {row.problem}", f"An admin of it opens {where}.")


def _is_readable(config: Config) -> bool:
    try:
        return version(config.database) == head()
    except DatabaseError:
        return False
