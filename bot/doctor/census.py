"""People as Galley finds them, in a database that is thrown away: the real one may be in use."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.db import Database
from bot.doctor.installed import installations
from bot.migrate import migrate
from bot.policy_lint.census import Asked
from bot.slack.people import People
from bot.slack.web import Web
from bot.slack.workspaces import Workspaces


async def censuses(config: Config, names: Sequence[str]) -> list[Asked]:
    """Of every workspace, each with whom these names mean there. Raises ConnectorError."""
    clock = SystemClock()
    async with Web(api_url=config.slack_api_url) as web, installations(config, clock) as kept:
        workspaces = Workspaces(web, token=config.bot_token, installations=kept)
        await workspaces.look()
        return [await _of_workspace(workspaces, clock, team_id, names) for team_id in workspaces.team_ids]


async def _of_workspace(workspaces: Workspaces, clock: Clock, team_id: str, names: Sequence[str]) -> Asked:
    meant = await whom(workspaces, clock, team_id, names)
    return Asked(meant, place=(await workspaces.of(team_id)).name)


async def whom(workspaces: Workspaces, clock: Clock, team_id: str, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Ids by name, none where a name means nobody. Raises ConnectorError."""
    async with _empty_database() as db:
        people = People(workspaces, db, clock)
        await people.refresh(team_id)
        async with db.read() as session:
            found = {name: (await people.find(session, team_id, [name]))[0] for name in names}
    return {name: tuple(person.slack_id for person in met) for name, met in found.items()}


@asynccontextmanager
async def _empty_database() -> AsyncIterator[Database]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'people.db'}"
        migrate(url)
        db = Database(url)
        try:
            yield db
        finally:
            await db.close()
