"""Opening approvals and their stages: who sits there today, and until when they have time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.seating import Vacancy, seated
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.inbox import is_first
from bot.jobs.port import Jobs
from bot.policy import StagePolicy
from bot.slack.people import People
from models.approval import Approval, Decision, Seat, Stage, needed_for
from models.asset import Asset, AssetState, Version
from models.events import ApprovalOpened, StageOpened, TroubleFound
from models.person import Person

RETRY = "approval.retry"
BREATH = timedelta(seconds=2)  # for the other pictures of an upload, so that the admins hear of all of them at once

Seats = list[tuple[StagePolicy, Sequence[Person]]]


class Openings:
    def __init__(
        self, *, db: Database, clock: Clock, history: History, policies: Policies, people: People, jobs: Jobs
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._policies, self._people, self._jobs = policies, people, jobs

    async def begin(self, session: AsyncSession, asset: Asset, version_id: str) -> None:
        """Open the approval of a version and its first stage. With nobody to ask it waits, and the admins hear why."""
        if await self._begin(session, asset, await session.get_one(Version, version_id)) is None:
            return
        await self._jobs.submit(
            session,
            kind=RETRY,
            subject=asset.team_id,
            lane=f"{RETRY}:{asset.team_id}",
            key=f"{RETRY}:{asset.team_id}",
            team_id=asset.team_id,
            not_before=self._clock.now() + BREATH,
            coalesce=True,
        )

    async def open(self, session: AsyncSession, stage: Stage, asset: Asset) -> None:
        """Start asking a stage; its time counts from now, in working hours."""
        at = self._clock.now()
        due_at = self._policies.current.working_time.add(at, stage.due_in)
        stage.open(at=at, due_at=due_at)
        opened = StageOpened(
            team_id=asset.team_id,
            asset_id=asset.id,
            batch_id=asset.batch_id,
            approval_id=stage.approval_id,
            stage_id=stage.id,
            stage=stage.name,
            position=stage.position,
            approvers=tuple(seat.person_id for seat in stage.seats),
            opened_at=at.isoformat(),
            due_at=due_at.isoformat(),
        )
        await self._history.record(session, opened)

    async def retry(self) -> None:
        """For the schedule: galley.yml or Slack may know better by now."""
        async with self._db.write() as session:
            await self.begin_unasked(session)

    async def begin_unasked(self, session: AsyncSession) -> None:
        """Begin what had nobody to ask; for what still has nobody, tell the admins why."""
        waiting: dict[tuple[str, str], list[Vacancy]] = defaultdict(list)
        for asset, version in await _unasked(session):
            vacancy = await self._begin(session, asset, version)
            if vacancy is not None:
                waiting[asset.team_id, vacancy.key].append(vacancy)
        for (team_id, key), vacancies in waiting.items():
            await self._report(session, team_id, key, vacancies[0].sentence(len(vacancies)))

    async def _begin(self, session: AsyncSession, asset: Asset, version: Version) -> Vacancy | None:
        seats: Seats = []
        for stage in self._policies.current.review.stages:
            people = await self._seated(session, asset.team_id, version, stage)
            if isinstance(people, Vacancy):
                return people
            seats.append((stage, people))
        await self._open_approval(session, asset, version, seats)
        return None

    async def _seated(
        self, session: AsyncSession, team_id: str, version: Version, stage: StagePolicy
    ) -> Sequence[Person] | Vacancy:
        found, unknown = await self._people.find(session, team_id, stage.approvers)
        active = [person for person in found if person.is_active and not person.is_bot]
        own_work = self._policies.current.review.self_approval
        return seated(stage, active, unknown, submitter_id=version.submitter_id, own_work=own_work)

    async def _open_approval(self, session: AsyncSession, asset: Asset, version: Version, seats: Seats) -> None:
        approval = Approval(
            team_id=asset.team_id,
            asset_id=asset.id,
            version_id=version.id,
            policy_digest=self._policies.digest,
            round=await _round(session, asset.batch_id),
            opened_at=self._clock.now(),
        )
        own_work = self._policies.current.review.self_approval
        approval.stages = [
            _stage(approval, version, stage, people, position=position, own_work=own_work)
            for position, (stage, people) in enumerate(seats, start=1)
        ]
        session.add(approval)
        await session.flush()
        names = {person.slack_id: person.name for _, people in seats for person in people}
        names |= await _name(session, asset.team_id, version.submitter_id)
        await self._history.record(session, _opened(approval, asset, version, names))
        await self.open(session, approval.stages[0], asset)

    async def _report(self, session: AsyncSession, team_id: str, key: str, sentence: str) -> None:
        """Once a day: the same is found every minute."""
        now = self._clock.now()
        if await is_first(session, team_id, f"{key}:{now:%Y-%m-%d}", at=now):
            await self._history.record(session, TroubleFound(team_id=team_id, key=key, sentence=sentence))


def _stage(
    approval: Approval, version: Version, stage: StagePolicy, people: Sequence[Person], *, position: int, own_work: bool
) -> Stage:
    made = Stage(
        approval_id=approval.id,
        version_id=version.id,
        submitter_id=version.submitter_id,
        position=position,
        name=stage.name,
        rule=stage.rule,
        needed=needed_for(stage.rule, len(people), stage.quorum),
        due_in=stage.due_in,
        allows_own_work=own_work,
    )
    made.seats = [
        Seat(stage_id=made.id, person_id=person.slack_id, position=number) for number, person in enumerate(people)
    ]
    made.decisions = []
    return made


def _opened(approval: Approval, asset: Asset, version: Version, names: Mapping[str, str]) -> ApprovalOpened:
    """With everything that counts for it, so that history alone can tell how it went."""
    return ApprovalOpened(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        approval_id=approval.id,
        version_id=version.id,
        policy_digest=approval.policy_digest,
        opened_at=approval.opened_at.isoformat(),
        round=approval.round,
        number=version.number,
        title=asset.title,
        submitter_id=version.submitter_id,
        stages=tuple(_rules(stage) for stage in approval.stages),
        names=names,
    )


def _rules(stage: Stage) -> Mapping[str, object]:
    return {
        "stage_id": stage.id,
        "position": stage.position,
        "name": stage.name,
        "rule": stage.rule,
        "needed": stage.needed,
        "due_in_s": int(stage.due_in.total_seconds()),
        "allows_own_work": stage.allows_own_work,
        "approvers": [seat.person_id for seat in stage.seats],
    }


async def _name(session: AsyncSession, team_id: str, person_id: str) -> dict[str, str]:
    person = await session.get(Person, (team_id, person_id))
    return {person_id: person.name} if person else {}


async def _round(session: AsyncSession, batch_id: str) -> int:
    """A picture joins its neighbours until somebody answers; later ones are a question of their own."""
    here = col(Approval.asset_id).in_(select(Asset.id).where(Asset.batch_id == batch_id))
    latest = (await session.exec(select(func.max(Approval.round)).where(here))).one() or 1
    answers = (
        select(Decision.id)
        .join(Stage, col(Stage.id) == Decision.stage_id)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .where(here, Approval.round == latest)
    )
    return latest if (await session.exec(answers.limit(1))).first() is None else latest + 1


async def _unasked(session: AsyncSession) -> Sequence[tuple[Asset, Version]]:
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    wanted = (
        select(Asset, Version)
        .join(Version, current)
        .outerjoin(Approval, col(Approval.version_id) == Version.id)
        .where(Asset.state == AssetState.IN_REVIEW, col(Approval.id).is_(None))
        .order_by(col(Asset.id))
        .limit(100)
    )
    return [(asset, version) for asset, version in await session.exec(wanted)]
