"""What follows a click at once: a line in the card's thread, or a private sentence to whoever may not decide."""

from collections.abc import Sequence
from itertools import groupby

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asked import Answer, Asked
from bot.approval.cards import card_key
from bot.approval.refusals import concerned, sentence, whisper
from bot.approval.views import decision_line
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from bot.truth import read_card, read_people
from models.approval import Refusal, Verdict
from models.ids import new_id
from models.post import PostKind

Spoken = tuple[Answer, Asked]


class Threads:
    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    async def say(self, session: AsyncSession, counted: Sequence[Spoken], *, by: Actor) -> None:
        """What one person has just decided: a line for each verdict, however many pictures it was about."""
        if not counted:
            return
        batch_id = counted[0][1].asset.batch_id
        card = await read_card(session, batch_id)
        people = await read_people(session, by.team_id, [by.person_id])
        name = people[by.person_id].name if by.person_id in people else by.person_id
        for (verdict, stage, reason), group in groupby(sorted(counted, key=_alike), key=_alike):
            asked = [one for _, one in group]
            titles = [one.asset.title for one in asked]
            await self._posts.say(
                session,
                team_id=by.team_id,
                kind=PostKind.LINE,
                subject_id=batch_id,
                key=f"decided:{asked[0].stage.id}:{by.person_id}",
                channel_id=card.channel_id if card else (by.channel_id or by.person_id),
                thread_of=card_key(batch_id),
                message=decision_line(name, Verdict(verdict), titles, stage, reason),
            )

    async def whisper(self, session: AsyncSession, refusals: Sequence[Refusal], *, by: Actor) -> str:
        """The first refusal as a sentence; where there is a channel, it is also said there to this person alone."""
        if not refusals:
            return ""
        people = await read_people(session, by.team_id, concerned(refusals))
        if by.channel_id is not None:
            await self._posts.say(
                session,
                team_id=by.team_id,
                kind=PostKind.WHISPER,
                subject_id=by.person_id,
                key=f"refused:{new_id()}",
                channel_id=by.channel_id,
                recipient_id=by.person_id,
                message=whisper(refusals[0], people),
            )
        return sentence(refusals[0], people)


def _alike(spoken: Spoken) -> tuple[str, str, str]:
    answer, asked = spoken
    return answer.verdict, asked.stage.name, answer.reason
