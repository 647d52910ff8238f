"""Approvals: ask about a version, and take verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asked import Answer, Asked, Question, QuestionGone, about, question, read_asked
from bot.approval.keeping import TRIES, Overtaken, is_told_here, keep, overtaking, tell, too_many
from bot.approval.lacking import Lacking, Lacks, nothing
from bot.approval.openings import Openings
from bot.approval.telling import decided, withdrawn
from bot.approval.threads import Threads
from bot.booking import write_out
from bot.clock import Clock
from bot.db import Database, DatabaseEntangled
from bot.history import History
from bot.jobs.port import Jobs
from bot.slack.actor import Actor
from bot.together import BrokenUp, Together
from models.approval import Approval
from models.asset import Asset, AssetState
from models.events import DecisionMade, DecisionRefused, PictureJoined, VersionBegun, VersionReady
from models.ids import new_id
from models.projection import Step, Told
from models.refusal import Refusal
from models.review import decide, supersede
from models.review.deciding import refusal_of
from models.review.refusals import NotAsked
from models.review.words import Outcome

AT_ONCE = 4  # transactions on PostgreSQL: while one waits for the server, another goes on


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What one click did: the assets it counted for, and in a sentence why it did not count for the rest."""

    titles: tuple[str, ...] = ()
    refused: str = ""
    lacking: tuple[str, ...] = ()  # the assets of which something has to be known first

    @property
    def against(self) -> str:
        """What stands against all of it: a form stays open with it. Submitted again, a form of which some has counted
        would be told that it has.
        """
        return "" if self.titles else self.refused


@dataclass(kw_only=True)
class _Click:
    """What is told by one click, before it is kept."""

    id: str
    steps: list[Step] = field(default_factory=list)
    made: list[DecisionMade] = field(default_factory=list)
    counted: list[Asked] = field(default_factory=list)
    refused: list[tuple[str, Asked | None, Refusal]] = field(default_factory=list)

    def told(self, one: Asked) -> Told:
        """The review by now: one click may answer several stages of it."""
        return next((step.told for step in reversed(self.steps) if step.review_id == one.told.review_id), one.told)

    @property
    def refusals(self) -> list[tuple[str, Asked | None, Refusal]]:
        """But not that somebody is asked in one stage only of those that stand beside one another."""
        answered = {one.told.review_id for one in self.counted}
        return [(stage_id, one, no) for stage_id, one, no in self.refused if not _is_beside(one, no, answered)]

    @property
    def lacking(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(no.asset_id for _, _, no in self.refused if isinstance(no, Lacking)))

    @property
    def about(self) -> str:
        """Of what was refused, as far as anything was."""
        return about({stage_id: one for stage_id, one, _ in self.refused if one}, [one for one, _, _ in self.refused])


