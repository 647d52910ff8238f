"""Putting reminders off: /galley snooze, and the card's overflow."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.requests import views
from bot.requests.commands import Request
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.people import zone_of
from models.asset import Asset
from models.person import Person

PAUSE = timedelta(hours=4)  # where nobody says how long, as on the button "Snooze 4 hours"
LONGEST = timedelta(days=30)
MOST = 200  # of what waits for one person that is looked through


class Snooze(Protocol):
    """Put off this person's reminders, of one batch or of all; until when, or None where none is planned."""

    async def __call__(self, by: Actor, *, batch_id: str | None, pause: timedelta) -> datetime | None: ...


_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_PAUSE = re.compile(r"(\d{1,4})\s*([mhd])", re.IGNORECASE)


class Snoozing:
    def __init__(self, *, db: Database, clock: Clock, policies: Policies, snooze: Snooze) -> None:
        self._db, self._clock, self._policies, self._snooze = db, clock, policies, snooze

    async def snooze(self, request: Request) -> Message:
        words, moment = split(request.words)
        async with self._db.read() as session:
            pause = await self._pause(session, request.actor, moment)
            meant = await _meant(session, request.actor, words) if words else []
        if pause > LONGEST:
            return views.too_long(LONGEST.days)
        if words and not meant:
            return views.nothing_to_snooze(words)
        batches = [asset.batch_id for asset in meant] if meant else [None]
        until = await self._snooze_all(request.actor, batches, pause)
        titles = [asset.title for asset in meant]
        return views.snoozed(until, titles) if until else views.nothing_to_snooze(words)

    async def snooze_batch(self, batch_id: str, *, by: Actor) -> Message:
        until = await self._snooze(by, batch_id=batch_id, pause=PAUSE)
        return views.snoozed(until, ()) if until else views.nothing_to_snooze("")

    async def _snooze_all(self, actor: Actor, batch_ids: Sequence[str | None], pause: timedelta) -> datetime | None:
        untils = [await self._snooze(actor, batch_id=batch_id, pause=pause) for batch_id in dict.fromkeys(batch_ids)]
        return max((until for until in untils if until), default=None)

    async def _pause(self, session: AsyncSession, actor: Actor, moment: str) -> timedelta:
        if moment == "tomorrow":
            person = await session.get(Person, (actor.team_id, actor.person_id))
            return self._until_tomorrow(person)
        match = _PAUSE.fullmatch(moment)
        return timedelta(**{_UNITS[match[2].lower()]: int(match[1])}) if match else PAUSE

    def _until_tomorrow(self, person: Person | None) -> timedelta:
        """The beginning of the working day after this one, where the person is."""
        policy, now = self._policies.current, self._clock.now()
        zone = zone_of(person) if person else policy.working_time.zone
        local = now.astimezone(zone)
        begin, _ = policy.calendar.working_hours
        return datetime.combine(local.date() + timedelta(days=1), begin, tzinfo=zone) - now


def split(words: str) -> tuple[str, str]:
    """`hero shot 2d` -> ("hero shot", "2d"). The moment is empty where none is given."""
    *rest, last = words.split() or [""]
    if last.casefold() == "tomorrow" or _PAUSE.fullmatch(last):
        return " ".join(rest), last.casefold()
    return words.strip(), ""


async def _meant(session: AsyncSession, actor: Actor, words: str) -> list[Asset]:
    """Of what waits for this person: the picture with exactly this title, or else all that have these words."""
    page = await turns.waiting_on(session, actor.team_id, actor.person_id, most=MOST)
    wanted = words.casefold().split()
    found = [turn.asset for turn in page.turns if all(word in turn.asset.search_text for word in wanted)]
    exact = [asset for asset in found if asset.title.casefold() == words.casefold()]
    return exact or found
