"""People as one transaction knows them: each is read once, whoever asks for them again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.person import Person

_MET = "people met"

# Built once: on the way of every message, since it names the lead.
_BY_ID = select(Person).where(
    Person.team_id == bindparam("team_id"), col(Person.slack_id).in_(bindparam("ids", expanding=True))
)
_NAMED = select(Person).where(
    col(Person.team_id) == bindparam("team_id"),
    or_(
        col(Person.slack_id).in_(bindparam("upper", expanding=True)),
        func.lower(Person.handle).in_(bindparam("names", expanding=True)),
        func.lower(Person.email).in_(bindparam("names", expanding=True)),
        col(Person.name).in_(bindparam("names", expanding=True)),
        func.lower(Person.name).in_(bindparam("names", expanding=True)),
    ),
)


@dataclass(kw_only=True)
class _Met:
    """Of one workspace. `called` are the names that were asked for, with or without an answer."""

    people: dict[str, Person] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)


async def read_people(session: AsyncSession, team_id: str, ids: Iterable[str]) -> dict[str, Person]:
    """Those of them whom we know, in the order of their ids."""
    met, wanted = _met(session, team_id), sorted(set(ids))
    missing = [one for one in wanted if one not in met.people]
    if missing:
        found = await session.exec(_BY_ID, params={"team_id": team_id, "ids": missing})
        met.people |= {person.slack_id: person for person in found}
    return {one: met.people[one] for one in wanted if one in met.people}


async def read_called(session: AsyncSession, team_id: str, names: Iterable[str]) -> Sequence[Person]:
    """Everybody whom one of these names may mean, and others who were met before; none who cannot be asked."""
    met, wanted = _met(session, team_id), set(names)
    missing = wanted - met.called
    if missing:
        params = {"team_id": team_id, "names": list(missing), "upper": [name.upper() for name in missing]}
        met.people |= {person.slack_id: person for person in await session.exec(_NAMED, params=params)}
        met.called |= missing
    return [person for person in met.people.values() if person.is_active and not person.is_bot]


def _met(session: AsyncSession, team_id: str) -> _Met:
    met: _Met = session.info.setdefault(_MET, {}).setdefault(team_id, _Met())
    return met
