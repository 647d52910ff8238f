"""Where Galley is installed in Slack by OAuth: a row for each workspace, or for a whole Enterprise Grid."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json, Sealed


class Installation(SQLModel, table=True):
    """`id` is the workspace's (T...), or the organisation's (E...) when it holds for all of its workspaces. Installed
    again, it is the same row. A token is there while the installation holds, and erased the moment it ends.
    """

    __table_args__ = (Index("ix_installation_enterprise", "enterprise_id"),)

    id: str = Field(primary_key=True)
    enterprise_id: str | None = None
    is_org_wide: bool = False
    name: str
    address: str  # such as https://acme.slack.com/
    bot_id: str
    bot_user_id: str
    scopes: list[str] = Field(default_factory=list, sa_type=Json)
    token: str | None = Field(default=None, sa_type=Sealed)
    refresh_token: str | None = Field(default=None, sa_type=Sealed)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)  # None: it lasts (no token rotation)
    refreshing_until: datetime | None = Field(default=None, sa_type=Instant)  # real time; one replica at a time
    problem: str | None = None  # why its token could not be refreshed
    installed_at: datetime = Field(sa_type=Instant)
    installed_by: str
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_why: str | None = None

    @property
    def holds(self) -> bool:
        return self.ended_at is None and self.token is not None

    def end(self, why: str, *, at: datetime) -> None:
        """Removed, or its token revoked."""
        self.token = self.refresh_token = self.expires_at = self.refreshing_until = self.problem = None
        self.ended_at, self.ended_why = at, why


class GridWorkspace(SQLModel, table=True):
    """A workspace that was met under an organisation's installation: its jobs find the token by this."""

    __tablename__ = "grid_workspace"

    team_id: str = Field(primary_key=True)
    enterprise_id: str
    met_at: datetime = Field(sa_type=Instant)


class InstallState(SQLModel, table=True):
    """What somebody's browser has brought back from Slack's consent page: it is good once."""

    __tablename__ = "install_state"

    digest: str = Field(primary_key=True)  # SHA-256 of it
    expires_at: datetime = Field(sa_type=Instant)
