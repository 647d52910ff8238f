"""Suggestions in the database: which are open, which contradict one another, and what somebody's words make of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.policy import Policy
from models.asset import Asset
from models.attributes.completing import Sheet, gaps
from models.attributes.reading import Value
from models.attributes.schema import Moment
from models.attributes.suggesting import Hint, is_accepted
from models.suggestion import Reply, Suggestion

Open = Mapping[str, Sequence[Suggestion]]
"""By attribute, the first source first."""


async def standing_suggestions(session: AsyncSession, asset_id: str) -> Sequence[Suggestion]:
    """Those of one asset that are open, or that somebody has accepted."""
    stands = (col(Suggestion.reply).is_(None)) | (Suggestion.reply == Reply.ACCEPTED)
    wanted = select(Suggestion).where(Suggestion.asset_id == asset_id, stands).order_by(col(Suggestion.id))
    return (await session.exec(wanted)).all()


async def open_suggestions(session: AsyncSession, asset_ids: Collection[str]) -> Mapping[str, Sequence[Suggestion]]:
    """By asset."""
    wanted = select(Suggestion).where(col(Suggestion.asset_id).in_(asset_ids), col(Suggestion.reply).is_(None))
    found: dict[str, list[Suggestion]] = defaultdict(list)
    for one in await session.exec(wanted.order_by(col(Suggestion.id))):
        found[one.asset_id].append(one)
    return found


def sheet_of(asset: Asset, suggestions: Iterable[Suggestion], policy: Policy) -> Sheet:
    """What is still to be said of it, up to its publication."""
    readers = {name: policy.reader(name) for name in policy.attributes_of(asset.type)}
    hints = [Hint(attribute=one.attribute, value=one.value, source=one.source) for one in suggestions]
    now, later = policy.needed(asset.type, asset.coming), policy.needed(asset.type, Moment.PUBLISHED)
    found = gaps(readers, asset.attributes, now, hints, later=later)
    return Sheet(asset_id=asset.id, title=asset.title, gaps=found)


async def read_sheet(session: AsyncSession, asset: Asset, policy: Policy) -> Sheet:
    return sheet_of(asset, (await open_suggestions(session, [asset.id])).get(asset.id, ()), policy)


def answered(
    suggestions: Iterable[Suggestion], given: Mapping[str, Value], *, by: str, at: datetime
) -> Mapping[str, str]:
    """Note what somebody's words say to each open one, and to an accepted one what overrules it; the replies by id.
    What was not in the form stays as it is.
    """
    replies = {}
    for one in suggestions:
        if one.attribute in given and (one.is_open or not is_accepted(given[one.attribute], one.value)):
            reply = Reply.ACCEPTED if is_accepted(given[one.attribute], one.value) else Reply.CORRECTED
            one.answer(reply, by=by, at=at)
            replies[one.id] = str(reply)
    return replies
