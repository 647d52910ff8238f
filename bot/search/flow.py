"""Search: answer a query for one person, newest first, a page at a time."""

from collections.abc import Collection, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.galley_yml import Policies
from bot.outlook import Permalink, read_outlooks
from bot.search import sql, views
from bot.search.query import Field, NotUnderstood, Query, parse
from bot.search.sql import Scope
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.people import People
from models.asset import Asset
from models.person import Person

PAGE = 8
CHUNK = 200  # candidates read at once where tags have to be looked at closely
CHUNKS = 10


class Search:
    def __init__(self, *, db: Database, policies: Policies, people: People, permalink: Permalink) -> None:
        self._db, self._policies, self._people, self._permalink = db, policies, people, permalink

    async def find(self, text: str, *, by: Actor, after: str = "") -> Message:
        """`after` is the last picture of the page before."""
        try:
            query = parse(text)
            async with self._db.read() as session:
                return await self._answer(session, query, by=by, after=after)
        except NotUnderstood as refusal:
            return views.not_understood(str(refusal))

    async def _answer(self, session: AsyncSession, query: Query, *, by: Actor, after: str) -> Message:
        person = await session.get(Person, (by.team_id, by.person_id))
        scope = Scope(team_id=by.team_id, person_id=by.person_id, is_guest=person is None or person.is_guest)
        people = await self._meant(session, query, by=by)
        found, rest = await _read(session, query, scope, people=people, after=after)
        shown = await read_outlooks(session, found, self._policies.current, self._permalink)
        return views.results(shown, query=str(query), after=rest)

    async def _meant(self, session: AsyncSession, query: Query, *, by: Actor) -> Collection[str]:
        references = [by.person_id if name == "me" else name for name in query.values(Field.BY)]
        found, unknown = await self._people.find(session, by.team_id, references)
        if unknown:
            raise NotUnderstood(f'Nobody here is called "{unknown[0]}". Write by:@ and choose a name, or by:me.')
        return {person.slack_id for person in found}


async def _read(
    session: AsyncSession, query: Query, scope: Scope, *, people: Collection[str], after: str
) -> tuple[Sequence[Asset], str]:
    """One page, and where the next one begins; empty when this is the last."""
    tags = query.values(Field.TAG)
    most = CHUNK if tags else PAGE + 1
    found: list[Asset] = []
    for _ in range(CHUNKS if tags else 1):
        chunk = (await session.exec(sql.matching(query, scope, people=people, after=after, most=most))).all()
        found += [asset for asset in chunk if sql.has_tags(asset, tags)]
        if len(found) > PAGE:
            return found[:PAGE], found[PAGE - 1].id
        if len(chunk) < most:
            return found, ""
        after = chunk[-1].id
    return found, after
