"""A wrong tag: whoever may mend a picture opens what is known of it and corrects that, at any time of its life."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.views import View
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.belongings import of_team
from bot.db import Database
from bot.galley_yml import Policies
from bot.intake import forms
from bot.intake.describing import Describing
from bot.intake.threads import SHOWN, batches_at
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.parts import Message, context
from bot.slack.posts import Posts
from bot.slack.whispers import whisper
from models.asset import LIVE, Asset
from models.attributes.reading import Value
from models.batch import Batch
from models.roles import mending

_NOTHING = (
    "There is no picture here whose tags could be corrected. Use it on a card, a receipt, an announcement, "
    "or on the message that brought the picture."
)


class Correcting:
    def __init__(self, *, db: Database, policies: Policies, roles: Roles, posts: Posts, describing: Describing) -> None:
        self._db, self._policies, self._roles = db, policies, roles
        self._posts, self._describing = posts, describing

    async def form(self, asset_id: str, *, by: Actor) -> View | None:
        """Everything that is known of one picture. Raises NotAllowed."""
        asset = await self._mine(asset_id, by)
        return forms.correct_form(asset, self._policies.current) if asset else None

    async def of_batch(self, batch_id: str, *, by: Actor) -> View | Message:
        """From the card. Raises NotAllowed."""
        async with self._db.read() as session:
            batch = await of_team(session, Batch, by.team_id, batch_id)
        return await self._of_batches([batch] if batch else [], by) or Message(_NOTHING, (context(_NOTHING),))

    async def of_message(self, ts: str, thread_ts: str | None, *, by: Actor) -> View | None:
        """From the shortcut, on whatever shows a picture or answers it; None where whoever asks is told why not."""
        async with self._db.read() as session:
            places = [place for place in (ts, thread_ts) if place]
            found = [await batches_at(session, by.team_id, by.channel_id or "", one, kinds=SHOWN) for one in places]
        form = await self._of_batches(next((one for one in found if one), []), by)
        if form is None:
            async with self._db.write() as session:
                await whisper(self._posts, session, Message(_NOTHING, (context(_NOTHING),)), to=by)
        return form

    async def correct(self, asset_id: str, attributes: Mapping[str, Value], *, by: Actor) -> None:
        """What differs counts from now on, also where it is empty now. Raises NotAllowed."""
        if await self._mine(asset_id, by) is None:
            return
        async with self._db.write() as session:
            asset = await of_team(session, Asset, by.team_id, asset_id)
            if asset is not None:
                await self._describing.correct(session, asset, self._touched(asset, attributes), by=by)

    def _touched(self, asset: Asset, given: Mapping[str, Value]) -> Mapping[str, Value]:
        """Without what the form would say if nobody had touched it."""
        shown = forms.as_shown(asset, self._policies.current)
        return {name: value for name, value in given.items() if name not in shown or shown[name] != value}

    async def _of_batches(self, batches: Sequence[Batch], by: Actor) -> View | None:
        """At once where it is one picture, otherwise after the question which."""
        for batch in batches:
            await self._roles.must(mending(batch.submitter_id, by.person_id), by=by)
        async with self._db.read() as session:
            assets = await _live(session, batches)
        if len(assets) > 1:
            return forms.which_form(assets)
        return forms.correct_form(assets[0], self._policies.current) if assets else None

    async def _mine(self, asset_id: str, by: Actor) -> Asset | None:
        async with self._db.read() as session:
            asset = await of_team(session, Asset, by.team_id, asset_id)
        if asset is not None:
            await self._roles.must(mending(asset.submitter_id, by.person_id), by=by)
        return asset


async def _live(session: AsyncSession, batches: Sequence[Batch]) -> Sequence[Asset]:
    of_them = (col(Asset.batch_id).in_([batch.id for batch in batches]), col(Asset.state).in_(LIVE))
    return (await session.exec(select(Asset).where(*of_them).order_by(col(Asset.batch_id), col(Asset.position)))).all()
