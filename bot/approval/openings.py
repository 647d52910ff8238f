"""Opening approvals and their stages: who sits there today, and until when they have time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asking import called, latest_review, next_round, policy_digest, unasked
from bot.approval.casting import Cast, Casting
from bot.approval.covering import Covering
from bot.approval.keeping import begin, read_reviews, tell
from bot.approval.seating import NoStage, Waiting, vacancy_of
from bot.approval.subjects import read_subject
from bot.approval.telling import opened, stage_opened, stuck
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies, read_kept
from bot.history import History
from bot.inbox import is_first
from bot.jobs.port import Jobs
from bot.policy_stage import StagePolicy
from bot.slack.acquaintances import read_people
from bot.slack.people import People
from models.asset import Asset, Version
from models.events import TroubleFound
from models.history import PolicyEdition
from models.projection import Row, Step, Told, opening
from models.review import facts, open_review, open_stage, replace_version
from models.review.state import Stage
from models.review.words import Phase
from models.review.workflow import Subject

RETRY = "approval.retry"
BREATH = timedelta(seconds=2)  # for the other pictures of an upload, so that the admins hear of all of them at once


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
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._policies, self._people, self._jobs = policies, people, jobs
        self._casting, self._covering = Casting(policies=policies, people=people), covering

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
        applying = [stage for stage in self._policies.current.review.every_stage if not _unmet(stage, subject)]
        if not applying:
            return NoStage(title=asset.title)
        for stage in applying:
            cast = await self._cast(session, asset, stage, submitter=version.submitter_id, campaign=subject.campaign)
            if (vacancy := vacancy_of(cast, version.submitter_id)) is not None:
                return vacancy
        await session.flush()
        step = await self._open_approval(session, asset, version, subject)
        await self._open_called(session, asset, step.review_id)
        return None

    async def _open_approval(self, session: AsyncSession, asset: Asset, version: Version, subject: Subject) -> Step:
        row: Row = {
            "team_id": asset.team_id,
            "asset_id": asset.id,
            "policy_digest": self._policies.digest,
            "round": await next_round(session, asset.batch_id),
        }
        step = await self._renew(session, version, subject, row) or await self._open(session, version, subject, row)
        submitter = await read_people(session, asset.team_id, [version.submitter_id])
        names = {slack_id: person.name for slack_id, person in submitter.items()}
        how = {"policy_digest": row["policy_digest"], "round": row["round"]}
        await self._history.record(session, opened(asset, version, step, names=names, **how))
        return step

    async def _renew(self, session: AsyncSession, version: Version, subject: Subject, row: Row) -> Step | None:
        """Go on with the review of the version before, unless galley.yml says by now that it goes another way."""
        review_id = await latest_review(session, version.asset_id)
        before = (await read_reviews(session, [review_id])).get(review_id) if review_id else None
        if before is None or before.review.workflow != self._policies.current.workflow:
            return None
        at = self._clock.now()

        def command(told: Told) -> Sequence[facts.Fact]:
            return replace_version(
                told.review, _version(version), submitter=version.submitter_id, subject=subject, at=at
            )

        return await tell(session, before.review_id, command, opened=row, told=before)

    async def _open(self, session: AsyncSession, version: Version, subject: Subject, row: Row) -> Step:
        policy = self._policies.current
        lead = await self._casting.ids(session, version.team_id, [policy.people.lead])
        told = open_review(
            policy.workflow,
            subject=subject,
            version=_version(version),
            submitter=version.submitter_id,
            lead=(*lead, policy.people.lead)[0],
            may_reopen=await self._casting.ids(session, version.team_id, policy.review.may_reopen),
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
        policy, review = await self.policy_of(session, told, stage.name), told.review
        cast = await self._cast(session, asset, policy, submitter=review.submitter, campaign=review.subject.campaign)
        if (vacancy := vacancy_of(cast, review.submitter)) is not None:
            return vacancy
        at = self._clock.now()
        due_at = self._policies.current.working_time.add(at, policy.due_in)
        promises = await self._casting.promises(session, asset.team_id, policy, review, due_at=due_at)
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

    async def policy_of(self, session: AsyncSession, told: Told, name: str) -> StagePolicy:
        """People and times are today's, as long as galley.yml knows the stage; the rules are those it opened with."""
        today = self._policies.current.review.stage(name)
        if today is not None:
            return today
        kept = await session.get_one(PolicyEdition, await policy_digest(session, told.review.version.id))
        return next(one for one in read_kept(kept.text).policy.review.every_stage if one.name == name)

    async def _cast(
        self, session: AsyncSession, asset: Asset, stage: StagePolicy, *, submitter: str, campaign: str
    ) -> Cast:
        return await self._casting.cast(session, asset.team_id, stage, submitter=submitter, campaign=campaign)

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
