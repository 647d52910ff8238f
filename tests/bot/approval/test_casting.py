"""Who sits in the stages of a workflow, by names, groups and roles; and what waits until somebody can be found."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.absences import Absences
from bot.approval.covering import Covering
from bot.approval.keeping import tell
from bot.approval.openings import Openings
from bot.audit.records import read_about
from bot.audit.statement import carried_over
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.slack.people import People
from bot.truth import whole_approval
from models.approval import Approval, Seat, Stage
from models.asset import Asset, Version
from models.campaign import Campaign
from models.events import StageOpened
from models.history import Entry
from models.review import recall, supersede
from models.review.words import Outcome
from tests import reviews
from tests.bot.approval.questions import SUBMITTER, TEAM, pictured
from tests.bot.approval.test_openings import people, troubles
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.databases import sql
from tests.waiting import eventually
from tests.workspaces import OneWorkspace

Stages = list[Mapping[str, Any]]


@pytest.fixture
def galley_yml(tmp_path: Path) -> Path:
    return tmp_path / "galley.yml"


def openings(database: Database, clock: HeldClock, galley_yml: Path, *steps: Mapping[str, Any]) -> Openings:
    write(galley_yml, *steps)
    return Openings(
        db=database,
        clock=clock,
        history=History(clock),
        policies=Policies(galley_yml),
        people=People(OneWorkspace(), database, clock),
        jobs=Ordered(),
        covering=Covering(Absences()),
    )


def write(galley_yml: Path, *steps: Mapping[str, Any]) -> None:
    yaml = YAML(typ="safe")
    policy = yaml.load(Path("galley.yml"))
    policy["review"] = {"channel": "review", "workflow": list(steps)}
    policy["people"] |= {"roles": {"legal": ["lara"]}, "campaigns": {"Spring": {"legal": ["leo"]}}}
    policy["attributes"] |= {"region": {"label": "Region"}}
    with galley_yml.open("w") as file:
        yaml.dump(policy, file)


async def begun(database: Database, openings: Openings, *, region: str = "", campaign: str = "") -> Asset:
    async with database.write() as session:
        asset, version = await pictured(session)
        asset.attributes = {"region": region}
        asset.campaign_id = await campaigned(session, campaign) if campaign else None
        await openings.begin(session, asset, version.id)
    return asset


async def campaigned(session: AsyncSession, title: str) -> str:
    campaign = Campaign(
        team_id=TEAM, channel_id="C1", board="wrike", project_id="1", title=title, permalink="", linked_by="U0",
        linked_at=NOON,
    )  # fmt: skip
    session.add(campaign)
    await session.flush()
    return campaign.id


async def seats(database: Database) -> dict[str, set[str]]:
    """Of the stages that are open."""
    async with database.read() as session:
        wanted = select(Stage.name, Seat.person_id).join(Seat).where(Stage.opened_at.is_not(None))  # type: ignore[union-attr]
        found: dict[str, set[str]] = {}
        for name, person in (await session.exec(wanted)).all():
            found.setdefault(name, set()).add(person)
    return found


@pytest.mark.parametrize(("campaign", "who"), [("", "LARA"), ("Spring", "LEO")])
async def test_a_role_is_somebody_else_in_a_campaign(
    database: Database, clock: HeldClock, galley_yml: Path, campaign: str, who: str
) -> None:
    its = openings(database, clock, galley_yml, {"name": "Legal", "approvers": ["role:legal"]})
    await people(database, lara="LARA", leo="LEO")

    await begun(database, its, campaign=campaign)

    assert await seats(database) == {"Legal": {who}}


async def test_who_is_denied_and_who_brought_it_have_no_seat(
    database: Database, clock: HeldClock, galley_yml: Path
) -> None:
    legal = {"name": "Legal", "approvers": ["lara", "leo", "uma"], "deny": ["leo"], "advisers": ["ada"]}
    its = openings(database, clock, galley_yml, legal)
    await people(database, lara="LARA", leo="LEO", ada="ADA", uma=SUBMITTER)

    await begun(database, its)

    assert await seats(database) == {"Legal": {"LARA"}}


async def test_only_stages_that_apply_are_asked_and_two_paths_at_once(
    database: Database, clock: HeldClock, galley_yml: Path
) -> None:
    german = {"name": "Market", "approvers": ["mia"], "when": {"region": ["DE"]}}
    french = {"name": "Marché", "approvers": ["nobody at all"], "when": {"region": ["FR"]}}
    paths = {"paths": [[{"name": "Legal", "approvers": ["lara"]}], [german], [french]]}
    its = openings(database, clock, galley_yml, paths)
    await people(database, lara="LARA", mia="MIA")

    await begun(database, its, region="de")

    assert await seats(database) == {"Legal": {"LARA"}, "Market": {"MIA"}}


async def test_where_no_stage_applies_the_admins_hear_of_it(
    database: Database, clock: HeldClock, galley_yml: Path
) -> None:
    its = openings(database, clock, galley_yml, {"name": "M", "approvers": ["mia"], "when": {"region": ["DE"]}})
    await begun(database, its, region="FR")

    await its.retry()

    assert [told.partition(" applies")[0] for told in await troubles(database)] == ["No stage of galley.yml"]


async def test_a_later_stage_that_has_lost_its_people_waits_and_is_asked_once_there_is_somebody(
    database: Database, clock: HeldClock, galley_yml: Path
) -> None:
    legal, brand = {"name": "Legal", "approvers": ["lara"]}, {"name": "Brand", "final_decider": "bea"}
    its = openings(database, clock, galley_yml, legal, brand)
    await people(database, lara="LARA", bea="BEA")
    asset = await begun(database, its)
    write(galley_yml, legal, {**brand, "final_decider": "bo"})
    its._editions._policies.reload()
    async with database.write() as session:
        version = (await session.exec(select(Version))).one()
        await reviews.say(session, version.id, "Legal", "LARA")
        await its.open_called(session, await session.get_one(Asset, asset.id), version.id)

    clock.advance(timedelta(minutes=1))
    await its.retry()
    assert (await troubles(database))[0].startswith("Stage Brand has nobody who may decide on 1 picture. Slack does")
    await people(database, bo="BO")
    await its.retry()

    assert (await seats(database))["Brand"] == {"BO"}


async def test_a_new_version_keeps_what_was_approved_where_the_policy_says_so(
    database: Database, clock: HeldClock, galley_yml: Path
) -> None:
    its = openings(
        database, clock, galley_yml, {"name": "Legal", "approvers": ["lara"]}, {"name": "B", "approvers": ["bea"]}
    )
    await people(database, lara="LARA", bea="BEA")
    text = galley_yml.read_text().replace("channel: review", "channel: review\n  carry_over: true")
    galley_yml.write_text(text)
    its._editions._policies.reload()
    asset = await begun(database, its)
    async with database.write() as session:
        first = (await session.exec(select(Version))).one()
        await reviews.say(session, first.id, "Legal", "LARA")
        await its.open_called(session, asset, first.id)
        clock.advance(timedelta(minutes=5))
        second = Version(**first.model_dump() | {"id": "v2", "number": 2, "sha256": "2", "slack_file_id": "F2"})
        session.add(second)
        await its.begin(session, await session.get_one(Asset, asset.id), second.id)

    async with database.read() as session:
        approval = await session.get_one(Approval, "v2", options=[whole_approval()])
        entries = await read_about(session, asset.id)
    assert [stage.outcome for stage in approval.stages] == [Outcome.APPROVED, Outcome.PENDING]
    assert approval.stages[1].is_open
    assert [stage.name for stage in approval.carried_over] == ["Legal"]
    (earlier,) = carried_over(entries, [one for one in entries if one["event"] == "ApprovalOpened"][-1])
    assert (earlier["details"]["stage"], earlier["details"]["approval_id"]) == ("Legal", first.id)
    assert approval.review_id == first.id


async def test_of_two_who_open_a_stage_at_once_one_does_and_the_other_finds_it_done(
    database: Database, clock: HeldClock, galley_yml: Path
) -> None:
    """What follows a click, and the look around of another replica."""
    steps = ({"name": "A", "approvers": ["ana"]}, {"name": "B", "approvers": ["bea"]})
    its = openings(database, clock, galley_yml, *steps)
    await people(database, ana="ANA", bea="BEA")
    asset = await begun(database, its)
    async with database.write() as session:
        review_id = (await session.exec(select(Approval.review_id))).one()
        await reviews.say(session, review_id, "A", "ANA")

    async def open_called() -> None:
        async with database.write() as session:
            await its.open_called(session, asset, review_id)

    async with database.write() as session:
        await its.open_called(session, asset, review_id)
        late = asyncio.create_task(open_called())
        await eventually(lambda: database.is_sqlite or waits_for_a_lock(database))
    await late

    assert await seats(database) == {"A": {"ANA"}, "B": {"BEA"}}
    assert await opened(database) == ["A", "B"]


async def waits_for_a_lock(database: Database) -> bool:
    async with database.glance() as session:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return (await sql(session, waiting)).scalar_one() == 1


async def opened(database: Database) -> list[str]:
    async with database.read() as session:
        wanted = select(Entry).where(Entry.event == StageOpened.name).order_by(col(Entry.number))
        return [entry.details["stage"] for entry in await session.exec(wanted)]


@pytest.mark.parametrize(("by", "round_number"), [("", 1), (SUBMITTER, 2)])
async def test_a_version_after_a_recall_is_asked_about_anew_and_one_that_replaces_another_is_not(
    database: Database, clock: HeldClock, galley_yml: Path, by: str, round_number: int
) -> None:
    """Whoever was asked about the version before has a message that is still theirs, unless it said it was over."""
    its = openings(database, clock, galley_yml, {"name": "Legal", "approvers": ["lara"]})
    await people(database, lara="LARA")
    asset = await begun(database, its)
    async with database.write() as session:
        first = (await session.exec(select(Version))).one()
        at = clock.now()
        await tell(
            session, first.id, lambda told: recall(told.review, by=by, at=at) if by else supersede(told.review, at=at)
        )
        second = Version(**first.model_dump() | {"id": "v2", "number": 2, "sha256": "2", "slack_file_id": "F2"})
        session.add(second)
        await its.begin(session, await session.get_one(Asset, asset.id), second.id)

    async with database.read() as session:
        assert (await session.get_one(Approval, "v2")).round == round_number
