"""Choosing: somebody says what they want to be told, and about which pictures they want no messages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.matters import MATTERS
from bot.slack.actor import Actor
from models.approval import Seat, Stage
from models.asset import Asset, Version
from models.calendar import QuietHours
from models.choices import Choices
from models.mute import Mute
from models.people_events import AssetMuted, AssetUnmuted, NoticesChosen
from models.person import Person
from models.post import Post

MOST = 100  # muted pictures that a form shows


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the form begins with. `hours` are the person's own, or the team's; `muted` are (title, asset id)."""

    choices: Choices
    hours: QuietHours
    zone: str
    muted: Sequence[tuple[str, str]]


class Choosing:
    def __init__(self, *, db: Database, clock: Clock, history: History, policies: Policies) -> None:
        self._db, self._clock, self._history, self._policies = db, clock, history, policies

    @property
    def team_hours(self) -> QuietHours:
        return self._policies.current.quiet_hours

    async def open(self, by: Actor) -> Chosen:
        async with self._db.read() as session:
            person = await session.get(Person, (by.team_id, by.person_id))
            muted = await _muted(session, by)
        choices = person.chosen if person else Choices()
        return Chosen(
            choices=choices,
            hours=choices.hours(self.team_hours),
            zone=person.zone if person else "UTC",
            muted=[(asset.title, asset.id) for asset in muted[:MOST]],
        )

    async def choose(self, choices: Choices, *, still_muted: Collection[str] | None, by: Actor) -> None:
        """`still_muted`: of what the form showed as muted only these stay so; None where it showed none."""
        async with self._db.write() as session:
            person = await session.get(Person, (by.team_id, by.person_id))
            if person is not None and person.chosen != choices:
                person.choices = choices.to_json()
                person.digested_at = person.digested_at or self._clock.now()  # the first digest tells from now on
                await session.flush()
                chosen = NoticesChosen(team_id=by.team_id, actor_id=by.person_id, chosen=choices.to_json())
                await self._history.record(session, chosen)
            if still_muted is not None:
                shown = {asset.id for asset in (await _muted(session, by))[:MOST]}
                await self._unmute(session, shown - set(still_muted), by)

    async def mute(self, asset_ids: Collection[str], *, by: Actor) -> None:
        """Those of these pictures that are of their workspace, and not muted yet."""
        async with self._db.write() as session:
            known = await _known(session, by, asset_ids)
            for asset_id in known - {asset.id for asset in await _muted(session, by)}:
                mute = Mute(asset_id=asset_id, person_id=by.person_id, team_id=by.team_id, muted_at=self._clock.now())
                session.add(mute)
                await session.flush()
                muted = AssetMuted(team_id=by.team_id, asset_id=asset_id, actor_id=by.person_id)
                await self._history.record(session, muted)

    async def mute_batch(self, batch_id: str, *, by: Actor) -> Sequence[str]:
        """What of this batch they are asked or told about, or brought. Answers the titles."""
        async with self._db.read() as session:
            assets = await _of_batch(session, by, batch_id)
        await self.mute([asset.id for asset in assets], by=by)
        return [asset.title for asset in assets]

    async def unmute(self, asset_ids: Collection[str], *, by: Actor) -> None:
        async with self._db.write() as session:
            await self._unmute(session, asset_ids, by)

    async def _unmute(self, session: AsyncSession, asset_ids: Collection[str], by: Actor) -> None:
        theirs = (Mute.team_id == by.team_id, Mute.person_id == by.person_id)
        wanted = select(Mute).where(*theirs, col(Mute.asset_id).in_(set(asset_ids)))
        for mute in (await session.exec(wanted)).all():
            await session.delete(mute)
            unmuted = AssetUnmuted(team_id=by.team_id, asset_id=mute.asset_id, actor_id=by.person_id)
            await self._history.record(session, unmuted)


async def _known(session: AsyncSession, by: Actor, asset_ids: Collection[str]) -> set[str]:
    wanted = select(Asset.id).where(Asset.team_id == by.team_id, col(Asset.id).in_(set(asset_ids)))
    return set((await session.exec(wanted)).all())


async def _muted(session: AsyncSession, by: Actor) -> Sequence[Asset]:
    """Newest first."""
    theirs = (Mute.team_id == by.team_id, Mute.person_id == by.person_id)
    wanted = select(Asset).join(Mute, col(Mute.asset_id) == Asset.id).where(*theirs)
    return (await session.exec(wanted.order_by(col(Asset.id).desc()))).all()


async def _of_batch(session: AsyncSession, by: Actor, batch_id: str) -> Sequence[Asset]:
    seated = (
        select(Version.asset_id)
        .join(Stage, col(Stage.version_id) == Version.id)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .where(Seat.person_id == by.person_id)
    )
    told = (Post.team_id == by.team_id, Post.recipient_id == by.person_id, col(Post.kind).in_(MATTERS))
    is_told = select(Post.id).where(Post.subject_id == Asset.batch_id, *told).exists()
    is_theirs = col(Asset.id).in_(seated) | (col(Asset.submitter_id) == by.person_id) | is_told
    wanted = select(Asset).where(Asset.team_id == by.team_id, Asset.batch_id == batch_id, is_theirs)
    return (await session.exec(wanted.order_by(col(Asset.position)))).all()
