"""Comparisons: a newer version beside an older one, once for each pair, whoever asks."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.belongings import of_team
from bot.clock import Clock
from bot.comparing import views
from bot.comparing.pairs import (
    Pair,
    comparison_of,
    may_see,
    pair_of,
    picture_of,
    read_beside,
    read_pair,
    refused_before,
)
from bot.db import Database, alone_with
from bot.jobs.port import Jobs
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.permalinks import Permalinks
from bot.slack.posts import Posts
from bot.slack.whispers import whisper
from bot.truth import read_card
from imaging import comparison as imaging
from models.asset import Asset
from models.comparison import Comparison
from models.events import VersionReady
from models.post import PostKind
from models.roles import Deed


class Comparisons:
    def __init__(
        self, *, db: Database, clock: Clock, jobs: Jobs, posts: Posts, roles: Roles, permalinks: Permalinks
    ) -> None:
        self._db, self._clock, self._jobs = db, clock, jobs
        self._posts, self._roles, self._permalinks = posts, roles, permalinks

    async def ask(self, asset_id: str, number: int, *, by: Actor) -> None:
        """For this version beside the one before it; answered in private, the picture comes into the thread."""
        is_theirs = await self._may_see(asset_id, by=by)
        async with self._db.write() as session:
            pair = await read_pair(session, by.team_id, asset_id, number - 1, number) if is_theirs else None
            answer = await self._answer(session, pair, by=by) if pair else views.nothing_there()
            await whisper(self._posts, session, answer, to=by)

    async def lay_beside(self, newer_id: str, older_id: str, *, by: Actor) -> None:
        """For a version beside the look-alike that its card names, for whoever may see both."""
        async with self._db.read() as session:
            pair = await read_beside(session, by.team_id, older_id, newer_id)
        of = [asset.id for asset in (pair.asset, pair.other) if asset] if pair else [""]
        is_theirs = all([await self._may_see(asset_id, by=by) for asset_id in of])
        async with self._db.write() as session:
            answer = await self._answer(session, pair, by=by) if pair and is_theirs else views.nothing_there()
            await whisper(self._posts, session, answer, to=by)

    async def begin(self, session: AsyncSession, event: VersionReady) -> None:
        """By itself, where somebody had refused a version: whether this one is what they asked for is seen at once."""
        asset_id = event.asset_id or ""
        refused = await refused_before(session, asset_id, event.version_id)
        pair = await read_pair(session, event.team_id, asset_id, refused, event.number) if refused else None
        if pair is not None and _unseen(pair) is None and await self._known(session, pair) is None:
            await self._order(session, pair, by=None)

    async def say_refused(self, session: AsyncSession, comparison: Comparison) -> None:
        """It could not be made: to whoever asked for it, or in the thread where nobody did."""
        message = views.refused(two(await pair_of(session, comparison)), comparison.refusal or views.NOT_NOW)
        if comparison.asked_by is not None:
            asked_by = Actor(team_id=comparison.team_id, person_id=comparison.asked_by, channel_id=comparison.asked_in)
            await whisper(self._posts, session, message, to=asked_by)
        elif card := await read_card(session, comparison.batch_id):
            await self._posts.say(
                session,
                team_id=comparison.team_id,
                kind=PostKind.LINE,
                subject_id=comparison.batch_id,
                key=f"comparison:{comparison.id}",
                channel_id=card.channel_id,
                thread_of=card.key,
                message=message,
            )

    async def _may_see(self, asset_id: str, *, by: Actor) -> bool:
        """Whoever may not is told who may. A guest who is named in galley.yml stays a guest."""
        async with self._db.read() as session:
            asset = await of_team(session, Asset, by.team_id, asset_id)
            is_seen = asset is not None and await may_see(session, by, asset)
        if not is_seen:
            await self._roles.must(Deed.SEE_OTHERS, by=by)
        return is_seen

    async def _answer(self, session: AsyncSession, pair: Pair, *, by: Actor) -> Message:
        known = await self._known(session, pair)
        if known is not None:
            return await self._standing(session, pair, known)
        if (why := _unseen(pair)) is not None:
            return views.refused(two(pair), why)
        await self._order(session, pair, by=by)
        return views.coming(two(pair))

    async def _known(self, session: AsyncSession, pair: Pair) -> Comparison | None:
        """Of two who ask at once, the second sees the first."""
        await alone_with(session, f"compare:{pair.older.id}:{pair.newer.id}")
        return await comparison_of(session, pair)

    async def _standing(self, session: AsyncSession, pair: Pair, known: Comparison) -> Message:
        if known.refusal is not None:
            return views.refused(two(pair), known.refusal)
        picture = await picture_of(session, known)
        if picture is None or picture.shared_at is None or known.found is None:
            return views.under_way(two(pair))
        place = self._permalinks.file(known.team_id, picture.slack_file_id or "", picture.file_name)
        return views.there(two(pair), imaging.Comparison.from_json(known.found), place)

    async def _order(self, session: AsyncSession, pair: Pair, *, by: Actor | None) -> None:
        comparison = Comparison(
            team_id=pair.asset.team_id,
            batch_id=pair.asset.batch_id,
            asset_id=pair.asset.id,
            older_id=pair.older.id,
            newer_id=pair.newer.id,
            asked_by=by.person_id if by else None,
            asked_in=by.channel_id if by else None,
            asked_at=self._clock.now(),
        )
        session.add(comparison)
        await session.flush()
        await self._jobs.submit(
            session,
            kind="imaging.compare",
            subject=comparison.id,
            lane=f"compare:{comparison.batch_id}",
            key=f"compare:{pair.older.id}:{pair.newer.id}",
            team_id=comparison.team_id,
        )


def two(pair: Pair) -> views.Two:
    title = pair.asset.title if pair.neighbours > 1 or pair.other else ""
    other = pair.other.title if pair.other else ""
    return views.Two(older=pair.older.number, newer=pair.newer.number, title=title, other=other)


def _unseen(pair: Pair) -> str | None:
    """Why one of the two cannot be looked at; None where both can."""
    for one in (pair.older, pair.newer):
        if one.facts is None:
            return views.never_opened(one.number)
        if one.facts.get("no_preview"):
            return views.never_shown(one.number, str(one.facts["no_preview"]))
    return None
