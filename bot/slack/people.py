"""Who is who in Slack: people by any name that galley.yml may use. Asking Slack never happens inside a transaction."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.slack.acquaintances import read_called
from bot.slack.errors import speaking_to_slack
from bot.slack.workspaces import Workspaces
from connectors.errors import ConnectorError, Refused
from models.person import Likeness, Person

log = structlog.get_logger(__name__)

PAGE = 999  # people of one call: Slack allows twenty calls a minute, and a large workspace must be read whole
ROWS = 200  # of one statement
PATIENCE = timedelta(seconds=30)  # between two questions about people nobody knows


class People:
    """Read from the table of people, which is filled from Slack at start, once a day, and when somebody new acts.

    Everybody is kept under the workspace in which we meet them, even who belongs to another one (Enterprise Grid,
    Slack Connect): a card's workspace is the one that asks them.
    """

    def __init__(self, workspaces: Workspaces, database: Database, clock: Clock) -> None:
        self._workspaces = workspaces
        self._database = database
        self._clock = clock
        self._known: set[tuple[str, str]] = set()
        self._groups: dict[str, Mapping[str, tuple[str, ...]]] = {}  # by workspace
        self._grouped_at: dict[str, datetime] = {}  # when they were asked for
        self._reading: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # whoever waits finds them read
        self._asking: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def find(
        self, session: AsyncSession, team_id: str, references: Iterable[str]
    ) -> tuple[tuple[Person, ...], tuple[str, ...]]:
        """The people meant, each once and in order, and the references that mean nobody.

        A reference is a handle, an id, an e-mail, a full name, or a user group: "designer1", "U0123", "@designers".
        """
        wanted = list(dict.fromkeys(references))
        groups = self._groups.get(team_id, {})
        members = {reference: groups.get(_name(reference), ()) for reference in wanted}
        called = [*wanted, *(one for group in members.values() for one in group)]
        candidates = await read_called(session, team_id, {name for one in called for name in _names(one)})
        meant = {reference: _meant(reference, members[reference], candidates) for reference in wanted}
        found = {person.slack_id: person for people in meant.values() for person in people}
        return tuple(found.values()), tuple(reference for reference in wanted if not meant[reference])

    async def person(self, session: AsyncSession, team_id: str, slack_id: str) -> Person | None:
        return await session.get(Person, (team_id, slack_id))

    def means(self, team_id: str, person: Person, references: Iterable[str]) -> bool:
        """Whether one of them is this person, or a group of theirs; also where Slack lets them in no more."""
        groups = self._groups.get(team_id, {})
        return any(person.likeness(one) or person.slack_id in groups.get(_name(one), ()) for one in references)

    async def refresh(self, team_id: str) -> None:
        """Read everybody and every user group from Slack. Raises ConnectorError; what was known stays known."""
        client = (await self._workspaces.of(team_id)).client
        async with speaking_to_slack():
            members = [member async for page in await client.users_list(limit=PAGE) for member in page["members"]]
        await self._keep(team_id, members)
        await self.read_groups(team_id)

    async def read_groups(self, team_id: str, *, since: datetime | None = None) -> datetime:
        """Only who is in which user group, unless they are known `since` then: a moment that has come, by whichever
        replica's clock. Answers since when they are known. Raises ConnectorError; what was known stays known.
        """
        async with self._reading[team_id]:
            if since is None or not self.knows_groups_of(team_id, since):
                asked_at = self._clock.now()
                self._groups[team_id] = await _read_groups((await self._workspaces.of(team_id)).client)
                self._grouped_at[team_id] = max(asked_at, since or asked_at)
        return self._grouped_at[team_id]

    def knows_groups_of(self, team_id: str, moment: datetime) -> bool:
        """Whether this replica has read the user groups since then."""
        return team_id in self._grouped_at and self._grouped_at[team_id] >= moment

    def met(self, team_id: str, slack_id: str) -> None:
        """Somebody acts: if nobody knows them, Slack is asked, beside whatever is going on."""
        who = (team_id, slack_id)
        if who in self._known or who in self._asking:
            return
        task = asyncio.create_task(self._ask(team_id, slack_id), name=f"who is {slack_id}")
        self._asking[who] = task
        task.add_done_callback(lambda _: self._asking.pop(who, None))

    async def close(self) -> None:
        for task in list(self._asking.values()):
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def _ask(self, team_id: str, slack_id: str) -> None:
        try:
            client = (await self._workspaces.of(team_id)).client
            async with speaking_to_slack():
                answer = await client.users_info(user=slack_id)
            await self._keep(team_id, [answer["user"]])
        except ConnectorError as error:
            log.info("somebody new could not be looked up, asking again later", person=slack_id, reason=error.sentence)
            await asyncio.sleep(PATIENCE.total_seconds())

    async def _keep(self, team_id: str, members: Sequence[Mapping[str, Any]]) -> None:
        read_at = self._clock.now()
        rows = [_row(member, team_id=team_id, read_at=read_at) for member in members]
        if not rows:
            return
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        for start in range(0, len(rows), ROWS):
            statement = insert(Person).values(rows[start : start + ROWS])
            changed = {name: statement.excluded[name] for name in rows[0] if name not in ("team_id", "slack_id")}
            async with self._database.write() as session:
                await session.exec(
                    statement.on_conflict_do_update(
                        index_elements=[col(Person.team_id), col(Person.slack_id)], set_=changed
                    )
                )
        self._known |= {(row["team_id"], row["slack_id"]) for row in rows}


def zone_of(person: Person) -> ZoneInfo:
    try:
        return ZoneInfo(person.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


async def _read_groups(client: AsyncWebClient) -> dict[str, tuple[str, ...]]:
    try:
        async with speaking_to_slack():
            answer = await client.usergroups_list(include_users=True)
    except Refused as error:  # free workspaces have no user groups (plan_upgrade_required)
        log.info("user groups cannot be read", reason=error.sentence)
        return {}
    return {
        name.casefold(): tuple(group.get("users", ()))
        for group in answer["usergroups"]
        for name in (group["handle"], group["id"])
    }


def _meant(reference: str, members: Sequence[str], candidates: Sequence[Person]) -> list[Person]:
    if members:
        by_id = {person.slack_id: person for person in candidates}
        return [by_id[member] for member in members if member in by_id]
    called = [(person.likeness(reference), person) for person in candidates]
    closest = max((likeness for likeness, _ in called), default=Likeness.NONE)
    meant = [person for likeness, person in called if likeness is closest is not Likeness.NONE]
    return meant if closest is not Likeness.FULL_NAME or len(meant) == 1 else []


def _names(reference: str) -> tuple[str, str]:
    """As it was written, and as it is compared."""
    return reference.strip().lstrip("@"), _name(reference)


def _name(reference: str) -> str:
    return reference.strip().lstrip("@").casefold()


def _row(member: Mapping[str, Any], *, team_id: str, read_at: datetime) -> dict[str, Any]:
    """https://docs.slack.dev/reference/objects/user-object"""
    profile = member.get("profile") or {}
    is_external = _is_external(member, team_id)
    return {
        "team_id": team_id,
        "slack_id": member["id"],
        "handle": "" if is_external else member.get("name") or "",  # theirs may be one of ours
        "name": profile.get("real_name") or member.get("real_name") or member.get("name") or "",
        "email": profile.get("email") or "",
        "zone": member.get("tz") or "UTC",
        "is_bot": bool(member.get("is_bot")) or member["id"] == "USLACKBOT",
        "is_active": not member.get("deleted", False),
        "is_guest": is_external or bool(member.get("is_restricted") or member.get("is_ultra_restricted")),
        "is_owner": bool(member.get("is_admin") or member.get("is_owner")),
        "read_at": read_at,
    }


def _is_external(member: Mapping[str, Any], team_id: str) -> bool:
    """Somebody of another organisation, met in a shared channel (https://docs.slack.dev/apis/slack-connect)."""
    teams = (member.get("enterprise_user") or {}).get("teams") or ()
    return member.get("team_id") not in (None, team_id) and team_id not in teams
