"""Opening approvals and their stages: who sits there today, and until when they have time."""

from collections.abc import Sequence

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.inbox import is_first
from bot.policy import Policy, StagePolicy
from bot.slack.people import People
from models.approval import Approval, Decision, Rule, Seat, Stage, needed_for
from models.asset import Asset, AssetState, Version
from models.events import ApprovalOpened, StageOpened, TroubleFound
from models.person import Person


class Openings:
    def __init__(self, *, db: Database, clock: Clock, history: History, policies: Policies, people: People) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._policies, self._people = policies, people

    async def begin(self, session: AsyncSession, asset: Asset, version_id: str, *, batch_id: str) -> None:
        """Open the approval of a version and its first stage. With nobody to ask it waits, and the admins hear why."""
        version, policy = await session.get_one(Version, version_id), self._policies.current
        seated = [await self._seats(session, asset, version, stage, policy) for stage in policy.review.stages]
        if not all(seated):
            return

        approval = Approval(
            team_id=asset.team_id,
            asset_id=asset.id,
            version_id=version_id,
            policy_digest=self._policies.digest,
            round=await _round(session, batch_id),
            opened_at=self._clock.now(),
        )
        approval.stages = [
            _stage(approval, version, stage, people, position=position, own_work=policy.review.self_approval)
            for position, (stage, people) in enumerate(zip(policy.review.stages, seated, strict=True), start=1)
        ]
        session.add(approval)
        await session.flush()
        opened = ApprovalOpened(
            team_id=asset.team_id,
            asset_id=asset.id,
            batch_id=batch_id,
            approval_id=approval.id,
            version_id=version_id,
            policy_digest=self._policies.digest,
        )
        await self._history.record(session, opened)
        await self.open(session, approval.stages[0], asset)

    async def open(self, session: AsyncSession, stage: Stage, asset: Asset) -> None:
        """Start asking a stage; its time counts from now, in working hours."""
        at = self._clock.now()
        due_at = self._policies.current.working_time.add(at, stage.due_in)
        stage.open(at=at, due_at=due_at)
        opened = StageOpened(
            team_id=asset.team_id,
            asset_id=asset.id,
            batch_id=asset.batch_id,
            stage_id=stage.id,
            stage=stage.name,
            position=stage.position,
            approvers=tuple(seat.person_id for seat in stage.seats),
            due_at=due_at.isoformat(),
        )
        await self._history.record(session, opened)

    async def retry(self) -> None:
        """Begin what had nobody to ask, now that galley.yml or Slack may know better."""
        async with self._db.write() as session:
            for asset, version in await _unasked(session):
                await self.begin(session, asset, version.id, batch_id=asset.batch_id)

    async def _seats(
        self, session: AsyncSession, asset: Asset, version: Version, stage: StagePolicy, policy: Policy
    ) -> Sequence[Person]:
        """The people of a stage; none when it could never pass with those whom Slack knows."""
        found, unknown = await self._people.find(session, asset.team_id, stage.approvers)
        active = [person for person in found if person.is_active and not person.is_bot]
        others = [person for person in active if person.slack_id != version.submitter_id]
        people = active if policy.review.self_approval else others
        trouble = _trouble(stage, people, unknown)
        if trouble is None:
            return people

        await self._report(session, asset, f"seats:{stage.name}:{asset.id}:{version.number}", trouble)
        return ()

    async def _report(self, session: AsyncSession, asset: Asset, key: str, sentence: str) -> None:
        """Once a day: the same is found every minute."""
        now = self._clock.now()
        if await is_first(session, asset.team_id, f"{key}:{now:%Y-%m-%d}", at=now):
            found = TroubleFound(team_id=asset.team_id, asset_id=asset.id, key=key, sentence=sentence)
            await self._history.record(session, found)


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


def _trouble(stage: StagePolicy, people: Sequence[Person], unknown: Sequence[str]) -> str | None:
    unfound = f" Slack does not know {', '.join(unknown)}." if unknown else ""
    if not people:
        return f"Stage {stage.name} has nobody who may decide.{unfound} Name its approvers in galley.yml."
    if stage.rule is Rule.QUORUM and len(people) < (stage.quorum or 0):
        return (
            f"Stage {stage.name} needs {stage.quorum} approvers and has {len(people)}.{unfound} "
            "Name more of them in galley.yml, or lower its quorum."
        )
    return None


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
