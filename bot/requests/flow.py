"""Requests: which answer somebody is looking for. What other steps answer, app.py hands in by the command's name."""

from collections.abc import Mapping

from bot import clicks
from bot.db import Database
from bot.requests import views
from bot.requests.commands import COMMANDS, Answer, Choice, Handler, Request, nearest, read
from bot.requests.snoozing import Snoozing
from bot.requests.standings import Standings
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.posts import Posts
from bot.slack.whispers import whisper


class Requests:
    def __init__(
        self,
        *,
        db: Database,
        posts: Posts,
        standings: Standings,
        snoozing: Snoozing,
        elsewhere: Mapping[str, Handler],
        choices: Mapping[str, Choice],
    ) -> None:
        self._db, self._posts = db, posts
        self._standings, self._snoozing = standings, snoozing
        self._answers: Mapping[str, Handler] = {
            "help": self._help,
            "status": standings.status,
            "why": standings.why,
            "mine": standings.mine,
            "tasks": standings.tasks,
            "snooze": snoozing.snooze,
            **elsewhere,
        }
        self._choices: Mapping[str, Choice] = {clicks.SNOOZE: snoozing.snooze_batch, **choices}

    @property
    def commands(self) -> frozenset[str]:
        return frozenset(self._answers)

    async def answer(self, text: str, *, by: Actor) -> Answer:
        request = read(text, by=by)
        handler = self._answers.get(request.command)
        if handler is None:
            return views.unknown(request.command, nearest(request.command))
        return await handler(request)

    async def next_page(self, after: str, *, by: Actor) -> Message:
        return await self._standings.waiting(by, after=after)

    async def more(self, choice: str, *, by: Actor) -> Answer | None:
        """What the overflow of a card offers, as `verb/batch id`: a form, or an answer in private where the card is."""
        verb, _, batch_id = choice.partition("/")
        answer = await self._choices.get(verb, self._standings.why_asked)(batch_id, by=by)
        if not isinstance(answer, Message):
            return answer
        async with self._db.write() as session:
            await whisper(self._posts, session, answer, to=by)
        return None

    async def _help(self, _: Request) -> Message:
        return views.help_page(COMMANDS)
