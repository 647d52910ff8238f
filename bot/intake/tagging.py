"""What Galley itself says of a picture: its type, what such an asset has from the first, and what is suggested."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.history import History
from bot.policy import Policy
from bot.suggestions import open_suggestions
from models.asset import Asset, Version, title_from
from models.attributes.defaults import Occasion, defaults
from models.attributes.reading import Value
from models.attributes.schema import ASSET_TYPE
from models.attributes.sorts import Picture, type_of
from models.attributes.suggesting import Desk, Hint, suggest, taken
from models.batch import Batch
from models.campaign import Campaign
from models.events import AttributesSuggested
from models.lookalike import lookalikes_of
from models.suggestion import Reply, Suggestion


class Tagging:
    """`channel` is the name of a channel of a workspace, by its id."""

    def __init__(self, *, clock: Clock, history: History, channel: Callable[[str, str], str | None]) -> None:
        self._clock, self._history, self._channel = clock, history, channel

    async def tag(self, session: AsyncSession, asset: Asset, version: Version, policy: Policy) -> None:
        """Once it is measured. What a person has said stays."""
        picture = await self._picture(session, asset, version)
        occasion = self._occasion(version, picture)
        _tell_type(asset, version, type_of(picture, policy.asset_types), occasion, policy)
        desk = _desk(asset, occasion, policy, await _of_lookalikes(session, asset, version))
        hints = suggest(picture, desk)
        counted = taken(hints, desk)
        made, outdated = await self._keep(session, asset, hints)
        if counted:
            asset.describe(dict(counted), file_name=version.file_name)
        if made or outdated:
            await session.flush()
            await self._history.record(session, _suggested(asset, made, outdated, counted))

    async def _keep(
        self, session: AsyncSession, asset: Asset, hints: Sequence[Hint]
    ) -> tuple[Sequence[Suggestion], Sequence[Suggestion]]:
        """What is new, and what nothing says any more."""
        known = (await open_suggestions(session, [asset.id])).get(asset.id, ())
        said = [(one.attribute, one.value, one.source) for one in known]
        new = [one for one in hints if (one.attribute, one.value, one.source) not in said]
        now = self._clock.now()
        made = [
            Suggestion(
                team_id=asset.team_id,
                asset_id=asset.id,
                attribute=one.attribute,
                value=one.value,
                source=one.source,
                made_at=now,
            )
            for one in new
        ]
        session.add_all(made)
        still = [(one.attribute, one.value, one.source) for one in hints]
        outdated = [one for one in known if (one.attribute, one.value, one.source) not in still]
        for one in outdated:
            one.answer(Reply.OUTDATED, by=None, at=now)
        return made, outdated

    def _occasion(self, version: Version, picture: Picture) -> Occasion:
        return Occasion(
            title=title_from(version.file_name),
            campaign=picture.campaign,
            submitter=version.submitter_id,
            at=self._clock.now(),
        )

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
            shape=str(facts.get("shape") or ""),
            colours=tuple(str(one["name"]) for one in facts.get("colours") or () if one.get("name")),
            fields={str(name): tuple(map(str, said)) for name, said in (facts.get("fields") or {}).items()},
        )


def _tell_type(asset: Asset, version: Version, asset_type: str, occasion: Occasion, policy: Policy) -> None:
    if not asset_type or asset.type:
        return
    own = {name: policy.reader(name) for name, one in policy.attributes_of(asset_type).items() if one.types}
    new = {name: one for name, one in defaults(own.items(), occasion).items() if not asset.attributes.get(name)}
    asset.describe({**new, ASSET_TYPE: asset_type}, file_name=version.file_name)


async def _of_lookalikes(session: AsyncSession, asset: Asset, version: Version) -> list[Mapping[str, Value]]:
    """What is known of those that are approved, and that its uploader may see; the likest first."""
    approved = [one.asset_id for one in lookalikes_of(version) if one.is_approved and one.is_for_all]
    if not approved:
        return []
    found = await session.exec(select(Asset).where(Asset.team_id == asset.team_id, col(Asset.id).in_(approved)))
    return [one.attributes for one in sorted(found, key=lambda one: approved.index(one.id))]


def _desk(asset: Asset, occasion: Occasion, policy: Policy, likenesses: Sequence[Mapping[str, Value]]) -> Desk:
    readers = {name: policy.reader(name) for name in policy.attributes_of(asset.type)}
    by_default = {"title": occasion.title, **defaults(readers.items(), occasion)}
    weak = {name for name, value in by_default.items() if asset.attributes.get(name) == value}
    return Desk(readers=readers, rules=policy.tag_rules, has=asset.attributes, weak=weak, likenesses=likenesses)


def _suggested(
    asset: Asset, made: Sequence[Suggestion], outdated: Sequence[Suggestion], counted: Mapping[str, Value]
) -> AttributesSuggested:
    return AttributesSuggested(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        suggested=tuple({"id": one.id, "attribute": one.attribute, "source": one.source} for one in made),
        outdated=tuple(one.id for one in outdated),
        taken=tuple(counted),
        title=asset.title,
        filled=asset.filled,
        asset_type=asset.type,
    )
