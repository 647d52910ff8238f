"""Search: answer a query for one person, newest first, a page at a time."""

from collections.abc import Collection, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.galley_yml import Policies
from bot.outlook import Outlooks
from bot.roles import sees_others
from bot.search import sql, views
from bot.search.query import Attributes, Field, NotUnderstood, Query, parse
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
    def __init__(self, *, db: Database, people: People, outlooks: Outlooks, policies: Policies) -> None:
        self._db, self._people, self._outlooks, self._policies = db, people, outlooks, policies

    async def find(self, text: str, *, by: Actor, after: str = "") -> Message:
        """`after` is the last picture of the page before."""
        try:
            query = parse(text, self._attributes)
            async with self._db.read() as session:
                return await self._answer(session, query, by=by, after=after)
        except NotUnderstood as refusal:
            return views.not_understood(str(refusal))

    @property
    def _attributes(self) -> Attributes:
        policy = self._policies.current
        return {name.casefold(): one.words(policy.vocabularies) for name, one in policy.attributes.items()}

    async def _answer(self, session: AsyncSession, query: Query, *, by: Actor, after: str) -> Message:
        is_guest = not await sees_others(session, by)
        scope = Scope(team_id=by.team_id, person_id=by.person_id, is_guest=is_guest)
        people = {name: await self._meant(session, name, by=by) for name in query.values(Field.BY)}
        ids = {person.slack_id for group in people.values() for person in group}
        found, rest = await _read(session, query, scope, people=ids, after=after)
        names = {name: " or ".join(person.name for person in group) for name, group in people.items()}
        shown = await self._outlooks.read(session, found)
        return views.results(shown, asked=query.shown(names), query=str(query), after=rest)

    async def _meant(self, session: AsyncSession, name: str, *, by: Actor) -> Sequence[Person]:
        """More than one for a user group."""
        reference = by.person_id if name == "me" else name
        found, _ = await self._people.find(session, by.team_id, [reference])
        if not found:
            raise NotUnderstood(f'Nobody here is called "{name}". Write by:@ and choose a name, or by:me.')
        return found


async def _read(
    session: AsyncSession, query: Query, scope: Scope, *, people: Collection[str], after: str
) -> tuple[Sequence[Asset], str]:
    """One page, and where the next one begins; empty when this is the last."""
    tags = query.values(Field.TAG)
    is_close = bool(tags or query.known)
    most = CHUNK if is_close else PAGE + 1
    found: list[Asset] = []
    for _ in range(CHUNKS if is_close else 1):
        chunk = (await session.exec(sql.matching(query, scope, people=people, after=after, most=most))).all()
        found += [asset for asset in chunk if sql.has_tags(asset, tags) and sql.has_known(asset, query.known)]
        if len(found) > PAGE:
            return found[:PAGE], found[PAGE - 1].id
        if len(chunk) < most:
            return found, ""
        after = chunk[-1].id
    return found, after
