"""The report on attributes: what pictures still lack, which one to complete next, and which rules are often wrong."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.galley_yml import Policies
from bot.policy import Policy
from bot.roles import Roles
from bot.slack.actor import Actor
from models.asset import LIVE, Asset
from models.attributes.completeness import WHOLE, Described, Kind, Tally, below, described, following, tallies
from models.attributes.schema import ASSET_TYPE, Moment
from models.attributes.suggesting import Hint
from models.attributes.trust import Source, doubtful
from models.refusal import Refusal
from models.roles import Deed
from models.suggestion import Reply, Suggestion

NEWEST = 5_000  # pictures that are looked at


class NotAShare(Refusal):
    def __init__(self, written: str) -> None:
        super().__init__(
            f"“{written[:20]}” is no share: write 1 to 100 per cent, such as /galley report attributes 80%."
        )


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """`least` in per cent; `opened_id`: the picture whose form was opened last. `is_cut`: there are older ones."""

    least: int
    looked_at: int
    is_cut: bool
    labels: Mapping[str, str]
    tallies: Sequence[Tally]
    below: Sequence[Described]
    doubtful: Sequence[Source]
    opened_id: str = ""


class Completeness:
    def __init__(self, *, db: Database, policies: Policies, roles: Roles) -> None:
        self._db, self._policies, self._roles = db, policies, roles

    async def read(self, written: str, *, by: Actor) -> Inventory:
        """`written`: the least share, as somebody types it. Raises NotAllowed and NotAShare."""
        await self._roles.must(Deed.REPORT, by=by)
        return await self._look(_share(written), by.team_id)

    async def next(self, cursor: str, *, by: Actor) -> Inventory:
        """`cursor`: the least share, and the picture that was opened last. Raises NotAllowed."""
        await self._roles.must(Deed.REPORT, by=by)
        least, _, last = cursor.partition("/")
        found = await self._look(_share(least), by.team_id)
        coming = following(found.below, last)
        return replace(found, opened_id=coming.asset_id if coming else "")

    async def _look(self, least: int, team_id: str) -> Inventory:
        policy = self._policies.current
        async with self._db.read() as session:
            rows = await _newest(session, team_id)
            hints = await _hints(session, team_id, since=rows[-1][0]) if rows else {}
            sources = await _sources(session, team_id)
        seen = list(_described(rows[:NEWEST], hints, policy))
        return Inventory(
            least=least,
            looked_at=len(seen),
            is_cut=len(rows) > NEWEST,
            labels={name: one.label for name, one in policy.attributes.items()},
            tallies=tallies(seen),
            below=below(seen, least),
            doubtful=doubtful(sources),
        )


def _share(written: str) -> int:
    digits = written.strip().removesuffix("%").strip()
    if not digits:
        return WHOLE
    if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits[:4]) <= WHOLE):
        raise NotAShare(written)
    return int(digits)


async def _newest(session: AsyncSession, team_id: str) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Their ids and attributes; one more than is looked at, if there are so many."""
    wanted = select(Asset.id, Asset.attributes).where(Asset.team_id == team_id, col(Asset.state).in_(LIVE))
    return (await session.exec(wanted.order_by(col(Asset.id).desc()).limit(NEWEST + 1))).all()


async def _hints(session: AsyncSession, team_id: str, *, since: str) -> Mapping[str, Sequence[Hint]]:
    """What is suggested and not answered, of every picture from that one on."""
    of_them = (Suggestion.team_id == team_id, Suggestion.asset_id >= since, col(Suggestion.reply).is_(None))
    found: dict[str, list[Hint]] = defaultdict(list)
    for one in await session.exec(select(Suggestion).where(*of_them).order_by(col(Suggestion.id))):
        found[one.asset_id].append(Hint(attribute=one.attribute, value=one.value, source=one.source))
    return found


async def _sources(session: AsyncSession, team_id: str) -> Sequence[Source]:
    answered = (Suggestion.team_id == team_id, col(Suggestion.reply).in_((Reply.ACCEPTED, Reply.CORRECTED)))
    each = (col(Suggestion.source), col(Suggestion.reply))
    counts: dict[str, dict[Reply | None, int]] = defaultdict(dict)
    for source, reply, count in await session.exec(select(*each, func.count()).where(*answered).group_by(*each)):
        counts[source][reply] = count
    return [
        Source(name=name, accepted=told.get(Reply.ACCEPTED, 0), corrected=told.get(Reply.CORRECTED, 0))
        for name, told in counts.items()
    ]


def _described(
    rows: Sequence[tuple[str, Mapping[str, Any]]], hints: Mapping[str, Sequence[Hint]], policy: Policy
) -> Iterator[Described]:
    """Pictures of the type that galley.yml names first come first."""
    kinds = kinds_of(policy)
    order = {name: place for place, name in enumerate(kinds)}
    known = [(str(has.get(ASSET_TYPE) or ""), asset_id, has) for asset_id, has in rows]
    for name, asset_id, has in sorted(known, key=lambda one: order.get(one[0], 0)):
        kind = kinds.get(name) or kinds[""]
        yield described(asset_id, str(has.get("title") or ""), has, hints.get(asset_id, ()), kind)


def kinds_of(policy: Policy) -> Mapping[str, Kind]:
    """By their names; "" is what is of none."""
    return {name: _kind(name, policy) for name in ("", *policy.asset_types)}


def _kind(name: str, policy: Policy) -> Kind:
    readers = {one: policy.reader(one) for one in policy.attributes_of(name)}
    return Kind(name=name, readers=readers, needed=policy.needed(name, Moment.PUBLISHED))