class Approvals:
    """The click's own transaction is kept short: the decision, its line of history, and one job for what follows."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        jobs: Jobs,
        openings: Openings,
        threads: Threads,
        lacks: Lacks = nothing,
    ) -> None:
        self._db, self._clock, self._history, self._jobs = db, clock, history, jobs
        self._openings, self._threads, self._lacks = openings, threads, lacks
        self._together = Together(db, at_once=1 if db.is_sqlite else AT_ONCE)

    async def decide(self, answers: Sequence[Answer], *, by: Actor, in_form: bool = False) -> Decided:
        """Take each answer that `by` may give; why the others do not count is said to them alone, unless nothing counts
        and a form says it. Whoever is overtaken by somebody else's click is asked again how it stands.
        """
        for write in (self._together.write, *[self._db.write] * TRIES):
            try:
                with overtaking():
                    async with write() as session:
                        return await self.count(session, answers, by=by, click_id=new_id(), in_form=in_form)
            except (Overtaken, DatabaseEntangled, BrokenUp):
                continue
        raise too_many()

    async def questions(self, stage_ids: Sequence[str], *, by: Actor) -> tuple[Question, ...]:
        """What a form should ask this person; where that is nothing, they are told why."""
        async with self._db.read() as session:
            asked = await read_asked(session, by.team_id, stage_ids)
        refusals = {stage_id: _why_not(one, by) for stage_id, one in asked.items()}
        if None not in refusals.values():
            await self._refuse_all(asked, refusals, stage_ids, by=by)
        return tuple(question(one) for stage_id, one in asked.items() if refusals[stage_id] is None)

    async def ask(self, session: AsyncSession, event: VersionReady) -> None:
        """A version may be asked about: open its approval."""
        asset = await session.get_one(Asset, event.asset_id)
        asset.state = AssetState.IN_REVIEW
        await self._openings.begin(session, asset, event.version_id)

    async def withdraw_older(self, session: AsyncSession, event: VersionBegun) -> None:
        """Whatever was still asked about an older version is void. A click that is just being counted is counted
        first, and whoever comes later is told.
        """
        await self._withdraw(session, event)

    async def withdraw_joined(self, session: AsyncSession, event: PictureJoined) -> None:
        """The same where it goes on as a version of another picture."""
        await self._withdraw(session, event)

    async def _withdraw(self, session: AsyncSession, event: VersionBegun | PictureJoined) -> None:
        pending = select(Approval.review_id, Approval.id).where(
            Approval.asset_id == event.asset_id, Approval.outcome == Outcome.PENDING
        )
        at = self._clock.now()
        for review_id, version_id in (await session.exec(pending.order_by(col(Approval.id)))).all():
            step = await tell(session, review_id, lambda told: supersede(told.review, at=at))
            if step is not None:
                await self._history.record(session, withdrawn(event, version_id, step, at=at))

    async def count(
        self, session: AsyncSession, answers: Sequence[Answer], *, by: Actor, click_id: str, in_form: bool = False
    ) -> Decided:
        """One click, within a transaction. Raises Overtaken, now or at its end."""
        click = _Click(id=click_id)
        asked = await _read_asked(session, by.team_id, [answer.stage_id for answer in answers])
        for answer in answers:
            self._answer(click, asked.get(answer.stage_id), answer, by=by)
        await keep(session, click.steps, click_id=click.id)
        for made in click.made:
            await self._history.record(session, made)
        for stage_id, one, refusal in click.refusals:
            await self._refuse(session, one, stage_id, refusal, by=by)
        await self._follow_up_later(session, click, by.team_id)
        refused = await self._say(session, click, by=by, stays_open=in_form and not click.counted)
        titles = tuple(dict.fromkeys(one.title for one in click.counted))
        return Decided(titles=titles, refused=refused, lacking=click.lacking)

    def _answer(self, click: _Click, one: Asked | None, answer: Answer, *, by: Actor) -> None:
        if one is None:
            click.refused.append((answer.stage_id, None, QuestionGone()))
            return
        told, at = click.told(one), self._clock.now()
        try:
            self._must_be_known(one, answer, by=by)
            facts = decide(
                told.review,
                one.stage,
                by=by.person_id,
                verdict=answer.verdict,
                sha256=one.sha256,
                at=at,
                reason=answer.reason,
            )
        except Refusal as refusal:
            click.refused.append((answer.stage_id, one, refusal))
            return
        step = told.adding(facts)
        click.steps.append(step)
        click.counted.append(one)
        click.made.append(decided(one, answer, step, by=by, at=at, click_id=click.id))

    def _must_be_known(self, one: Asked, answer: Answer, *, by: Actor) -> None:
        """Raises Lacking to whoever may say yes otherwise; others hear why they may not, as ever."""
        labels = self._lacks(one.attributes) if answer.verdict.is_yes else ()
        if labels and _why_not(one, by) is None:
            raise Lacking(one.asset_id, one.title, labels)

    async def _follow_up_later(self, session: AsyncSession, click: _Click, team_id: str) -> None:
        if click.counted:
            await self._jobs.submit(
                session,
                kind="approval.follow_up",
                subject=click.id,
                lane=f"approval:{click.counted[0].batch_id}",
                key=f"follow_up:{click.id}",
                team_id=team_id,
            )

    async def _say(self, session: AsyncSession, click: _Click, *, by: Actor, stays_open: bool) -> str:
        refusals = [refusal for _, _, refusal in click.refusals]
        refused = await self._threads.word(session, refusals, by=by)
        if not stays_open:
            await self._threads.whisper(session, refusals, by=by, about=click.about, at=self._clock.now())
        return refused

    async def _refuse(
        self, session: AsyncSession, one: Asked | None, stage_id: str, refusal: Refusal, *, by: Actor
    ) -> None:
        refused = DecisionRefused(
            team_id=by.team_id,
            asset_id=one.asset_id if one else None,
            actor_id=by.person_id,
            stage_id=stage_id,
            why=str(refusal),
        )
        await self._history.record(session, refused)

    async def _refuse_all(
        self, asked: dict[str, Asked], refusals: dict[str, Refusal | None], stage_ids: Sequence[str], *, by: Actor
    ) -> None:
        against = {stage_id: refusal for stage_id, refusal in refusals.items() if refusal is not None}
        async with self._db.write() as session:
            for stage_id, refusal in against.items():
                await self._refuse(session, asked[stage_id], stage_id, refusal, by=by)
            said, what = list(against.values()) or [QuestionGone()], about(asked, stage_ids)
            await self._threads.whisper(session, said, by=by, about=what, at=self._clock.now())


async def _read_asked(session: AsyncSession, team_id: str, stage_ids: Sequence[str]) -> dict[str, Asked]:
    """With what other clicks have told in the same transaction."""
    asked = await read_asked(session, team_id, stage_ids)
    if not is_told_here(session, (one.told.review_id for one in asked.values())):
        return asked
    await write_out(session)
    return await read_asked(session, team_id, stage_ids)


def _why_not(one: Asked, by: Actor) -> Refusal | None:
    review = one.told.review
    return refusal_of(review, review.stage(one.stage), by=by.person_id, verdict=None, sha256=one.sha256)


def _is_beside(one: Asked | None, refusal: Refusal, answered: set[str]) -> bool:
    return one is not None and one.told.review_id in answered and isinstance(refusal, NotAsked)
