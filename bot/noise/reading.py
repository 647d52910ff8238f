"""How often people were rung and decided since a moment: three questions, whatever the number of people."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Decision
from models.asset import Asset, Version
from models.noise import BUDGET, Loud, Noise, Ring
from models.post import PostKind


async def read_noise(
    session: AsyncSession, team_id: str, *, since: datetime, person_id: str | None = None
) -> Sequence[Noise]:
    """Of everybody in a workspace, or of one person, the most often rung first; `read_loud` tells of which pictures."""
    messages = await _messages(session, team_id, since, person_id)
    decisions = await _decisions(session, team_id, since, person_id)
    people = messages.keys() | decisions.keys()
    noise = [Noise(person_id=one, messages=messages.get(one, 0), decisions=decisions.get(one, 0)) for one in people]
    return sorted(noise, key=lambda one: (-one.messages, one.person_id))


async def read_loud(
    session: AsyncSession, team_id: str, people: Collection[str], *, since: datetime
) -> dict[str, tuple[Loud, ...]]:
    """By person, the pictures about which they were rung more often than the budget allows, the loudest first."""
    theirs = (Ring.team_id == team_id, col(Ring.person_id).in_(people), Ring.rang_at >= since, Ring.asset_id != "")
    which = (col(Ring.person_id), col(Ring.asset_id))
    loud = select(*which).where(*theirs).group_by(*which).having(func.count() > BUDGET)
    counted = (
        select(Ring.person_id, Asset, Ring.kind, func.count())
        .join(Asset, col(Asset.id) == Ring.asset_id)
        .where(*theirs, tuple_(*which).in_(loud))
        .group_by(col(Ring.person_id), col(Asset.id), col(Ring.kind))
    )
    kinds: dict[tuple[str, str], dict[PostKind, int]] = defaultdict(dict)
    titles: dict[str, str] = {}
    for person_id, asset, kind, count in (await session.exec(counted)).all():
        kinds[person_id, asset.id][PostKind(kind)] = count
        titles[asset.id] = asset.title
    return _by_person({key: Loud(title=titles[key[1]], kinds=told) for key, told in kinds.items()})


def _by_person(loud: dict[tuple[str, str], Loud]) -> dict[str, tuple[Loud, ...]]:
    found: dict[str, list[Loud]] = defaultdict(list)
    for (person_id, _), one in sorted(loud.items(), key=lambda pair: (-pair[1].rings, pair[0])):
        found[person_id].append(one)
    return {person_id: tuple(theirs) for person_id, theirs in found.items()}


async def _messages(session: AsyncSession, team_id: str, since: datetime, person_id: str | None) -> dict[str, int]:
    """A message about twenty pictures is one message."""
    each = select(Ring.person_id, Ring.post_id, Ring.ts).where(Ring.team_id == team_id, Ring.rang_at >= since)
    each = each.where(Ring.person_id == person_id) if person_id else each
    once = each.distinct().subquery()
    counted = select(once.c.person_id, func.count()).group_by(once.c.person_id)
    return dict((await session.exec(counted)).all())


async def _decisions(session: AsyncSession, team_id: str, since: datetime, person_id: str | None) -> dict[str, int]:
    made = select(Decision.person_id, func.count()).join(Version, col(Version.id) == Decision.version_id)
    made = made.where(Version.team_id == team_id, Decision.decided_at >= since)
    made = made.where(Decision.person_id == person_id) if person_id else made
    return dict((await session.exec(made.group_by(col(Decision.person_id)))).all())
