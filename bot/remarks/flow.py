"""Remarks: hear a verdict in a card's thread, and let its author say whether it is one. Nothing counts before that."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.belongings import of_team
from bot.clock import Clock
from bot.db import Database
from bot.remarks import advice, views
from bot.remarks.advice import Counsel, counsel
from bot.remarks.asking import Advise, Approve, Ask, Form, Welcome
from bot.remarks.heard import Heard, card_at, read_shown
from bot.remarks.offer import SAYS, Offer
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.posts import Posts
from bot.slack.text import unmarked
from models.ids import id_of
from models.post import ANSWER, Post, PostKind
from models.remark import Remark, Shown, meant
from models.review.words import Verdict
from models.verdict_words import Sound, Sounds, sounds_like


class Remarks:
    """What the buttons decide is the approval's affair: app.py hands in how it is asked."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        posts: Posts,
        approve: Approve,
        ask: Ask,
        welcome: Welcome,
        advise: Advise,
    ) -> None:
        self._db, self._clock, self._posts = db, clock, posts
        self._approve, self._ask = approve, ask
        self._welcome, self._advise = welcome, advise

    async def hear(self, heard: Heard, *, by: Actor) -> None:
        """Whoever is awaited and says what sounds like a verdict reads one private question, and so does an adviser who
        has given no advice yet; everybody else nothing. Of other words nothing is kept.
        """
        async with self._db.read() as session:
            card = await card_at(session, heard, by)
            if card is None:
                return
            shown = await read_shown(session, card.subject_id, by.person_id, at=heard.at)
            welcome = await self._welcome(session, card.subject_id, by.person_id, at=heard.at)
        asked = _verdict(shown, heard.words) or counsel(welcome, unmarked(heard.words))
        if asked is not None:
            async with self._db.write() as session:
                await self._offer(session, card, heard, asked, by=by)

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        """As long as any of it still waits for them; what they have decided meanwhile is asked no more."""
        offer = Offer.of(post)
        card = await read_shown(session, post.subject_id, post.recipient_id or "")
        pictures = [one for one in card if one.stage_id in offer.stage_ids]
        return views.offer(offer, pictures, of=len(card), post_id=post.id) if pictures else None

    async def render_advice(self, session: AsyncSession, post: Post) -> Message | None:
        """The same of an adviser's words."""
        welcome = await self._welcome(session, post.subject_id, post.recipient_id or "")
        pictures = [one for one in welcome if one.stage_id in Counsel.of(post).stage_ids]
        return advice.offer(pictures, post_id=post.id) if pictures else None

    async def advise(self, post_id: str, *, by: Actor) -> str:
        """Answers, in a sentence, why they do not stand as advice; empty where they do."""
        async with self._db.read() as session:
            post = await self._theirs(session, post_id, by, says=advice.SAYS)
        told = Counsel.of(post) if post else Counsel(stage_ids=(id_of("gone", post_id),), words="")
        return await self._advise(told.stage_ids, told.words, by)

    async def approve(self, post_id: str, *, by: Actor) -> None:
        offer = await self._of(post_id, by)
        await self._approve(offer.stage_ids, by)

    async def form(self, post_id: str, verdict: Verdict, *, by: Actor) -> Form | None:
        offer = await self._of(post_id, by)
        return await self._ask(offer.stage_ids, verdict, offer.words, by)

    async def set_aside(self, post_id: str, *, by: Actor, says: str = SAYS) -> None:
        """It was none: nobody asks them again about these stages of these versions."""
        async with self._db.write() as session:
            post = await self._theirs(session, post_id, by, says=says)
            for stage_id in post.details["stages"] if post else ():
                said = Remark(stage_id=stage_id, person_id=by.person_id, team_id=by.team_id, said_at=self._clock.now())
                await session.merge(said)

    async def _offer(
        self, session: AsyncSession, card: Post, heard: Heard, asked: Offer | Counsel, *, by: Actor
    ) -> None:
        """One to a message, however often Slack brings it."""
        await self._posts.show(
            session,
            team_id=by.team_id,
            kind=PostKind.WHISPER,
            subject_id=card.subject_id,
            key=f"{ANSWER}remark:{card.channel_id}:{heard.ts}",
            channel_id=card.channel_id,
            thread_ts=heard.thread_ts,
            recipient_id=by.person_id,
            details=asked.to_json(),
        )

    async def _of(self, post_id: str, by: Actor) -> Offer:
        """Of one that is gone, what was never asked: whoever takes the answer says so, as of any old button."""
        async with self._db.read() as session:
            post = await self._theirs(session, post_id, by)
        return Offer.of(post) if post else Offer(sound=Sound.NOTHING, stage_ids=(id_of("gone", post_id),))

    async def _theirs(self, session: AsyncSession, post_id: str, by: Actor, *, says: str = SAYS) -> Post | None:
        post = await of_team(session, Post, by.team_id, post_id)
        if post is None or post.recipient_id != by.person_id or post.details.get("says") != says:
            return None
        return post


def _verdict(shown: Sequence[Shown], words: str) -> Offer | None:
    """What to ask somebody who is awaited; None where they are not, or said no such thing."""
    if not any(one.stage_id for one in shown):
        return None
    sounds = sounds_like(words, [name for one in shown for name in (one.title, one.file_name)])
    pictures = meant(sounds, shown) if sounds.sound is not Sound.NOTHING else ()
    return _offer(sounds, shown, pictures, words) if pictures is None or pictures else None


def _offer(sounds: Sounds, shown: Sequence[Shown], pictures: Sequence[Shown] | None, words: str) -> Offer:
    """Their words are kept only where they are to stand in a form."""
    among = shown if pictures is None else pictures
    return Offer(
        sound=sounds.sound,
        stage_ids=tuple(one.stage_id for one in among if one.stage_id),
        is_clear=pictures is not None,
        words="" if sounds.sound is Sound.YES or pictures is None else unmarked(words),
    )
