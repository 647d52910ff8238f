"""The stages that ask somebody, or will: those of galley.yml, and those of pictures that are on their way."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.policy import Policy, StagePolicy
from bot.slack.people import People
from models.absence import brand_of
from models.approval import Approval, Outcome, Rule, Stage, needed_for
from models.asset import Asset
from models.campaign import Campaign
from models.coverage import Duty
from models.person import Person
from models.review.workflow import Subject

MOST = 2_000  # stages of pictures, the oldest first

Duties = Mapping[Duty, int]
"""With the number of pictures that are there, or on their way there."""


async def read_duties(session: AsyncSession, team_id: str, policy: Policy, people: People) -> Duties:
    found: Counter[Duty] = Counter()
    for planned in policy.review.stages:
        found.update(dict.fromkeys(await _planned(session, team_id, planned, people), 0))
    for stage, asset, campaign in await _asked(session, team_id):
        found[_of_picture(stage, asset, campaign)] += 1
    return found


async def _planned(session: AsyncSession, team_id: str, stage: StagePolicy, people: People) -> Sequence[Duty]:
    """None where nobody can be found: of that the admins hear as soon as a picture waits there."""
    found, _ = await people.find(session, team_id, stage.approvers)
    seats = tuple(person.slack_id for person in found)
    try:
        needed = needed_for(stage.rule, len(seats), stage.quorum)
    except ValueError:  # a user group that is too small for its quorum
        needed = stage.quorum or 1
    return [Duty(stage=stage.name, seats=seats, needed=needed, is_for_all=stage.rule is Rule.ALL)] if seats else []


async def _asked(session: AsyncSession, team_id: str) -> Sequence[tuple[Stage, Asset, Campaign | None]]:
    loaded = (selectinload(Stage.seats), selectinload(Stage.decisions))  # type: ignore[arg-type]
    wanted = (
        select(Stage, Asset, Campaign)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .outerjoin(Campaign, col(Campaign.id) == Asset.campaign_id)
        .where(Approval.team_id == team_id, Approval.outcome == Outcome.PENDING, col(Stage.settled_at).is_(None))
        .order_by(col(Stage.id))
        .limit(MOST)
        .options(*loaded)
    )
    return (await session.exec(wanted)).all()


def _of_picture(stage: Stage, asset: Asset, campaign: Campaign | None) -> Duty:
    """What is still open there: who has decided is not waited for."""
    decided = {decision.person_id for decision in stage.decisions}
    return Duty(
        stage=stage.name,
        seats=tuple(seat.person_id for seat in stage.seats if seat.person_id not in decided),
        needed=stage.needed - stage.approvals,
        is_for_all=stage.rule is Rule.ALL,
        subject=Subject(campaign=campaign.title if campaign else "", brand=brand_of(asset.attributes)),
        barred=frozenset() if stage.allows_own_work else frozenset({stage.submitter_id}),
    )


def concerned(duties: Duties) -> set[str]:
    return {person for duty in duties for person in duty.seats}


def gone(people: Mapping[str, Person], ids: set[str]) -> set[str]:
    """Deactivated, or nobody knows them any more."""
    return {one for one in ids if one not in people or not people[one].is_active}
