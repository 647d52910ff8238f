"""The Enterprise organization that workspaces may belong to, docs.slack.dev/enterprise."""

from dataclasses import dataclass, field

from sandbox.slack.installation import Installation
from sandbox.slack.refusals import Json
from sandbox.slack.team import Team


@dataclass(kw_only=True)
class Org:
    """With no members there is no organization, as on the first morning."""

    id: str = "E0SANDBOX"
    name: str = "Sandbox Org"
    domain: str = "sandbox-org"
    bot_user: str = "W0GALLEY"  # one for all workspaces
    bot: str = "B9GALLEY"
    members: set[str] = field(default_factory=set)
    granted: set[str] = field(default_factory=set)  # to which of them an administrator added the app
    installation: Installation | None = None

    @property
    def is_installed(self) -> bool:
        return self.installation is not None and not self.installation.is_uninstalled

    def has(self, team: Team) -> bool:
        return team.id in self.members

    def reaches(self, team: Team) -> bool:
        """Whether the app is in this workspace by an installation for the whole organization."""
        return self.is_installed and team.id in self.granted

    def as_json(self) -> Json:
        return {"id": self.id, "name": self.name}
