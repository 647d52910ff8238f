"""Alembic's entry: runs on the connection that revisions.py hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrateOperation, MigrationScript
from sqlalchemy import Connection, Enum
from sqlmodel import AutoString

from models.columns import Instant, Json, Sealed
from models.guards import GUARDS
from models.tables import METADATA


def plain(kind: str, column_type: Any, autogen: AutogenContext) -> str | Literal[False]:
    """A revision names what the database keeps, not our classes, which will change."""
    del autogen
    match column_type:
        case _ if kind != "type":
            return False
        case Instant():
            return "sa.DateTime(timezone=True)"
        case Json():
            return "sa.JSON()"
        case Enum():
            return f"sa.String(length={column_type.length})"
        case AutoString() | Sealed():
            return "sa.String()"
    return False


class Guards(MigrateOperation):
    """Statements of models/guards.py for one database, written out in the revision that makes their tables."""

    def __init__(self, dialect: str, statements: list[str]) -> None:
        self.dialect, self.statements = dialect, statements


@renderers.dispatch_for(Guards)
def _written_out(_: AutogenContext, guards: Guards) -> list[str]:
    """The blank line at the end closes the `if`."""
    executed = [f'op.execute("""\n{statement.strip()}\n""")' for statement in guards.statements]
    return [f'if op.get_bind().dialect.name == "{guards.dialect}":', *executed, ""]


def with_guards(_: object, __: object, scripts: list[MigrationScript]) -> None:
    for script in scripts:
        operations = script.upgrade_ops.ops if script.upgrade_ops else []
        made = [one.table_name for one in operations if isinstance(one, CreateTableOp)]
        for dialect, tables in GUARDS.items():
            statements = [statement for table in made for statement in tables.get(table, ())]
            operations += [Guards(dialect, statements)] if statements else []


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=context.get_head_revision() is not None,  # SQLite alters a table by copying it
    render_item=plain,
    process_revision_directives=with_guards,
)
context.run_migrations()
