"""Alembic's entry: runs on the connection that revisions.py hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum
from sqlmodel import AutoString

from models.columns import Instant, Json
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
        case AutoString():
            return "sa.String()"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=context.get_head_revision() is not None,  # SQLite alters a table by copying it
    render_item=plain,
)
context.run_migrations()
