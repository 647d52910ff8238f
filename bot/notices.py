"""What the admins must know, told to each of them once a day and trouble."""

from collections.abc import Callable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.galley_yml import Policies
from bot.history import History
from bot.hours import free_from
from bot.jobs.port import Trouble
from bot.slack.parts import Message, context, escape_lines, section, spoken
from bot.slack.people import People
from bot.slack.posts import Posts, Wish
from models.events import TroubleFound
from models.person import Person
from models.post import PostKind


def notice(sentence: str) -> Message:
    """What a job or a check found, quoted as it was found."""
    said = f":wrench: *Galley needs an admin*\n{escape_lines(sentence)}"
    why = "You read this because galley.yml names you under people: admins."
    return Message(spoken(said), (section(said), context(why)))


class Notices:
    def __init__(
        self,
        *,
        clock: Clock,
        history: History,
        policies: Policies,
        people: People,
        posts: Posts,
        teams: Callable[[], Sequence[str]],
    ) -> None:
        self._clock, self._history, self._policies = clock, history, policies
        self._people, self._posts, self._teams = people, posts, teams

    async def job_in_trouble(self, session: AsyncSession, trouble: Trouble) -> None:
        """Told where it concerns somebody. What is of no workspace is told where there is but one: its words may be
        about anybody. The doctor shows it all.
        """
        teams = self._teams()
        team_id = trouble.team_id or (teams[0] if len(teams) == 1 else None)
        if team_id is None:
            return
        what = f"A job needs a look ({trouble.kind}, {trouble.id}): {trouble.problem}"
        sentence = f"{what} `galley jobs` shows them all, and tries one again."
        found = TroubleFound(team_id=team_id, key=f"job:{trouble.id}:{trouble.state}", sentence=sentence)
        await self._history.record(session, found)

    async def tell_admins(self, session: AsyncSession, event: TroubleFound) -> None:
        admins, _ = await self._people.find(session, event.team_id, self._policies.current.people.admins)
        await self._posts.show_all(session, event.team_id, [self._wish(event, admin) for admin in admins])

    def _wish(self, event: TroubleFound, admin: Person) -> Wish:
        now = self._clock.now()
        return Wish(
            kind=PostKind.NOTICE,
            subject_id=event.key,
            key=f"trouble:{event.key}:{now:%Y-%m-%d}:{admin.slack_id}",
            channel_id=admin.slack_id,
            recipient_id=admin.slack_id,
            details=notice(event.sentence).to_json(),
            not_before=free_from(now, admin, self._policies.current),
        )
