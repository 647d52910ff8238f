"""Which stages of galley.yml, and of pictures that are on their way, will lack people; on both databases."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.reports.flow import Reports
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.people import People
from models.absence import Absence
from models.approval import Approval
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.person import Person
from models.review.words import Rule
from models.roles import NotAllowed
from tests import reviews
from tests.bot.approval.test_casting import write
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

TEAM, MONDAY = "T1", NOON.date()
HANDLES = ("designer1", "designer2", "designer3", "brand", "lead", "uploader")


@pytest.fixture
async def reports(database: Database) -> Reports:
    async with database.write() as session:
        session.add_all(
            Person(team_id=TEAM, slack_id=f"U{one}", handle=one, name=one.title(), read_at=NOON) for one in HANDLES
        )
    return of(database, Policies(Path("galley.yml")))


def of(database: Database, policies: Policies) -> Reports:
    clock = HeldClock()
    people = People(OneWorkspace(), database, clock)
    roles = Roles(db=database, history=History(clock), policies=policies, people=people)
    return Reports(db=database, clock=clock, policies=policies, people=people, roles=roles, teams=lambda: (TEAM,))


async def test_with_everybody_there_nothing_is_missing(database: Database, reports: Reports) -> None:
    found = await reports.absences(actor("lead"))

    assert found.gaps == []
    assert await weekly(database, reports) is None


async def test_the_only_approver_is_away_and_nobody_stands_in(database: Database, reports: Reports) -> None:
    await away(database, "brand", days=3)

    [gap] = (await reports.absences(actor("lead"))).gaps

    assert (gap.stage, gap.able, gap.missing, gap.pictures) == ("Brand", 0, ("Brand",), 0)
    assert gap.days == (MONDAY, day(1), day(2))
    assert await weekly(database, reports)


async def test_pictures_that_lack_the_same_people_are_told_together(database: Database, reports: Reports) -> None:
    await picture(database, "brand")
    await picture(database, "brand")
    await away(database, "brand", days=1)

    [gap] = (await reports.absences(actor("lead"))).gaps

    assert gap.pictures == 2


async def test_an_absence_for_one_campaign_concerns_its_pictures_alone(database: Database, reports: Reports) -> None:
    await picture(database, "brand")
    await away(database, "brand", days=1, brands=["Acme"])

    assert (await reports.absences(actor("lead"))).gaps == []
    await picture(database, "brand", brand="acme")
    [gap] = (await reports.absences(actor("lead"))).gaps
    assert gap.pictures == 1


async def test_who_has_decided_is_not_waited_for(database: Database, reports: Reports) -> None:
    await picture(database, "designer1", "designer2", needed=2, decided=("designer1",))
    await away(database, "designer1", days=1)

    assert (await reports.absences(actor("lead"))).gaps == []
    await away(database, "designer2", days=1)
    [gap] = (await reports.absences(actor("lead"))).gaps
    assert (gap.able, gap.needed, gap.missing) == (0, 1, ("Designer2",))


async def test_a_substitute_who_is_gone_leaves_the_seat_empty(database: Database, reports: Reports) -> None:
    await away(database, "brand", days=1, substitute="uploader")
    assert (await reports.absences(actor("lead"))).gaps == []

    async with database.write() as session:
        (await session.get_one(Person, (TEAM, "Uuploader"))).is_active = False
    [gap] = (await reports.absences(actor("lead"))).gaps
    assert gap.stage == "Brand"


@pytest.mark.usefixtures("reports")
async def test_a_role_is_whoever_has_it(database: Database, tmp_path: Path) -> None:
    design, brand = (
        {"name": one, "approvers": [who]} for one, who in (("Design", "designer1"), ("Brand", "role:lead"))
    )
    write(tmp_path / "galley.yml", design, brand)
    await picture(database, "designer1", ahead=("Brand",))
    await away(database, "lead", days=1)

    assert await lacking(database, Policies(tmp_path / "galley.yml")) == {("Brand", ("Lead",), 1)}


@pytest.mark.usefixtures("reports")
async def test_a_picture_is_looked_at_by_the_edition_that_it_goes_by(database: Database, tmp_path: Path) -> None:
    """On trial the lead decides in Brand, and in Legal, of which galley.yml knows nothing once the trial is over."""
    design, brand, legal = ({"name": name, "approvers": ["designer1"]} for name in ("Design", "Brand", "Legal"))
    write(tmp_path / "galley.yml", design, brand)
    write(tmp_path / "next.yml", design, brand | {"approvers": ["lead"]}, legal | {"approvers": ["lead"]})
    with (tmp_path / "galley.yml").open("a") as file:
        file.write("pilot: { channels: [spring], file: next.yml }\n")
    tried, over = Policies(tmp_path / "galley.yml"), Policies(Path("galley.yml"))
    await picture(database, "designer1", ahead=("Brand", "Legal"))
    async with database.write() as session:
        await tried.adopt(session, at=NOON)
        approval = (await session.exec(select(Approval))).one()
        approval.is_pilot, approval.policy_digest = True, tried.pilot_digest
    await away(database, "lead", days=1)

    assert await lacking(database, tried) == {("Brand", ("Lead",), 1), ("Legal", ("Lead",), 1)}
    assert await lacking(database, over) == {("Legal", ("Lead",), 1)}


async def lacking(database: Database, policies: Policies) -> set[tuple[str, tuple[str, ...], int]]:
    found = await of(database, policies).absences(actor("lead"))
    return {(gap.stage, gap.missing, gap.pictures) for gap in found.gaps}


async def test_a_report_is_for_leads_and_admins(reports: Reports) -> None:
    with pytest.raises(NotAllowed, match="Only admins and leads may see how the team stands"):
        await reports.absences(actor("uploader"))


async def weekly(database: Database, reports: Reports) -> bool | None:
    async with database.read() as session:
        people = {person.handle: person for person in await reports.leads(session)}
        assert set(people) == {"lead"}
        found = await reports.of_week(session, people["lead"])
    return None if found is None else bool(found.gaps)


async def away(
    database: Database, who: str, *, days: int, substitute: str | None = None, brands: list[str] | None = None
) -> None:
    absence = Absence(
        team_id=TEAM, absent_id=f"U{who}", substitute_id=f"U{substitute}" if substitute else None, first_day=MONDAY,
        last_day=day(days - 1), brands=brands or [], named_by=f"U{who}", named_at=NOON,
    )  # fmt: skip
    async with database.write() as session:
        session.add(absence)


async def picture(
    database: Database,
    *approvers: str,
    needed: int = 1,
    decided: tuple[str, ...] = (),
    brand: str = "",
    ahead: tuple[str, ...] = (),
) -> None:
    batch = Batch(team_id=TEAM, channel_id="C1", submitter_id="Uuploader", origin=Origin.DROP, submitted_at=NOON)
    asset = Asset(
        team_id=TEAM, batch_id=batch.id, position=1, submitter_id="Uuploader", state=AssetState.IN_REVIEW,
        created_at=NOON, attributes={"brand": brand},
    )  # fmt: skip
    version = Version(team_id=TEAM, asset_id=asset.id, file_name="f.jpg", submitter_id="Uuploader", submitted_at=NOON)
    name, rule = "Brand" if approvers == ("brand",) else "Design", Rule.ALL if needed > 1 else Rule.ANY
    async with database.write() as session:
        for row in (batch, asset, version):
            session.add(row)
            await session.flush()
        seats: dict[str, list[str]] = {name: [f"U{one}" for one in approvers], **{one: [] for one in ahead}}
        await reviews.ask(session, asset, version, seats, rule=rule)
        for one in decided:
            await reviews.say(session, version.id, name, f"U{one}")


def actor(handle: str) -> Actor:
    return Actor(team_id=TEAM, person_id=f"U{handle}")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)
