"""Alembic itself: upgrade a database, or draft the next revision. Imported only when there is something to do."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, StaticPool, create_engine, text

from models.migrations import FOLDER, head


def upgrade(connection: Connection, folder: Path = FOLDER) -> None:
    """In the caller's transaction: all of it happens or nothing. Notes which Galleys may run on what it makes."""
    config = _config(connection, folder)
    command.upgrade(config, "head")
    oldest = max(one.module.oldest_galley for one in ScriptDirectory.from_config(config).walk_revisions())
    connection.execute(text("DELETE FROM compatibility"))
    noted = {"revision": head(folder), "oldest": oldest}
    connection.execute(text("INSERT INTO compatibility (revision, oldest) VALUES (:revision, :oldest)"), noted)


def draft(message: str) -> None:
    """Write the revision that leads from the newest one to the tables of today, to be read before it is committed."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    number = f"{int(head()) + 1:04}" if any((FOLDER / "versions").glob("[0-9]*_*.py")) else "0001"
    with engine.begin() as connection:
        config = _config(connection, FOLDER)
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=number)


def _config(connection: Connection, folder: Path) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config
