"""Where Galley is in Slack: let into a channel, met there by people, or cut off altogether."""

from collections.abc import Callable

import structlog

from bot.db import Database
from bot.history import History
from bot.slack.actor import Actor
from bot.slack.channels import Channels
from bot.slack.parts import Message, section
from bot.slack.posts import Posts
from bot.slack.reception import Reception
from connectors.errors import ConnectorError
from models.events import TroubleFound
from models.post import PostKind

log = structlog.get_logger(__name__)


HINT = "I answer to `/galley`: `/galley help` says what I can do. To have a picture approved, drop it here."
WELCOME = (
    "Pictures that are dropped here go to review: I check them, ask the people who decide, and tell you what became of "
    "yours. `/galley help` says what else I can do."
)


class Presence:
    def __init__(
        self,
        *,
        db: Database,
        posts: Posts,
        channels: Channels,
        history: History,
        reception: Reception,
        is_intake: Callable[[str, str], bool],
    ) -> None:
        self._db, self._posts, self._reception = db, posts, reception
        self._channels, self._history, self._is_intake = channels, history, is_intake

    async def let_in(self, team_id: str, channel_id: str) -> None:
        """Somebody invited Galley, or brought its channel back: what could not be said there is said now. Before it was
        in, a private channel was known by the name in galley.yml only.
        """
        try:
            await self._channels.refresh(team_id)
        except ConnectorError as error:
            log.info("the channels could not be read again", reason=error.sentence)
        name = self._channels.name_of(team_id, channel_id)
        async with self._db.write() as session:
            for place in (channel_id, name, f"#{name}") if name else (channel_id,):
                await self._posts.retry_channel(session, team_id, place)

    async def met(self, actor: Actor, channel_id: str) -> None:
        """Somebody came into an intake channel: one hint, once for ever."""
        if not self._is_intake(actor.team_id, channel_id):
            return
        async with self._db.write() as session:
            await self._posts.say(
                session,
                team_id=actor.team_id,
                kind=PostKind.WHISPER,
                subject_id=actor.person_id,
                key=f"welcome:{channel_id}:{actor.person_id}",
                channel_id=channel_id,
                recipient_id=actor.person_id,
                message=Message(WELCOME, (section(WELCOME),)),
            )

    async def called(self, actor: Actor, delivery: str, *, thread_ts: str | None) -> None:
        """Somebody wrote @Galley, which is not how Galley is asked for anything: they alone read how."""
        async with self._db.write() as session:
            await self._posts.say(
                session,
                team_id=actor.team_id,
                kind=PostKind.WHISPER,
                subject_id=actor.person_id,
                key=f"called:{delivery}",
                channel_id=actor.channel_id or actor.person_id,
                thread_ts=thread_ts,
                recipient_id=actor.person_id,
                message=Message(HINT, (section(HINT),)),
            )

    async def cut_off(self, team_id: str | None, enterprise_id: str | None, *, why: str) -> None:
        """Slack took our token away. Jobs wait by themselves: each call is refused, and its system is paused for that
        workspace alone. An installation is ended; the one of SLACK_BOT_TOKEN is for its operator to look after.
        """
        if await self._reception.ended(team_id=team_id, enterprise_id=enterprise_id, why=why):
            log.warning("Galley was removed", team=team_id, enterprise=enterprise_id, why=why)
            return
        if team_id is None or not self._reception.is_by_token(team_id):
            return
        log.error("Slack cut Galley off", team=team_id, why=why)
        sentence = f"{why} Nothing is lost: Galley goes on where it stopped once it is installed again."
        async with self._db.write() as session:
            await self._history.record(session, TroubleFound(team_id=team_id, key="slack:cut-off", sentence=sentence))
