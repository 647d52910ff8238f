"""Advisers: asked for an opinion when a stage opens. Nobody waits for it, and it decides nothing."""

from collections.abc import Callable, Iterator, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import telling
from bot.approval.asked import Asked, Question, QuestionGone, about, question, read_asked
from bot.approval.keeping import read_reviews, tell
from bot.approval.opinions import advice_asked, advice_over
from bot.approval.threads import Threads
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.hours import free_from
from bot.slack.acquaintances import read_people
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.posts import Posts, Wish
from bot.truth import read_card
from models.approval import Approval, Stage
from models.asset import Asset
from models.events import SeatsChanged, StageOpened
from models.person import Person
from models.post import Post, PostKind
from models.refusal import Refusal
from models.review import advise

Opened = StageOpened | SeatsChanged


class Advising:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        policies: Policies,
        posts: Posts,
        threads: Threads,
        permalink: Callable[[Post], str],
    ) -> None:
        self._db, self._clock, self._history, self._policies = db, clock, history, policies
        self._posts, self._threads, self._permalink = posts, threads, permalink

    async def ask(self, session: AsyncSession, event: Opened) -> None:
        """One message for all pictures of a batch that are asked about together."""
        advisers = set(_advisers(event))
        if not advisers:
            return
        approval = await session.get_one(Approval, event.approval_id)
        people = await read_people(session, event.team_id, advisers)
        wishes = [self._wish(event, person, approval.round) for person in people.values() if person.is_active]
        await self._posts.show_all(session, event.team_id, wishes)

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        """None where it was decided before they could read it."""
        found = await _advised(session, post)
        card = await read_card(session, post.subject_id)
        place = self._permalink(card) if card and card.ts else ""
        if not found:
            return advice_over(post.details["stage"], place=place) if post.ts else None
        titles, stage_ids = [asset.title for asset, _ in found], [stage.id for _, stage in found]
        asked = advice_asked(titles, post.details["stage"], stage_ids, place=place)
        return asked.telling_of(asset.id for asset, _ in found)

    async def questions(self, stage_ids: Sequence[str], *, by: Actor) -> tuple[Question, ...]:
        """What a form should ask this person about; where that is nothing, they are told why."""
        async with self._db.read() as session:
            asked = await read_asked(session, by.team_id, stage_ids)
        refusals = [(one, self._refusal(one, by)) for one in asked.values()]
        open_ones = tuple(question(one) for one, refusal in refusals if refusal is None)
        if not open_ones:
            async with self._db.write() as session:
                against = [refusal for _, refusal in refusals if refusal] or [QuestionGone()]
                what = about(asked, stage_ids)
                await self._threads.whisper(session, against, by=by, about=what, at=self._clock.now())
        return open_ones

    async def advise(self, stage_ids: Sequence[str], words: str, *, by: Actor) -> str:
        """Answers, in a sentence, why it was not taken; empty where any of it was, or had been before."""
        titles: list[str] = []
        refusals: list[Refusal] = []
        async with self._db.write() as session:
            asked = await read_asked(session, by.team_id, stage_ids)
            for one in asked.values():
                try:
                    is_new = await self._take(session, one, words, by)
                except Refusal as refusal:
                    refusals.append(refusal)
                else:
                    titles += [one.title] if is_new else []
            if not titles:
                return await self._threads.word(session, refusals or ([] if asked else [QuestionGone()]), by=by)
            first = next(iter(asked.values()))
            await self._threads.say_advice(session, first, titles, words, by=by, at=self._clock.now())
        return ""

    async def _take(self, session: AsyncSession, one: Asked, words: str, by: Actor) -> bool:
        """False where the very same was taken before. Raises Refusal."""
        if not one.sha256:
            raise QuestionGone
        at, person = self._clock.now(), by.person_id
        step = await tell(
            session,
            one.told.review_id,
            lambda told: advise(told.review, one.stage, by=person, words=words, at=at),
        )
        if step is not None:
            await self._history.record(session, telling.advised(one, step, by=by))
        return step is not None

    def _refusal(self, one: Asked, by: Actor) -> Refusal | None:
        try:
            advise(one.told.review, one.stage, by=by.person_id, words="", at=self._clock.now())
        except Refusal as refusal:
            return refusal
        return None if one.sha256 else QuestionGone()

    def _wish(self, event: Opened, person: Person, round_number: int) -> Wish:
        return Wish(
            kind=PostKind.ADVICE,
            subject_id=event.batch_id,
            key=f"advice:{event.batch_id}:{event.position}:{round_number}:{person.slack_id}",
            channel_id=person.slack_id,
            recipient_id=person.slack_id,
            details={"stage": event.stage, "round": round_number},
            not_before=free_from(self._clock.now(), person, self._policies.current),
        )


def _advisers(event: Opened) -> Iterator[str]:
    for fact in event.facts:
        if fact.get("stage") == event.stage:
            advisers = fact.get("advisers", ())
            yield from advisers if isinstance(advisers, list | tuple) else ()


async def _advised(session: AsyncSession, post: Post) -> list[tuple[Asset, Stage]]:
    """The pictures about which this person may still say something there."""
    wanted = (
        select(Asset, Stage, Approval.review_id)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .join(Stage, col(Stage.approval_id) == Approval.id)
        .where(Asset.batch_id == post.subject_id, Asset.team_id == post.team_id)
        .where(Approval.round == post.details["round"], Stage.name == post.details["stage"])
        .where(col(Stage.opened_at).is_not(None), col(Stage.settled_at).is_(None))
        .order_by(col(Asset.position))
    )
    found = (await session.exec(wanted)).all()
    told = await read_reviews(session, [review_id for _, _, review_id in found]) if found else {}
    return [
        (asset, stage)
        for asset, stage, review_id in found
        if post.recipient_id in told[review_id].review.stage(stage.name).advisers
    ]
