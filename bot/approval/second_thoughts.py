"""Second thoughts: a decision is taken back, a question withdrawn, a settled one asked again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import answers, telling
from bot.approval.asked import Question, question, read_asked
from bot.approval.asking import next_round
from bot.approval.keeping import tell
from bot.approval.openings import Openings
from bot.approval.refusals import concerned, note
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.slack.acquaintances import read_people
from bot.slack.actor import Actor
from bot.slack.parts import Message
from models.approval import Approval, Decision, Seat, Stage
from models.asset import Asset, AssetState, Version
from models.projection import Step
from models.refusal import Refusal
from models.review import recall, reopen, withdraw
from models.review.deciding import refusal_of
from models.review.facts import Fact
from models.review.state import Review
from models.review.words import Outcome

AGAIN = frozenset({AssetState.CHANGES_REQUESTED, AssetState.REJECTED, AssetState.EXPIRED, AssetState.WITHDRAWN})
"""What may be asked again: not what is on its way to the library, or there."""

_BECAUSE = re.compile(r"\s+because\s+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Meant:
    """A picture, and the approval of the version that it shows."""

    asset: Asset
    approval: Approval


class SecondThoughts:
    def __init__(self, *, db: Database, clock: Clock, history: History, openings: Openings) -> None:
        self._db, self._clock, self._history, self._openings = db, clock, history, openings

    async def take_back(self, batch_id: str, *, by: Actor) -> Message:
        """Everything that somebody has decided on this card and that is not settled, as if they had not."""
        titles: list[str] = []
        refusals: list[Refusal] = []
        async with self._db.write() as session:
            for asset, stage, review_id in await _decided(session, batch_id, by):
                try:
                    step = await self._take_back(session, review_id, stage.name, by)
                except Refusal as refusal:
                    refusals.append(refusal)
                    continue
                if step is not None:
                    await self._history.record(session, telling.taken_back(asset, step, stage, by=by))
                    titles.append(asset.title)
            return await _answer(session, answers.taken_back(titles), titles, refusals, by)

    async def withdraw(self, words: str, *, by: Actor) -> Message:
        """The submitter takes the question back: nobody is asked any more."""

        def command(review: Review) -> Sequence[Fact]:
            return recall(review, by=by.person_id, at=self._clock.now())

        async with self._db.write() as session:
            meant = await _meant(session, words, by, AssetState.IN_REVIEW)
            if meant is None:
                return answers.nothing_to_withdraw(words)
            try:
                step = await tell(session, meant.approval.review_id, lambda told: command(told.review))
            except Refusal as refusal:
                return await _note(session, refusal, by)
            if step is not None:
                meant.asset.state = AssetState.WITHDRAWN
                await session.flush()
                await self._history.record(session, telling.recalled(meant.asset, step, by=by))
            return answers.withdrawn(meant.asset.title)

    async def reopen(self, words: str, *, by: Actor) -> Message:
        """Ask a settled stage again, with all that came after it: the one named behind a colon, or the one that ended
        the approval. It is a question of its own, which rings, and has an answer of its own.
        """
        what, *why = _BECAUSE.split(words, maxsplit=1)
        title, _, stage = what.partition(":")
        async with self._db.write() as session:
            meant = await _meant(session, title.strip(), by, *AGAIN)
            if meant is None:
                return answers.nothing_to_reopen(title.strip())
            name = stage.strip() or await _ended_by(session, meant.approval)
            try:
                await self._reopen(session, meant, name, " ".join(why).strip(), by)
            except Refusal as refusal:
                return await _note(session, refusal, by)
            return answers.reopened(meant.asset.title, name)

    async def questions(self, batch_id: str, *, by: Actor) -> tuple[Question, ...]:
        """What somebody may decide on this card now; for a form that is opened from its overflow."""
        async with self._db.read() as session:
            asked = await read_asked(session, by.team_id, await _open_for(session, batch_id, by))
        return tuple(question(one) for one in asked.values() if _may(one.told.review, one.stage, one.sha256, by))

    async def _reopen(self, session: AsyncSession, meant: Meant, stage: str, why: str, by: Actor) -> None:
        at, person, asset, approval = self._clock.now(), by.person_id, meant.asset, meant.approval
        later = max(await next_round(session, asset.batch_id), approval.round + 1)
        step = await tell(
            session, approval.review_id, lambda told: reopen(told.review, stage, by=person, why=why, at=at)
        )
        if step is not None:
            asset.state, approval.round = AssetState.IN_REVIEW, later
            await session.flush()
            reopened = telling.reopened(asset, step, stage, by=by, round_number=later)
            await self._history.record(session, reopened)
            await self._openings.open_called(session, asset, approval.review_id)

    async def _take_back(self, session: AsyncSession, review_id: str, stage: str, by: Actor) -> Step | None:
        at = self._clock.now()
        return await tell(session, review_id, lambda told: withdraw(told.review, stage, by=by.person_id, at=at))


def _may(review: Review, stage: str, sha256: str, by: Actor) -> bool:
    return refusal_of(review, review.stage(stage), by=by.person_id, verdict=None, sha256=sha256) is None


async def _decided(session: AsyncSession, batch_id: str, by: Actor) -> Sequence[tuple[Asset, Stage, str]]:
    """With its review: what this person said about this batch and is not settled."""
    theirs = select(Decision.stage_id).where(Decision.person_id == by.person_id, col(Decision.stands))
    wanted = (
        select(Asset, Stage, Approval.review_id)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .join(Stage, col(Stage.approval_id) == Approval.id)
        .where(Asset.batch_id == batch_id, Asset.team_id == by.team_id, Stage.outcome == Outcome.PENDING)
        .where(col(Stage.id).in_(theirs))
        .order_by(col(Asset.position), col(Stage.position))
    )
    return (await session.exec(wanted)).all()


async def _open_for(session: AsyncSession, batch_id: str, by: Actor) -> list[str]:
    wanted = (
        select(Stage.id)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .where(Asset.batch_id == batch_id, Asset.team_id == by.team_id)
        .where(col(Stage.opened_at).is_not(None), Stage.outcome == Outcome.PENDING)
        .where((col(Seat.person_id) == by.person_id) | (col(Seat.substitute_id) == by.person_id))
    )
    return list(dict.fromkeys((await session.exec(wanted)).all()))


async def _meant(session: AsyncSession, words: str, by: Actor, *states: AssetState) -> Meant | None:
    """The newest picture of this title, or whose words these are, that stands so."""
    current = (col(Version.id) == Approval.version_id) & (col(Version.number) == Asset.version_number)
    wanted = (
        select(Asset, Approval)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .join(Version, current)
        .where(Asset.team_id == by.team_id, col(Asset.state).in_(states))
        .order_by(col(Asset.id).desc())
        .limit(50)
    )
    for word in words.casefold().split():
        wanted = wanted.where(col(Asset.search_text).contains(word, autoescape=True))
    found = (await session.exec(wanted)).all()
    exact = [pair for pair in found if pair[0].title.casefold() == words.casefold()]
    asset, approval = next(iter(exact or found), (None, None))
    return Meant(asset=asset, approval=approval) if asset and approval else None


async def _ended_by(session: AsyncSession, approval: Approval) -> str:
    """The stage that settled last."""
    settled = select(Stage.name).where(Stage.approval_id == approval.id, col(Stage.opened_at).is_not(None))
    return (await session.exec(settled.order_by(col(Stage.settled_at).desc()).limit(1))).first() or ""


async def _answer(
    session: AsyncSession, done: Message, titles: Sequence[str], refusals: Sequence[Refusal], by: Actor
) -> Message:
    return done if titles or not refusals else await _note(session, refusals[0], by)


async def _note(session: AsyncSession, refusal: Refusal, by: Actor) -> Message:
    people = await read_people(session, by.team_id, concerned([refusal]))
    return note(refusal, people, to=by.person_id)
