"""The stages that ask somebody, or will: of galley.yml and its pilot, and of pictures that are on their way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Edition, Policies, read_kept
from bot.policy import Policy
from bot.policy_stage import StagePolicy
from bot.slack.people import People
from models.absence import brand_of
from models.approval import Approval, Stage
from models.asset import Asset, Version
from models.campaign import Campaign
from models.coverage import Duty
from models.history import PolicyEdition
from models.person import Person
from models.review.words import Outcome, Rule
from models.review.workflow import Subject

MOST = 2_000  # stages of pictures, the oldest first

Duties = Mapping[Duty, int]
"""With the number of pictures that are there, or on their way there."""


async def read_duties(session: AsyncSession, team_id: str, policies: Policies, people: People) -> Duties:
    """Of what may come by every edition of today, and of each picture by the one that its approval goes by."""
    plans = _Plans(session, team_id, people)
    found: Counter[Duty] = Counter()
    for today in policies.editions:
        found.update(dict.fromkeys(await plans.all(today), 0))
    for stage, asset, version, campaign in await _asked(session, team_id):
        subject = Subject(campaign=campaign.title if campaign else "", brand=brand_of(asset.attributes))
        if stage.is_open:
            duty: Duty | None = _open(stage)
        else:
            edition = await _edition(session, stage, policies)
            planned = await plans.of(edition, stage.name, campaign=subject.campaign, submitter=version.submitter_id)
            duty = _ahead(stage, planned, version, edition.policy)
        if duty is not None:
            found[replace(duty, subject=subject)] += 1
    return found


class _Plans:
    """Who would sit in the stages of an edition, with roles as whoever has them; the same names are looked up once."""

    def __init__(self, session: AsyncSession, team_id: str, people: People) -> None:
        self._session, self._team_id, self._people = session, team_id, people
        self._known: dict[tuple[str, str, tuple[str, ...]], Duty | None] = {}

    async def all(self, edition: Edition) -> list[Duty]:
        found = [await self.of(edition, stage.name) for stage in edition.policy.review.every_stage]
        return [duty for duty in found if duty is not None]

    async def of(self, edition: Edition, name: str, *, campaign: str = "", submitter: str = "") -> Duty | None:
        stage = edition.policy.review.stage(name)
        if stage is None:
            return None
        named = stage.approvers if stage.final_decider is None else (stage.final_decider,)
        names = edition.policy.expand(named, campaign=campaign, submitter=submitter)
        which = (edition.digest, name, names)
        if which not in self._known:
            people, _ = await self._people.find(self._session, self._team_id, names)
            self._known[which] = _duty(stage, people)
        return self._known[which]


async def _edition(session: AsyncSession, stage: Stage, policies: Policies) -> Edition:
    """Today's, on trial or in force, as long as it knows the stage; else the one by which its approval opened."""
    today = policies.under(is_pilot=stage.approval.is_pilot)
    if today.policy.review.stage(stage.name) is not None:
        return today
    return read_kept((await session.get_one(PolicyEdition, stage.approval.policy_digest)).text)


def _duty(stage: StagePolicy, people: Sequence[Person]) -> Duty | None:
    """None where nobody can be found: of that the admins hear as soon as a picture waits there."""
    seats = tuple(person.slack_id for person in people)
    needed = {Rule.ALL: len(seats), Rule.QUORUM: stage.quorum or 1}.get(stage.rule, 1)
    return Duty(stage=stage.name, seats=seats, needed=needed, is_for_all=stage.rule is Rule.ALL) if seats else None


async def _asked(session: AsyncSession, team_id: str) -> Sequence[tuple[Stage, Asset, Version, Campaign | None]]:
    loaded = (joinedload(Stage.approval), selectinload(Stage.seats), selectinload(Stage.decisions))  # type: ignore[arg-type]
    wanted = (
        select(Stage, Asset, Version, Campaign)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .join(Version, col(Version.id) == Approval.version_id)
        .outerjoin(Campaign, col(Campaign.id) == Asset.campaign_id)
        .where(Approval.team_id == team_id, Approval.outcome == Outcome.PENDING, col(Stage.settled_at).is_(None))
        .where(Stage.skipped == "")
        .order_by(col(Stage.id))
        .limit(MOST)
        .options(*loaded)
    )
    return (await session.exec(wanted)).all()


def _open(stage: Stage) -> Duty:
    """What is still open there: who has decided is not waited for."""
    decided = {decision.seat_id for decision in stage.standing}
    awaited = [seat for seat in stage.seats if seat.person_id not in decided]
    if stage.final_decider:
        awaited = [seat for seat in awaited if seat.person_id == stage.final_decider]
    return Duty(
        stage=stage.name,
        seats=tuple(seat.substitute_id or seat.person_id for seat in awaited),
        needed=stage.needed - stage.approvals,
        is_for_all=stage.rule is Rule.ALL,
    )


def _ahead(stage: Stage, planned: Duty | None, version: Version, policy: Policy) -> Duty | None:
    """Nobody sits there yet; by the edition that it goes by these will, but for whoever brought it."""
    rules = policy.review.stage(stage.name)
    if planned is None or rules is None or policy.review.allows_own_work(rules):
        return planned
    return replace(planned, barred=frozenset({version.submitter_id}))


def concerned(duties: Duties) -> set[str]:
    return {person for duty in duties for person in duty.seats}


def gone(people: Mapping[str, Person], ids: set[str]) -> set[str]:
    """Deactivated, or nobody knows them any more."""
    return {one for one in ids if one not in people or not people[one].is_active}
