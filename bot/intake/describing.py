"""What somebody says of a picture's attributes: kept, held against what was suggested, and told in history."""

from collections.abc import Mapping

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.inspecting import inspected
from bot.slack.actor import Actor
from bot.suggestions import answered, standing_suggestions
from models.asset import Asset, AssetState, Version
from models.attributes.reading import Value
from models.events import AttributesGiven


class Describing:
    def __init__(self, *, clock: Clock, history: History, policies: Policies) -> None:
        self._clock, self._history, self._policies = clock, history, policies

    async def describe(
        self, session: AsyncSession, asset: Asset, attributes: Mapping[str, Value], *, by: Actor
    ) -> None:
        """Whoever waited for what was missing goes on with that. An empty value says no to what was suggested."""
        new = {name: value for name, value in attributes.items() if value and value != asset.attributes.get(name)}
        standing = await standing_suggestions(session, asset.id)
        said = [one for one in standing if one.is_open or one.attribute in new]
        replies = answered(said, attributes, by=by.person_id, at=self._clock.now())
        if new or replies:
            await self._keep(session, asset, new, replies, by=by)

    async def correct(self, session: AsyncSession, asset: Asset, attributes: Mapping[str, Value], *, by: Actor) -> None:
        """Only what differs is said, also where it is empty now; what was suggested otherwise was wrong."""
        new = {name: one for name, one in attributes.items() if (one or None) != (asset.attributes.get(name) or None)}
        replies = answered(await standing_suggestions(session, asset.id), new, by=by.person_id, at=self._clock.now())
        if new:
            await self._keep(session, asset, new, replies, by=by)

    async def _keep(
        self, session: AsyncSession, asset: Asset, new: Mapping[str, Value], replies: Mapping[str, str], *, by: Actor
    ) -> None:
        version = await _current(session, asset)
        asset.describe(dict(new), file_name=version.file_name)
        given = AttributesGiven(
            team_id=asset.team_id,
            asset_id=asset.id,
            actor_id=by.person_id,
            batch_id=asset.batch_id,
            fields=tuple(new),
            title=asset.title,
            filled=asset.filled,
            asset_type=asset.type,
            replies=replies,
        )
        await session.flush()
        await self._history.record(session, given)
        if asset.state is AssetState.NEEDS_WORK and version.checks is not None:
            asset.state = AssetState.CHECKING
            await session.flush()
            await self._history.record(session, inspected(asset, version, self._policies.current))


async def _current(session: AsyncSession, asset: Asset) -> Version:
    wanted = select(Version).where(Version.asset_id == asset.id, Version.number == asset.version_number)
    return (await session.exec(wanted)).one()
