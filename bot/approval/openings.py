"""Opening approvals and their stages: who sits there today, and until when they have time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asking import called, latest_review, next_round, unasked
from bot.approval.casting import Cast, Casting
from bot.approval.covering import Covering
from bot.approval.keeping import begin, read_reviews, tell
from bot.approval.seating import NoStage, Waiting, vacancy_of
from bot.approval.subjects import read_subject
from bot.approval.telling import opened, stage_opened, stuck
from bot.approval.terms import Editions, Terms
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Channel, Policies, as_written
from bot.history import History
from bot.inbox import is_first
from bot.jobs.port import Jobs
from bot.policy import Policy
from bot.policy_stage import StagePolicy
from bot.slack.acquaintances import read_people
from bot.slack.people import People
from models.asset import Asset, Version
from models.events import TroubleFound
from models.projection import Row, Step, Told, opening
from models.review import facts, open_review, open_stage, replace_version
from models.review.state import Stage
from models.review.words import Phase
from models.review.workflow import Subject

RETRY = "approval.retry"
BREATH = timedelta(seconds=2)  # for the other pictures of an upload, so that the admins hear of all of them at once


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an approval is to be opened about, and by which policy."""

    version: Version
    subject: Subject
    policy: Policy


class Openings:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        policies: Policies,
        people: People,
        jobs: Jobs,
        covering: Covering,
        channel: Channel = as_written,
    ) -> None:
        self._db, self._clock, self._history, self._jobs = db, clock, history, jobs
        self._casting, self._covering = Casting(people), covering
        self._editions = Editions(policies, channel)

    async def begin(self, session: AsyncSession, asset: Asset, version_id: str) -> None:
        """Open the approval of a version and its first stages. With nobody to ask it waits, and the admins hear why."""
        if await self._begin(session, asset, await session.get_one(Version, version_id)) is not None:
            await self._look_again(session, asset.team_id)

    async def open_called(self, session: AsyncSession, asset: Asset, review_id: str) -> None:
        """Ask the stages whose turn has come; their time counts from now, in working hours."""
        if await self._open_called(session, asset, review_id):
            await self._look_again(session, asset.team_id)

    async def retry(self) -> None:
        """For the schedule: galley.yml or Slack may know better by now."""
        async with self._db.write() as session:
            await self.begin_unasked(session)

    async def begin_unasked(self, session: AsyncSession) -> None:
        """Begin what had nobody to ask; for what still has nobody, tell the admins why."""
        waiting: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
        for asset, version in await unasked(session):
            vacancy = await self._begin(session, asset, version)
            if vacancy is not None:
                waiting[asset.team_id, vacancy.key].append(vacancy)
        for asset, review_id in await called(session, before=self._clock.now() - BREATH):
            for one in await self._open_called(session, asset, review_id):
                waiting[asset.team_id, one.key].append(one)
        for (team_id, key), alike in waiting.items():
            await self._report(session, team_id, key, alike[0].sentence(len(alike)))

    async def _begin(self, session: AsyncSession, asset: Asset, version: Version) -> Waiting | None:
        subject = await read_subject(session, asset, version)
        edition, is_pilot = await self._editions.beginning(session, asset)
        policy = edition.policy
        applying = [stage for stage in policy.review.every_stage if not _unmet(stage, subject)]
        if not applying:
            return NoStage(title=asset.title)
        for stage in applying:
            terms = Terms(stage=stage, policy=policy)
            cast = await self._cast(session, asset, terms, submitter=version.submitter_id, campaign=subject.campaign)
            if (vacancy := vacancy_of(cast, version.submitter_id)) is not None:
                return vacancy
        await session.flush()
        round_number = await next_round(session, asset.batch_id)
        how: Row = {"policy_digest": edition.digest, "is_pilot": is_pilot, "round": round_number}
        question = Question(version=version, subject=subject, policy=policy)
        step = await self._open_approval(session, asset, question, how)
        await self._open_called(session, asset, step.review_id)
        return None

    async def _open_approval(self, session: AsyncSession, asset: Asset, question: Question, how: Row) -> Step:
        version, row = question.version, {"team_id": asset.team_id, "asset_id": asset.id, **how}
        step = await self._renew(session, question, row) or await self._open(session, question, row)
        submitter = await read_people(session, asset.team_id, [version.submitter_id])
        names = {slack_id: person.name for slack_id, person in submitter.items()}
        await self._history.record(session, opened(asset, version, step, names=names, **how))
        return step

    async def _renew(self, session: AsyncSession, question: Question, row: Row) -> Step | None:
        """Go on with the review of the version before, unless galley.yml says by now that it goes another way."""
        version, subject = question.version, question.subject
        review_id = await latest_review(session, version.asset_id)
        before = (await read_reviews(session, [review_id])).get(review_id) if review_id else None
        if before is None or before.review.workflow != question.policy.workflow:
            return None
        at = self._clock.now()

        def command(told: Told) -> Sequence[facts.Fact]:
            return replace_version(
                told.review, _version(version), submitter=version.submitter_id, subject=subject, at=at
            )

        return await tell(session, before.review_id, command, opened=row, told=before)

    async def _open(self, session: AsyncSession, question: Question, row: Row) -> Step:
        version, policy = question.version, question.policy
        lead = await self._casting.ids(session, version.team_id, policy, [policy.people.lead])
        told = open_review(
            policy.workflow,
            subject=question.subject,
            version=_version(version),
            submitter=version.submitter_id,
            lead=(*lead, policy.people.lead)[0],
            may_reopen=await self._casting.ids(session, version.team_id, policy, policy.review.may_reopen),
            at=self._clock.now(),
        )
        step = opening(version.id, told)
        await begin(session, step, opened=row)
        return step

    async def _open_called(self, session: AsyncSession, asset: Asset, review_id: str) -> list[Waiting]:
        told = (await read_reviews(session, [review_id]))[review_id]
        waiting = []
        for stage in told.review.in_phase(Phase.CALLED):
            found = await self._open_stage(session, asset, told, stage)
            if isinstance(found, Waiting):
                waiting.append(found)
            elif found is not None:
                told = found.told
        return waiting

    async def _open_stage(self, session: AsyncSession, asset: Asset, told: Told, stage: Stage) -> Step | Waiting | None:
        """None where somebody else was first."""
        terms, review = await self.terms_of(session, told, stage.name), told.review
        cast = await self._cast(session, asset, terms, submitter=review.submitter, campaign=review.subject.campaign)
        if (vacancy := vacancy_of(cast, review.submitter)) is not None:
            return vacancy
        at = self._clock.now()
        due_at = terms.policy.working_time.add(at, terms.stage.due_in)
        promises = await self._casting.promises(session, asset.team_id, terms, review, due_at=due_at)
        named, team_id = cast.seating.named, asset.team_id
        cover = await self._covering.of(session, team_id, named, subject=review.subject, at=at)
        seating = replace(cast.seating, substitutions=cover.substitutions, inactive=cover.inactive)

        def command(now: Told) -> Sequence[facts.Fact]:
            if now.review.stage(stage.name).phase is not Phase.CALLED:
                return ()
            return open_stage(now.review, stage.name, seating=seating, due_at=due_at, promises=promises, at=at)

        step = await tell(session, told.review_id, command, told=told)
        if step is not None:
            opened_now, names = step.after.stage(stage.name), cast.names | cover.names
            await self._history.record(session, stage_opened(asset, step.after, opened_now, step, names=names))
            for fact in step.facts:
                if isinstance(fact, facts.StageStuck):
                    await self._history.record(session, stuck(asset, step, fact))
        return step

    async def terms_of(self, session: AsyncSession, told: Told, stage: str) -> Terms:
        return await self._editions.terms(session, told.review.version.id, stage)

    async def _cast(self, session: AsyncSession, asset: Asset, terms: Terms, *, submitter: str, campaign: str) -> Cast:
        return await self._casting.cast(session, asset.team_id, terms, submitter=submitter, campaign=campaign)

    async def _look_again(self, session: AsyncSession, team_id: str) -> None:
        await self._jobs.submit(
            session,
            kind=RETRY,
            subject=team_id,
            lane=f"{RETRY}:{team_id}",
            key=f"{RETRY}:{team_id}",
            team_id=team_id,
            not_before=self._clock.now() + BREATH,
            coalesce=True,
        )

    async def _report(self, session: AsyncSession, team_id: str, key: str, sentence: str) -> None:
        """Once a day: the same is found every minute."""
        now = self._clock.now()
        if await is_first(session, team_id, f"{key}:{now:%Y-%m-%d}", at=now):
            await self._history.record(session, TroubleFound(team_id=team_id, key=key, sentence=sentence))


def _version(version: Version) -> facts.Version:
    return facts.Version(id=version.id, sha256=version.sha256 or "")


def _unmet(stage: StagePolicy, subject: Subject) -> str:
    return stage.when.condition.unmet(subject)
