"""A picture of which somebody wants no messages. It still waits for them, in App Home and on its card."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import Instant


class Mute(SQLModel, table=True):
    """Until it is lifted, the row being taken away; history tells of both."""

    asset_id: str = Field(foreign_key="asset.id", primary_key=True)
    person_id: str = Field(primary_key=True)
    team_id: str
    muted_at: datetime = Field(sa_type=Instant)
