"""What a person names by its id is loaded by their workspace as well: an id may be anybody's."""

from typing import TypeVar

from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

Row = TypeVar("Row", bound=SQLModel)


async def of_team(session: AsyncSession, kind: type[Row], team_id: str, row_id: str | None) -> Row | None:
    """None for what is not there, and for what is another workspace's. `kind` has an `id` and a `team_id`."""
    columns = SQLModel.metadata.tables[str(kind.__tablename__)].columns
    wanted = select(kind).where(columns["id"] == row_id, columns["team_id"] == team_id)
    return (await session.exec(wanted)).first()
