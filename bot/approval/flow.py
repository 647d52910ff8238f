"""Approvals: ask about a version, and take verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asked import Answer, Asked, Question, QuestionGone, question, read_asked
from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.jobs.port import Jobs
from bot.slack.actor import Actor
from bot.truth import whole_approval
from models.approval import Approval, Outcome, Refusal, Stage
from models.asset import Asset, AssetState
from models.events import ApprovalWithdrawn, DecisionMade, DecisionRefused, VersionBegun, VersionReady
from models.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What one click did: the assets it counted for, and in a sentence why it did not count for the rest."""

    titles: tuple[str, ...] = ()
    refused: str = ""


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
    ) -> None:
        self._db, self._clock, self._history, self._jobs = db, clock, history, jobs
        self._openings, self._threads = openings, threads

    async def decide(self, answers: Sequence[Answer], *, by: Actor, in_form: bool = False) -> Decided:
        """Take each answer that `by` may give; why the others do not count is said to them alone, unless a form that
        is still open says it.
        """
        counted: list[Asked] = []
        refusals: list[Refusal] = []
        click_id = new_id()
        async with self._db.write() as session:
            stage_ids = [answer.stage_id for answer in answers]
            asked = await read_asked(session, by.team_id, stage_ids, to_decide=True)
            with session.no_autoflush:
                for answer in answers:
                    one = asked.get(answer.stage_id)
                    refusal = one.stage.may_decide(by.person_id) if one else QuestionGone()
                    if one is not None and refusal is None:
                        await self._decide(session, one, answer, by=by, click_id=click_id)
                        counted.append(one)
                    elif refusal is not None:
                        await self._refuse(session, one, answer.stage_id, refusal, by=by)
                        refusals.append(refusal)
            await self._follow_up_later(session, counted, click_id)
            refused = await self._threads.word(session, refusals, by=by)
            if not in_form:
                await self._threads.whisper(session, refusals, by=by)
        return Decided(titles=tuple(one.asset.title for one in counted), refused=refused)

    async def questions(self, stage_ids: Sequence[str], *, by: Actor) -> tuple[Question, ...]:
        """What a form should ask this person; where that is nothing, they are told why."""
        async with self._db.read() as session:
            asked = await read_asked(session, by.team_id, stage_ids)
        refusals = {stage_id: one.stage.may_decide(by.person_id) for stage_id, one in asked.items()}
        if None not in refusals.values():
            await self._refuse_all(asked, refusals, by=by)
        return tuple(question(one) for stage_id, one in asked.items() if refusals[stage_id] is None)

    async def ask(self, session: AsyncSession, event: VersionReady) -> None:
        """A version may be asked about: open its approval."""
        asset = await session.get_one(Asset, event.asset_id)
        asset.state = AssetState.IN_REVIEW
        await self._openings.begin(session, asset, event.version_id)

    async def withdraw_older(self, session: AsyncSession, event: VersionBegun) -> None:
        """Whatever was still asked about an older version is void. The stages are locked (on PostgreSQL): a click that
        is just being counted is counted first, and whoever comes later is told.
        """
        is_theirs = Approval.asset_id == event.asset_id
        locked = select(Stage.id).join(Approval).where(is_theirs, Approval.outcome == Outcome.PENDING)
        await session.exec(locked.order_by(col(Stage.id)).with_for_update(of=Stage))
        wanted = select(Approval).where(is_theirs, Approval.outcome == Outcome.PENDING)
        for approval in (await session.exec(wanted.options(whole_approval()))).all():
            at = self._clock.now()
            approval.withdraw(at=at)
            withdrawn = ApprovalWithdrawn(
                team_id=event.team_id,
                asset_id=event.asset_id,
                batch_id=event.batch_id,
                approval_id=approval.id,
                version_id=approval.version_id,
                withdrawn_at=at.isoformat(),
            )
            await self._history.record(session, withdrawn)

    async def _decide(self, session: AsyncSession, one: Asked, answer: Answer, *, by: Actor, click_id: str) -> None:
        at = self._clock.now()
        decision = one.stage.decide(by.person_id, answer.verdict, at=at, reason=answer.reason, click_id=click_id)
        made = DecisionMade(
            team_id=by.team_id,
            asset_id=one.asset.id,
            actor_id=by.person_id,
            batch_id=one.asset.batch_id,
            stage_id=one.stage.id,
            stage=one.stage.name,
            decision_id=decision.id,
            version_id=decision.version_id,
            verdict=answer.verdict,
            decided_at=at.isoformat(),
            click_id=click_id,
            reason=answer.reason,
        )
        await self._history.record(session, made)

    async def _follow_up_later(self, session: AsyncSession, counted: Sequence[Asked], click_id: str) -> None:
        if counted:
            lane, key = f"approval:{counted[0].asset.batch_id}", f"follow_up:{click_id}"
            await self._jobs.submit(
                session,
                kind="approval.follow_up",
                subject=click_id,
                lane=lane,
                key=key,
                team_id=counted[0].asset.team_id,
            )

    async def _refuse(
        self, session: AsyncSession, one: Asked | None, stage_id: str, refusal: Refusal, *, by: Actor
    ) -> None:
        refused = DecisionRefused(
            team_id=by.team_id,
            asset_id=one.asset.id if one else None,
            actor_id=by.person_id,
            stage_id=stage_id,
            why=str(refusal),
        )
        await self._history.record(session, refused)

    async def _refuse_all(self, asked: dict[str, Asked], refusals: dict[str, Refusal | None], *, by: Actor) -> None:
        against = {stage_id: refusal for stage_id, refusal in refusals.items() if refusal is not None}
        async with self._db.write() as session:
            for stage_id, refusal in against.items():
                await self._refuse(session, asked[stage_id], stage_id, refusal, by=by)
            await self._threads.whisper(session, list(against.values()) or [QuestionGone()], by=by)
