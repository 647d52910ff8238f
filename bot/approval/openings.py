"""Opening approvals and their stages: who sits there today, and until when they have time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asking import called, latest_review, next_round, policy_digest, unasked
from bot.approval.keeping import keep, read_reviews, tell
from bot.approval.seating import Vacancy, seated
from bot.approval.subjects import read_subject
from bot.approval.telling import opened, stage_opened
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies, read_kept
from bot.history import History
from bot.inbox import is_first
from bot.jobs.port import Jobs
from bot.policy_review import StagePolicy
from bot.slack.people import People
from models.asset import Asset, Version
from models.events import TroubleFound
from models.history import PolicyEdition
from models.person import Person
from models.projection import Row, Step, Told, opening
from models.review import Seating, facts, open_review, open_stage, replace_version
from models.review.state import Stage
from models.review.words import Phase

RETRY = "approval.retry"
BREATH = timedelta(seconds=2)  # for the other pictures of an upload, so that the admins hear of all of them at once


class Openings:
    def __init__(
        self, *, db: Database, clock: Clock, history: History, policies: Policies, people: People, jobs: Jobs
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._policies, self._people, self._jobs = policies, people, jobs

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
        waiting: dict[tuple[str, str], list[Vacancy]] = defaultdict(list)
        for asset, version in await unasked(session):
            vacancy = await self._begin(session, asset, version)
            if vacancy is not None:
                waiting[asset.team_id, vacancy.key].append(vacancy)
        for asset, review_id in await called(session, before=self._clock.now() - BREATH):
            for vacancy in await self._open_called(session, asset, review_id):
                waiting[asset.team_id, vacancy.key].append(vacancy)
        for (team_id, key), vacancies in waiting.items():
            await self._report(session, team_id, key, vacancies[0].sentence(len(vacancies)))

    async def _begin(self, session: AsyncSession, asset: Asset, version: Version) -> Vacancy | None:
        for stage in self._policies.current.review.stages:
            people = await self._seated(session, asset.team_id, version.submitter_id, stage)
            if isinstance(people, Vacancy):
                return people
        await session.flush()
        step = await self._open_approval(session, asset, version)
        await self._open_called(session, asset, step.review_id)
        return None

    async def _open_approval(self, session: AsyncSession, asset: Asset, version: Version) -> Step:
        row: Row = {
            "team_id": asset.team_id,
            "asset_id": asset.id,
            "policy_digest": self._policies.digest,
            "round": await next_round(session, asset.batch_id),
        }
        step = await self._renew(session, asset, version, row) or await self._open(session, asset, version, row)
        submitter = await self._people.by_id(session, asset.team_id, [version.submitter_id])
        names = {slack_id: person.name for slack_id, person in submitter.items()}
        how = {"policy_digest": row["policy_digest"], "round": row["round"]}
        await self._history.record(session, opened(asset, version, step, names=names, **how))
        return step

    async def _renew(self, session: AsyncSession, asset: Asset, version: Version, row: Row) -> Step | None:
        """Go on with the review of the version before, unless galley.yml says by now that it goes another way."""
        review_id = await latest_review(session, asset.id)
        before = (await read_reviews(session, [review_id])).get(review_id) if review_id else None
        if before is None or before.review.workflow != self._policies.current.review.rules:
            return None
        subject, at = await read_subject(session, asset, version), self._clock.now()

        def command(told: Told) -> Sequence[facts.Fact]:
            return replace_version(
                told.review, _version(version), submitter=version.submitter_id, subject=subject, at=at
            )

        return await tell(session, before.review_id, command, opened=row)

    async def _open(self, session: AsyncSession, asset: Asset, version: Version, row: Row) -> Step:
        policy = self._policies.current
        told = open_review(
            policy.review.rules,
            subject=await read_subject(session, asset, version),
            version=_version(version),
            submitter=version.submitter_id,
            lead=(await self._ids(session, asset.team_id, [policy.people.lead]) or (policy.people.lead,))[0],
            at=self._clock.now(),
        )
        step = opening(version.id, told)
        await keep(session, [step], opened=row)
        return step

    async def _open_called(self, session: AsyncSession, asset: Asset, review_id: str) -> list[Vacancy]:
        told = (await read_reviews(session, [review_id]))[review_id]
        vacancies = [await self._open_stage(session, asset, told, one) for one in told.review.in_phase(Phase.CALLED)]
        return [vacancy for vacancy in vacancies if vacancy is not None]

    async def _open_stage(self, session: AsyncSession, asset: Asset, told: Told, stage: Stage) -> Vacancy | None:
        policy = await self._policy_of(session, told, stage.name)
        people = await self._seated(session, asset.team_id, told.review.submitter, policy)
        if isinstance(people, Vacancy):
            return people
        at = self._clock.now()
        due_at = self._policies.current.working_time.add(at, policy.due_in)
        seating = Seating(approvers=tuple(person.slack_id for person in people))
        step = await tell(
            session,
            told.review_id,
            lambda now: open_stage(now.review, stage.name, seating=seating, due_at=due_at, at=at),
        )
        if step is not None:
            names = {person.slack_id: person.name for person in people}
            event = stage_opened(asset, step.after, step.after.stage(stage.name), step, names=names)
            await self._history.record(session, event)
        return None

    async def _policy_of(self, session: AsyncSession, told: Told, name: str) -> StagePolicy:
        """People and times are today's, as long as galley.yml knows the stage; the rules are those it opened with."""
        today = self._policies.current.review.stage(name)
        if today is not None:
            return today
        kept = await session.get_one(PolicyEdition, await policy_digest(session, told.review.version.id))
        return next(one for one in read_kept(kept.text).policy.review.stages if one.name == name)

    async def _seated(
        self, session: AsyncSession, team_id: str, submitter_id: str, stage: StagePolicy
    ) -> Sequence[Person] | Vacancy:
        found, unknown = await self._people.find(session, team_id, stage.approvers)
        active = [person for person in found if person.is_active and not person.is_bot]
        own_work = self._policies.current.review.self_approval
        return seated(stage, active, unknown, submitter_id=submitter_id, own_work=own_work)

    async def _ids(self, session: AsyncSession, team_id: str, references: Sequence[str]) -> tuple[str, ...]:
        found, _ = await self._people.find(session, team_id, references)
        return tuple(person.slack_id for person in found)

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
