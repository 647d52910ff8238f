"""Which picture somebody means: by words of its title or file name, among those that they may see."""

from collections.abc import Sequence
from difflib import get_close_matches

from sqlalchemy import ColumnElement, union
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.roles import sees_others
from bot.slack.actor import Actor
from models.approval import Seat, Stage
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.post import Post, PostKind

MOST = 50  # of each kind that is looked at
MOST_WORDS = 12
LIKENESS = 0.6


async def meant(session: AsyncSession, actor: Actor, words: str) -> Sequence[Asset]:
    """Newest first; an exact title, or `#2` for the second of the latest, means one picture."""
    number = words.removeprefix("#")
    if words.startswith("#") and number.isdecimal() and len(number) < len(str(MOST)) + 1:
        return (await latest(session, actor))[int(number) - 1 : int(number)] if int(number) else ()
    found = await _visible(session, actor, words.casefold().split()[:MOST_WORDS])
    exact = [asset for asset in found if asset.title.casefold() == words.casefold()]
    return exact[:1] or found


async def latest(session: AsyncSession, actor: Actor) -> Sequence[Asset]:
    """Of this channel; where it has none, of whatever concerns this person."""
    here = await _visible(session, actor, (), only_here=True)
    return here or await _visible(session, actor, ())


async def alike(session: AsyncSession, actor: Actor, words: str) -> Sequence[str]:
    """Titles that somebody may have meant."""
    titles = {asset.title.casefold(): asset.title for asset in await _visible(session, actor, ())}
    return [titles[one] for one in get_close_matches(words.casefold(), titles, n=3, cutoff=LIKENESS)]


async def _visible(
    session: AsyncSession, actor: Actor, words: Sequence[str], *, only_here: bool = False
) -> Sequence[Asset]:
    ways = [] if only_here else [_mine(actor), _asked_of(actor)]
    if actor.channel_id is not None and await sees_others(session, actor):
        ways += [_dropped_in(actor.channel_id), _shown_in(actor.channel_id)]
    if not ways:
        return ()
    wanted = (col(Asset.team_id) == actor.team_id, col(Asset.state) != AssetState.DUPLICATE, *map(_has, words))
    newest = [way.where(*wanted).order_by(col(Asset.id).desc()).limit(MOST).subquery() for way in ways]
    ids = union(*(select(one.c.id) for one in newest)).subquery()
    found = select(Asset).where(col(Asset.id).in_(select(ids.c.id))).order_by(col(Asset.id).desc()).limit(MOST)
    return (await session.exec(found)).all()


def concern(actor: Actor) -> ColumnElement[bool]:
    """What somebody brought or is asked about."""
    return col(Asset.id).in_(_mine(actor)) | col(Asset.id).in_(_asked_of(actor))


def _mine(actor: Actor) -> SelectOfScalar[str]:
    return select(Asset.id).where(Asset.submitter_id == actor.person_id)


def _asked_of(actor: Actor) -> SelectOfScalar[str]:
    return (
        select(Asset.id)
        .join(Version, col(Version.asset_id) == Asset.id)
        .join(Stage, col(Stage.version_id) == Version.id)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .where(or_(col(Seat.person_id) == actor.person_id, col(Seat.substitute_id) == actor.person_id))
    )


def _dropped_in(channel_id: str) -> SelectOfScalar[str]:
    return select(Asset.id).join(Batch, col(Batch.id) == Asset.batch_id).where(Batch.channel_id == channel_id)


def _shown_in(channel_id: str) -> SelectOfScalar[str]:
    card = (Post.channel_id == channel_id, Post.kind == PostKind.CARD)
    return select(Asset.id).join(Post, col(Post.subject_id) == Asset.batch_id).where(*card)


def _has(word: str) -> ColumnElement[bool]:
    return col(Asset.search_text).contains(word, autoescape=True)
