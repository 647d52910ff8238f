"""The report on noise: for oneself, and for those who lead the whole team."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.noise import views
from bot.noise.reading import read_loud, read_noise
from bot.roles import Roles
from bot.slack.acquaintances import read_people
from bot.slack.actor import Actor
from bot.slack.parts import Message
from models.noise import WINDOW, Noise
from models.roles import Deed

PAGE = 10


class NoiseReport:
    def __init__(self, *, db: Database, clock: Clock, roles: Roles) -> None:
        self._db, self._clock, self._roles = db, clock, roles

    async def read(self, *, by: Actor, after: str = "") -> Message:
        """`after` is the last person of the page before."""
        async with self._db.read() as session:
            if await self._roles.against(session, Deed.REPORT, by=by) is None:
                return await self._of_team(session, by, after)
            return await self._of_oneself(session, by)

    async def _of_oneself(self, session: AsyncSession, by: Actor) -> Message:
        since = self._clock.now() - WINDOW
        noise = await read_noise(session, by.team_id, since=since, person_id=by.person_id)
        mine = noise[0] if noise else Noise(person_id=by.person_id, messages=0, decisions=0)
        loud = await read_loud(session, by.team_id, [by.person_id], since=since)
        return views.of_oneself(replace(mine, loud=loud.get(by.person_id, ())))

    async def _of_team(self, session: AsyncSession, by: Actor, after: str) -> Message:
        since = self._clock.now() - WINDOW
        everybody = await read_noise(session, by.team_id, since=since)
        page, following = _page(everybody, after)
        ids = [one.person_id for one in page]
        loud = await read_loud(session, by.team_id, ids, since=since)
        people = await read_people(session, by.team_id, ids)
        shown = [replace(one, loud=loud.get(one.person_id, ())) for one in page]
        names = {person_id: person.name for person_id, person in people.items()}
        return views.of_team(shown, names=names, everybody=everybody, after=following)


def _page(everybody: Sequence[Noise], after: str) -> tuple[Sequence[Noise], str]:
    """Behind that person, wherever they stand by now; and after whom the next page begins, if there is one."""
    begin = next((place + 1 for place, one in enumerate(everybody) if one.person_id == after), 0)
    page = everybody[begin : begin + PAGE]
    return page, page[-1].person_id if begin + PAGE < len(everybody) else ""
