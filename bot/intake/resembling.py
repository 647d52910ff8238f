"""Whether a picture that comes in looks like one that is here: noted, and said to whoever may see that one."""

from collections.abc import Callable, Iterable, Mapping

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import alone_with
from bot.galley_yml import Policies
from bot.history import History
from bot.looks import alike, remember
from bot.roles import sees_others
from bot.slack.actor import Actor
from models.asset import LIVE, Asset, Version
from models.events import LikenessFound
from models.likeness import distance, look_of, nearness
from models.lookalike import LookAlike, worth_telling
from models.post import Post, PostKind
from models.publication import Publication

MOST = 200  # look-alikes of which more is read than their look: the nearest

Permalink = Callable[[Post], str]
Known = Callable[[str, str], str | None]
Row = tuple[Asset, Version, Post | None, Publication | None]


class Resemblance:
    """`channel` answers with a channel's id, by workspace and name."""

    def __init__(self, *, history: History, policies: Policies, channel: Known, permalink: Permalink) -> None:
        self._history, self._policies = history, policies
        self._channel, self._permalink = channel, permalink

    async def look(self, session: AsyncSession, asset: Asset, version: Version) -> None:
        """Of two that come at once, the second sees the first."""
        await alone_with(session, f"looks:{version.team_id}")
        looks = await alike(session, version)
        await remember(session, version)
        told = worth_telling(await self._seen(session, asset, version, looks)) if looks else ()
        if not told:
            return
        version.lookalikes = [one.to_json() for one in told]
        await session.flush()
        found = LikenessFound(
            team_id=asset.team_id,
            asset_id=asset.id,
            batch_id=asset.batch_id,
            version_id=version.id,
            alike=tuple(version.lookalikes),
        )
        await self._history.record(session, found)

    async def _seen(
        self, session: AsyncSession, asset: Asset, version: Version, looks: Mapping[str, int]
    ) -> list[LookAlike]:
        """Those that whoever sees the card may see: on the same one, or on a card of the same channel."""
        own = look_of((version.facts or {})["dhash"])
        nearest = sorted(looks, key=lambda one: distance(own, looks[one]))[:MOST]
        channel = self._channel(asset.team_id, self._policies.current.review.channel)
        rows = await _rows(session, asset, nearest, channel or "")
        submitter = Actor(team_id=asset.team_id, person_id=version.submitter_id)
        sees_all = await sees_others(session, submitter)
        return [
            self._told(
                row, asset, own, looks[row[1].id], is_for_all=sees_all or row[0].submitter_id == submitter.person_id
            )
            for row in rows
        ]

    def _told(self, row: Row, asset: Asset, own: int, look: int, *, is_for_all: bool) -> LookAlike:
        other, version, card, publication = row
        near = nearness(own, look)
        assert near is not None  # noqa: S101 - or it would not have been found
        return LookAlike(
            asset_id=other.id,
            version_id=version.id,
            title=other.title,
            state=other.state,
            since=publication.published_at if publication else other.created_at,
            nearness=near,
            apart=distance(own, look),
            version=version.number if version.number != other.version_number else None,
            place=self._permalink(card) if card and other.batch_id != asset.batch_id else "",
            position=other.position if other.batch_id == asset.batch_id else None,
            is_for_all=is_for_all,
        )


async def _rows(session: AsyncSession, asset: Asset, version_ids: Iterable[str], channel: str) -> list[Row]:
    """Of other pictures that live. What was withdrawn or refused is for whoever asks about that."""
    on_its_card = (
        (col(Post.subject_id) == Asset.batch_id) & (col(Post.kind) == PostKind.CARD) & col(Post.ts).is_not(None)
    )
    wanted = (
        select(Asset, Version, Post, Publication)
        .join(Version, col(Version.asset_id) == Asset.id)
        .outerjoin(Post, on_its_card & (col(Post.channel_id) == channel))
        .outerjoin(Publication, col(Publication.version_id) == Version.id)
        .where(col(Version.id).in_(list(version_ids)), Version.team_id == asset.team_id, Asset.id != asset.id)
        .where(col(Asset.state).in_(LIVE), col(Version.number) > 0)
        .where(or_(col(Post.id).is_not(None), col(Asset.batch_id) == asset.batch_id))
    )
    return [(other, version, card, published) for other, version, card, published in await session.exec(wanted)]
