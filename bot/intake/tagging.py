"""What Galley itself says of a picture: its type, and what an asset of that type has from the first."""

from collections.abc import Callable
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.policy import Policy
from models.asset import Asset, Version, title_from
from models.attributes.defaults import Occasion, defaults
from models.attributes.schema import ASSET_TYPE
from models.attributes.sorts import Picture, type_of
from models.batch import Batch
from models.campaign import Campaign


class Tagging:
    """`channel` is the name of a channel of a workspace, by its id."""

    def __init__(self, *, clock: Clock, channel: Callable[[str, str], str | None]) -> None:
        self._clock, self._channel = clock, channel

    async def tell_type(self, session: AsyncSession, asset: Asset, version: Version, policy: Policy) -> None:
        """Once it is measured; what somebody has said of its type stays."""
        picture = await self._picture(session, asset, version)
        asset_type = asset.type or type_of(picture, policy.asset_types)
        if not asset_type or asset.type:
            return
        occasion = Occasion(
            title=title_from(version.file_name),
            campaign=picture.campaign,
            submitter=version.submitter_id,
            at=self._clock.now(),
        )
        own = {name: policy.reader(name) for name, one in policy.attributes_of(asset_type).items() if one.types}
        new = {name: one for name, one in defaults(own.items(), occasion).items() if not asset.attributes.get(name)}
        asset.describe({**new, ASSET_TYPE: asset_type}, file_name=version.file_name)

    async def _picture(self, session: AsyncSession, asset: Asset, version: Version) -> Picture:
        batch = await session.get_one(Batch, asset.batch_id)
        campaign = await session.get(Campaign, asset.campaign_id) if asset.campaign_id else None
        name = self._channel(asset.team_id, batch.channel_id)
        facts: dict[str, Any] = version.facts or {}
        return Picture(
            file_name=version.file_name,
            channels=(batch.channel_id, *([name] if name else [])),
            campaign=campaign.title if campaign else "",
            format=str(facts.get("format") or ""),
        )
