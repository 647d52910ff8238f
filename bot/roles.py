"""Roles: what each person is to Galley today, asked by the flows before they do anything."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.slack.actor import Actor
from bot.slack.parts import Message, context, listed, spoken
from models.events import DeedRefused
from models.person import Person
from models.roles import MAY, Deed, NotAllowed, Role, may

_WORDS = {
    Deed.SEE_OTHERS: "see pictures of others",
    Deed.SEE_POLICY: "read who decides here",
    Deed.SUBMIT: "send pictures to review",
    Deed.MEND: "change a picture in review",
    Deed.MEND_OTHERS: "change a picture that somebody else brought",
    Deed.FINISH: "say that the changes to a picture are done",
    Deed.FINISH_OTHERS: "say that the changes to somebody else's picture are done",
    Deed.OPEN_STAGE: "open a stage by hand",
    Deed.LINK_TASK: "tie a picture to a task",
    Deed.LINK_OTHERS_TASK: "tie a picture that somebody else brought to a task",
    Deed.LINK_CAMPAIGN: "bind a channel to a project",
    Deed.SEND_AWAY: "write down that somebody else is away",
    Deed.REPORT: "see how the team stands",
    Deed.TEND_JOBS: "decide what becomes of a job that was set aside",
}


class Directory(Protocol):
    """Slack's people, by the names that galley.yml uses; and the names that mean nobody."""

    async def find(
        self, session: AsyncSession, team_id: str, references: Iterable[str]
    ) -> tuple[tuple[Person, ...], tuple[str, ...]]: ...


class Roles:
    def __init__(self, *, db: Database, history: History, policies: Policies, people: Directory) -> None:
        self._db, self._history, self._policies, self._people = db, history, policies, people

    async def must(self, deed: Deed, *, by: Actor) -> None:
        """Raises NotAllowed, with a line of history. Not inside a transaction: it may make one of its own."""
        async with self._db.read() as session:
            refusal = await self.against(session, deed, by=by)
        if refusal is not None:
            async with self._db.write() as session:
                await self.record(session, refusal, by=by)
            raise refusal

    async def against(self, session: AsyncSession, deed: Deed, *, by: Actor) -> NotAllowed | None:
        """What stands against it; None where they may."""
        if may(await self.of(session, by), deed):
            return None
        return NotAllowed(deed, await self._sentence(session, deed, by.team_id))

    async def record(self, session: AsyncSession, refusal: NotAllowed, *, by: Actor) -> None:
        refused = DeedRefused(team_id=by.team_id, actor_id=by.person_id, deed=refusal.deed, why=str(refusal))
        await self._history.record(session, refused)

    async def of(self, session: AsyncSession, who: Actor) -> frozenset[Role]:
        """Whom Slack has not told us of yet is a guest until then."""
        person = await session.get(Person, (who.team_id, who.person_id))
        if person is None:
            return frozenset({Role.GUEST})
        return frozenset({*await self._named(session, person), await self._by_nature(session, person)})

    async def admins(self, session: AsyncSession, team_id: str) -> Sequence[str]:
        """Their ids in Slack."""
        found, _ = await self._people.find(session, team_id, self._policies.current.admins)
        return [one.slack_id for one in found]

    async def _named(self, session: AsyncSession, person: Person) -> Sequence[Role]:
        policy, approvers = self._policies.current, [one for policy in self._policies.every for one in policy.approvers]
        named = {Role.ADMIN: policy.admins, Role.LEAD: policy.leads, Role.APPROVER: approvers}
        return [role for role, references in named.items() if await self._is_one_of(session, person, references)]

    async def _by_nature(self, session: AsyncSession, person: Person) -> Role:
        roles = self._policies.current.roles
        if person.is_guest:
            return Role.GUEST
        if await self._is_one_of(session, person, roles.viewers):
            return Role.VIEWER
        submits = roles.submitters is None or await self._is_one_of(session, person, roles.submitters)
        return Role.SUBMITTER if submits else Role.VIEWER

    async def _is_one_of(self, session: AsyncSession, person: Person, references: Sequence[str]) -> bool:
        found, _ = await self._people.find(session, person.team_id, references) if references else ((), ())
        return any(one.slack_id == person.slack_id for one in found)

    async def _sentence(self, session: AsyncSession, deed: Deed, team_id: str) -> str:
        policy = self._policies.current
        able, _ = await self._people.find(session, team_id, [*policy.leads, *policy.admins])
        helpers = f" {listed([one.name for one in able], 'or')} can help." if able else ""
        return f"Only {_plural(MAY[deed])} may {_WORDS[deed]}, so nothing was changed.{helpers}"


async def sees_others(session: AsyncSession, who: Actor) -> bool:
    """Asked by whatever lists pictures. The names in galley.yml change nothing here: a guest who has a seat stays one,
    and sees what they are asked about.
    """
    person = await session.get(Person, (who.team_id, who.person_id))
    nature = Role.GUEST if person is None or person.is_guest else Role.VIEWER
    return may({nature}, Deed.SEE_OTHERS)


def note(refusal: NotAllowed) -> Message:
    """For where nothing is answered by itself: a file in a message."""
    said = f":lock: {refusal}"
    return Message(spoken(said), (context(said),))


def _plural(roles: Collection[Role]) -> str:
    return listed([f"{role}s" for role in Role if role in roles])
