"""Who leads a picture: of its campaign, where galley.yml names one."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.slack.people import People
from models.asset import Asset
from models.campaign import Campaign
from models.person import Person


class Leading:
    def __init__(self, *, policies: Policies, people: People) -> None:
        self._policies, self._people = policies, people

    async def of(self, session: AsyncSession, asset: Asset) -> Sequence[Person]:
        campaign = await session.get(Campaign, asset.campaign_id) if asset.campaign_id else None
        meant = self._policies.current.expand(["role:lead"], campaign=campaign.title if campaign else "")
        found, _ = await self._people.find(session, asset.team_id, meant)
        return found
