"""Effect home.show: one person's App Home, as it stands today. At most every two seconds; twice does no harm."""

from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.models.views import View
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.home.flow import SHOW_HOME
from bot.home.page import Place, read_home
from bot.home.tending import Tending
from bot.home.views import home_view
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.outlook import Outlooks
from bot.slack.errors import SYSTEM
from bot.slack.methods import PUBLISH_HOME
from bot.slack.modals import publish_home
from bot.slack.workspaces import Workspaces
from connectors.errors import ConnectorError


@dataclass(frozen=True, kw_only=True)
class Drawn:
    team_id: str
    person_id: str
    view: View


class ShowHome(Effect[Drawn]):
    kind = SHOW_HOME
    limits = Limits(
        system=SYSTEM, by_team=True, quarantine=timedelta(0), spacing=timedelta(seconds=2), method=PUBLISH_HOME
    )

    def __init__(self, *, workspaces: Workspaces, outlooks: Outlooks, tending: Tending) -> None:
        self._workspaces, self._outlooks, self._tending = workspaces, outlooks, tending

    async def plan(self, session: AsyncSession, job: Claim) -> Drawn:
        place = Place.parse(job.subject)
        page = await read_home(session, place, self._outlooks, self._tending)
        return Drawn(team_id=place.team_id, person_id=place.person_id, view=home_view(page))

    async def send(self, plan: Drawn, job: Claim) -> Receipt:
        del job
        workspace = await self._workspaces.of(plan.team_id)
        await publish_home(workspace.client, plan.person_id, plan.view)
        return Receipt(remote_id=plan.person_id)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        """Somebody who left, or whose Slack has no Home: no admin can help, and the next change tries again."""
        del session, job, error
        return True
