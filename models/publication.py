"""What left the house: renditions, and the place of an approved version in the library."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json
from models.ids import new_id


class Rendition(SQLModel, table=True):
    """One output of a recipe. `path` is below the data folder."""

    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    version_id: str = Field(foreign_key="version.id")
    name: str
    path: str
    media_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str


class Publication(SQLModel, table=True):
    """A version in a library. `receipt` is what the library answered, renditions included."""

    __table_args__ = (UniqueConstraint("version_id", "library"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    asset_id: str = Field(foreign_key="asset.id", index=True)
    version_id: str = Field(foreign_key="version.id")
    library: str
    remote_id: str
    location: str
    receipt: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    published_at: datetime = Field(sa_type=Instant)

    @property
    def shelf(self) -> str:
        """The location as people read it: without the server's own folders, `library/assets/...`."""
        if not self.location.startswith("/"):
            return self.location
        _, found, below = self.location.rpartition("/library/")
        return f"library/{below}" if found else self.location
