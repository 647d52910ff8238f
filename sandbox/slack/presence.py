"""Who the app is in one workspace, and by which installation: its own, or that of the whole organization."""

from sandbox.slack.installation import Installation, dormant
from sandbox.slack.org import Org
from sandbox.slack.shared import Shared
from sandbox.slack.team import SANDBOX, Team


class Presence:
    def __init__(self, team: Team, shared: Shared) -> None:
        self.team = team
        self._shared = shared
        self.begin()

    def begin(self) -> None:
        """On the first morning the app is installed in the first workspace only."""
        self.own = self._shared.first_installation() if self.team is SANDBOX else dormant(self.team.id)

    @property
    def installation(self) -> Installation:
        org = self._shared.org
        return org.installation if org.installation is not None and org.reaches(self.team) else self.own

    @property
    def is_installed(self) -> bool:
        return not self.installation.is_uninstalled

    @property
    def bot_user(self) -> str:
        return self._shared.org.bot_user if self.installation.is_org_wide else self.team.bot_user

    @property
    def bot(self) -> str:
        return self._shared.org.bot if self.installation.is_org_wide else self.team.bot

    @property
    def enterprise(self) -> Org | None:
        return self._shared.org if self._shared.org.has(self.team) else None

    @property
    def installed_on(self) -> str:
        """`app_installed_team_id` of a view: the organization's id when it was installed there."""
        return self._shared.org.id if self.installation.is_org_wide else self.team.id
