"""Which Galleys may run on this database, so that two releases can stand side by side while one follows the other."""

from sqlmodel import Field, SQLModel


class Compatibility(SQLModel, table=True):
    """One row, written by each migration. It holds for the database's `revision` only; a Galley whose newest revision
    is at least `oldest` may run on it, even if it does not know the revision itself (docs/decisions/0010-upgrades.md).
    """

    revision: str = Field(primary_key=True)
    oldest: str
