"""What versions look like: noted once they have been looked at, and those that look alike found among all others."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.asset import Version
from models.likeness import Likeness, look_of, marks, nearness, probes

MOST = 10_000  # rows that one look-up reads, even where thousands of pictures share a mark: those of 1.5 million others


async def remember(session: AsyncSession, version: Version) -> None:
    """Its look is to be found from now on. A plain picture has none."""
    look = _look(version)
    session.add_all(
        Likeness(team_id=version.team_id, mark=mark, look=look, version_id=version.id) for mark in marks(look)
    )
    await session.flush()


async def alike(session: AsyncSession, version: Version) -> dict[str, int]:
    """The look of every other version that is like it, by the version's id; in whatever state its asset may be.

    None is missed, unless more than MOST versions of its workspace share marks with it.
    """
    look = _look(version)
    sought = (Likeness.team_id == version.team_id, col(Likeness.mark).in_(probes(look)))
    found = await session.exec(select(Likeness.version_id, Likeness.look).where(*sought).limit(MOST))
    return {one: seen for one, seen in found if one != version.id and nearness(look, seen)}


def _look(version: Version) -> int:
    """Of what nobody can show there is none, as of a plain colour."""
    dhash = (version.facts or {}).get("dhash")
    return look_of(dhash) if dhash else 0
