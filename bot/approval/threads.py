"""What follows a click at once: a line in the card's thread, or a private sentence to whoever may not decide."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import calling
from bot.approval import lines
from bot.approval.asked import Asked
from bot.approval.cards import card_key
from bot.approval.opinions import advice_line
from bot.approval.refusals import concerned, note, sentence
from bot.approval.views import decision_line
from bot.slack.acquaintances import read_people
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.posts import Posts
from bot.slack.whispers import whisper_once
from bot.truth import read_card
from models.approval import Decision, Stage
from models.asset import Asset
from models.events import SeatsChanged
from models.ids import id_of, new_id
from models.post import PostKind
from models.refusal import Refusal
from models.review.words import Verdict

Spoken = tuple[Decision, Stage, Asset]


class Threads:
    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    async def say(self, session: AsyncSession, decided: Sequence[Spoken]) -> None:
        """What one person has decided by one click: a line for each verdict, however many pictures it was about."""
        if not decided:
            return
        first, _, asset = decided[0]
        card = await read_card(session, asset.batch_id)
        seats = {decision.seat_id for decision, _, _ in decided}
        call = await _calling(session, asset.team_id, [first.person_id, *seats])
        place = card.channel_id if card else first.person_id
        for (verdict, stage, reason), group in groupby(sorted(decided, key=_alike), key=_alike):
            alike = list(group)
            name = calling.decided(first.person_id, [decision.seat_id for decision, _, _ in alike], call)
            titles = list({one.id: one.title for _, _, one in alike}.values())
            key, message = f"decided:{alike[0][0].id}", decision_line(name, Verdict(verdict), titles, stage, reason)
            await self._below(session, asset.team_id, asset.batch_id, key, message, place=place)

    async def say_who_is_asked(self, session: AsyncSession, changed: SeatsChanged) -> None:
        """A line for all pictures of the batch of which the same is true."""
        card = await read_card(session, changed.batch_id)
        if card is None or not (changed.came or changed.left or changed.decider):
            return
        call = await _calling(session, changed.team_id, [*changed.came, *changed.left, changed.decider])
        came, left = ([call(one) for one in who] for who in (changed.came, changed.left))
        alike = id_of(
            changed.batch_id, changed.stage, changed.occasion, *changed.came, "", *changed.left, changed.decider
        )
        decider = call(changed.decider) if changed.decider else ""
        message = lines.others_sit_there(changed.stage, came, left, decider=decider)
        await self._below(session, changed.team_id, changed.batch_id, f"seats:{alike}", message, place=card.channel_id)

    async def say_opened(self, session: AsyncSession, stage: str, opened: Sequence[Asset], *, by: Actor) -> None:
        """What one person has opened by hand: one line, however many pictures it is about."""
        call = await _calling(session, by.team_id, [by.person_id])
        message = lines.opened(call(by.person_id), stage, [one.title for one in opened])
        await self._line(session, opened[0].batch_id, f"opened:{new_id()}", message, by=by)

    async def say_done(self, session: AsyncSession, asked: Decision, asset: Asset, *, by: Actor) -> None:
        """Whoever asked for it reads that it is done; nobody is rung."""
        call = await _calling(session, by.team_id, [by.person_id, asked.person_id])
        message = lines.done(call(by.person_id), asset.title, call(asked.person_id), asked.reason)
        await self._line(session, asset.batch_id, f"done:{asked.id}", message, by=by)

    async def say_advice(
        self, session: AsyncSession, first: Asked, titles: Sequence[str], words: str, *, by: Actor, at: datetime
    ) -> None:
        """A line for all pictures about which somebody said the same at once."""
        card = await read_card(session, first.batch_id)
        if card is None:
            return
        call = await _calling(session, by.team_id, [by.person_id])
        message = advice_line(call(by.person_id), titles, first.stage, words)
        key = f"advice:{first.stage_id}:{by.person_id}:{at.isoformat()}"
        await self._below(session, by.team_id, first.batch_id, key, message, place=card.channel_id)

    async def whisper(
        self, session: AsyncSession, refusals: Sequence[Refusal], *, by: Actor, about: str, at: datetime
    ) -> None:
        """The first refusal, said to this person alone: where they clicked, or from App Home in a direct message.
        `about` is the batch, or what it was that is not there any more.
        """
        if refusals:
            people = await read_people(session, by.team_id, concerned(refusals))
            said = note(refusals[0], people, to=by.person_id)
            await whisper_once(self._posts, session, said, to=by, about=about, at=at)

    async def word(self, session: AsyncSession, refusals: Sequence[Refusal], *, by: Actor) -> str:
        """The same for a form, which shows it beside what was filled in; empty when all counted."""
        if not refusals:
            return ""
        people = await read_people(session, by.team_id, concerned(refusals))
        return sentence(refusals[0], people, to=by.person_id)

    async def _line(self, session: AsyncSession, batch_id: str, key: str, message: Message, *, by: Actor) -> None:
        card = await read_card(session, batch_id)
        place = card.channel_id if card else by.person_id
        await self._below(session, by.team_id, batch_id, key, message, place=place)

    async def _below(
        self, session: AsyncSession, team_id: str, batch_id: str, key: str, message: Message, *, place: str
    ) -> None:
        await self._posts.say(
            session,
            team_id=team_id,
            kind=PostKind.LINE,
            subject_id=batch_id,
            key=key,
            channel_id=place,
            thread_of=card_key(batch_id),
            message=message,
        )


async def _calling(session: AsyncSession, team_id: str, people_ids: Sequence[str]) -> Callable[[str], str]:
    people = await read_people(session, team_id, people_ids)
    return lambda one: people[one].name if one in people else one


def _alike(spoken: Spoken) -> tuple[str, str, str]:
    decision, stage, _ = spoken
    return decision.verdict, stage.name, decision.reason
