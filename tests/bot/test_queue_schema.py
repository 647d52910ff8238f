"""The tables of Procrastinate: older ones are brought forward, once, and what stood in them is still there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files

from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from bot import queue_schema
from bot.migrate import migrate
from tests.postgres import Postgres

OLDER = "Procrastinate 3.2.0, finished to 3.1.0"  # the release before it may have run beside it until now
ITS_LAST_FILE = "03.02.00_01"
SHAPE = text("""
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns
        WHERE table_name LIKE 'procrastinate%'
    UNION SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE proname LIKE 'procrastinate%'
    UNION SELECT 'index ' || indexdef FROM pg_indexes WHERE tablename LIKE 'procrastinate%'
    UNION SELECT 'trigger ' || tgname FROM pg_trigger
        WHERE NOT tgisinternal AND tgrelid = to_regclass('procrastinate_jobs')""")
VISIT = text("INSERT INTO procrastinate_jobs (queue_name, task_name, lock) VALUES ('lanes', 'galley.visit', 'a')")


def test_tables_of_an_older_release_are_brought_forward_with_their_visits(postgresql: Postgres) -> None:
    with begun(postgresql.ready()) as connection:
        wanted = shape(connection)
    with begun(older(postgresql)) as connection:
        left_behind = shape(connection) - wanted

        queue_schema.bring_up_to_date(connection)

        assert wanted <= shape(connection)
        assert shape(connection) - wanted < left_behind  # what only the releases before needed, goes a release later
        assert queue_schema.is_current(connection)
        assert connection.execute(text("SELECT lock, status FROM procrastinate_jobs")).all() == [("a", "todo")]


def test_of_two_that_start_at_once_one_brings_them_forward(postgresql: Postgres) -> None:
    url = older(postgresql)

    with ThreadPoolExecutor() as starts:
        list(starts.map(migrate, [url, url]))  # a file that runs twice would raise

    with begun(url) as connection:
        assert queue_schema.is_current(connection)
        noted = connection.execute(text("SELECT obj_description('procrastinate_jobs'::regclass, 'pg_class')")).scalar()
    assert str(noted).endswith("finished to 3.2.0")


def older(postgresql: Postgres) -> str:
    url = postgresql.ready()
    with begun(url) as connection:
        for table in ("events", "periodic_defers", "jobs", "workers"):
            connection.execute(text(f"DROP TABLE procrastinate_{table} CASCADE"))
        for kind in ("job_to_defer_v1", "job_event_type", "job_status"):
            connection.execute(text(f"DROP TYPE procrastinate_{kind} CASCADE"))
        for name in connection.execute(
            text("SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'procrastinate%'")
        ):
            connection.execute(text(f"DROP FUNCTION {name[0]} CASCADE"))
        folder = files("procrastinate.sql") / "migrations"
        for file in sorted((one for one in folder.iterdir() if one.name.endswith(".sql")), key=lambda one: one.name):
            if file.name <= f"{ITS_LAST_FILE}~":
                connection.connection.driver_connection.execute(file.read_text(encoding="utf-8"))
        connection.execute(VISIT)
        connection.execute(text(f"COMMENT ON TABLE procrastinate_jobs IS '{OLDER}'"))
    return url


def shape(connection: Connection) -> set[str]:
    return set(connection.execute(SHAPE).scalars())


@contextmanager
def begun(url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
