"""User groups and galley.yml change while people are being asked, on either database: who comes and who goes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.absences import Absences
from bot.approval.cards import card_key
from bot.approval.covering import Covering
from bot.approval.openings import Openings
from bot.approval.recasting import Recasting
from bot.approval.rereading import BEGUN, Reseat
from bot.approval.reseating import AT_ONCE, BREATH, RESEAT, Reseating
from bot.approval.threads import Threads
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.slack.people import People
from bot.slack.posts import Posts
from connectors.errors import ConnectorError
from models.absence import Absence
from models.approval import Seat, Stage
from models.asset import Asset, AssetState, Version
from models.events import StageOpened
from models.history import Entry
from models.person import Person
from models.post import Post, PostKind
from models.review.words import Outcome
from tests import reviews
from tests.bot.approval.desk import claim
from tests.bot.approval.questions import TEAM
from tests.bot.approval.test_casting import begun, galley_yml, seats, write  # noqa: F401  fixtures
from tests.bot.approval.test_openings import people
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

LEGAL = {"name": "Legal", "approvers": ["@lawyers"], "rule": "all"}


class Desk:
    """What the engine would do, done one order after the other; `group` is who is in @lawyers."""

    def __init__(self, database: Database, clock: HeldClock, galley_yml: Path) -> None:  # noqa: F811
        self.database, self.galley_yml, self.jobs, self.clock = database, galley_yml, Ordered(), clock
        self.policies, history = Policies(galley_yml), History(clock)
        self.people = People(OneWorkspace(), database, clock)
        covering = Covering(Absences())
        common: dict[str, Any] = {"clock": clock, "people": self.people}
        opening = {**common, "policies": self.policies, "history": history}
        self.openings = Openings(**opening, db=database, jobs=Ordered(), covering=covering)
        self.reseating = Reseating(
            db=database,
            clock=clock,
            history=history,
            jobs=self.jobs,
            people=self.people,
            openings=self.openings,
            recasting=Recasting(**common, covering=covering),
            threads=Threads(Posts(Ordered(), clock)),
        )

    def reads_groups(self) -> None:
        self.people._grouped_at[TEAM] = self.clock.now()

    def group(self, *members: str) -> None:
        self.people._groups[TEAM] = {"lawyers": members}

    async def look_again(self, occasion: str = "one") -> None:
        await self.reseating.begin(TEAM)
        while self.jobs.orders:
            team_id, after, again = self.jobs.orders.pop(0).subject.split("/")
            async with self.database.write() as session:
                await self.reseating.reseat(session, team_id, after=after, occasion=again or occasion)

    async def names(self, *stages: Mapping[str, Any]) -> None:
        write(self.galley_yml, *stages)
        self.policies.reload()

    async def told(self) -> list[Entry]:
        wanted = select(Entry).where(Entry.event == "SeatsChanged").order_by(col(Entry.number))
        async with self.database.read() as session:
            return list((await session.exec(wanted)).all())

    async def says(self, by: str) -> None:
        async with self.database.write() as session:
            version = (await session.exec(select(Version))).one()
            await reviews.say(session, version.id, "Legal", by)


@pytest.fixture
async def desk(database: Database, clock: HeldClock, galley_yml: Path) -> Desk:  # noqa: F811
    write(galley_yml, LEGAL)
    await people(database, lara="LARA", leo="LEO", lou="LOU")
    desk = Desk(database, clock, galley_yml)
    desk.group("LARA", "LEO")
    return desk


async def test_who_comes_into_the_group_is_asked_and_who_goes_is_not(database: Database, desk: Desk) -> None:
    await begun(database, desk.openings)
    desk.group("LARA", "LOU")

    await desk.look_again()

    assert await seats(database) == {"Legal": {"LARA", "LOU"}}
    (entry,) = await desk.told()
    said = {name: entry.details[name] for name in ("came", "left", "approvers")}
    assert said == {"came": ["LOU"], "left": ["LEO"], "approvers": ["LOU"]}


async def test_where_nobody_came_or_went_nothing_is_told(database: Database, desk: Desk) -> None:
    await begun(database, desk.openings)
    await desk.look_again()
    desk.group("LOU", "LARA", "LEO")

    await desk.look_again()
    await desk.look_again()

    assert len(await desk.told()) == 1


async def test_whoever_has_decided_keeps_seat_and_decision(database: Database, desk: Desk) -> None:
    await begun(database, desk.openings)
    await desk.says("LEO")
    desk.group("LARA", "LOU")

    await desk.look_again()

    assert await seats(database) == {"Legal": {"LARA", "LEO", "LOU"}}
    (entry,) = await desk.told()
    assert entry.details["left"] == []


async def test_many_pictures_are_looked_up_a_few_at_a_time(database: Database, desk: Desk) -> None:
    for _ in range(AT_ONCE + 1):
        await begun(database, desk.openings)
    desk.group("LOU")

    await desk.look_again()

    assert len(await desk.told()) == AT_ONCE + 1
    assert await seats(database) == {"Legal": {"LOU"}}


@pytest.mark.parametrize("members", [(), ("UNKNOWN",)])
async def test_a_group_that_means_nobody_just_now_takes_nobody_away(
    database: Database, desk: Desk, members: tuple[str, ...]
) -> None:
    await begun(database, desk.openings)
    desk.group(*members)

    await desk.look_again()

    assert await seats(database) == {"Legal": {"LARA", "LEO"}}
    assert await desk.told() == []


async def test_galley_yml_names_others(database: Database, desk: Desk) -> None:
    await begun(database, desk.openings)
    await desk.names({**LEGAL, "approvers": ["lou"]})

    await desk.look_again()

    assert await seats(database) == {"Legal": {"LOU"}}


async def test_another_final_decider_is_asked_while_the_stage_is_open(database: Database, desk: Desk) -> None:
    await desk.names({"name": "Brand", "final_decider": "lara"})
    await begun(database, desk.openings)
    await desk.names({"name": "Brand", "final_decider": "@lawyers"})
    await desk.look_again()
    assert await desk.told() == []  # she is still meant

    desk.group("LOU", "LEO")
    await desk.look_again()
    await desk.look_again()

    assert await seats(database) == {"Brand": {"LOU"}}
    (entry,) = await desk.told()
    assert {name: entry.details[name] for name in ("came", "left", "approvers", "decider")} == {
        "came": ["LOU"], "left": ["LARA"], "approvers": ["LOU"], "decider": "LOU"
    }  # fmt: skip
    async with database.read() as session:
        assert (await session.exec(select(Stage.final_decider))).one() == "LOU"


async def test_what_galley_yml_does_not_know_any_more_goes_on_as_it_began(database: Database, desk: Desk) -> None:
    async with database.write() as session:
        await desk.policies.adopt(session, at=NOON)
    await begun(database, desk.openings)
    await desk.names({"name": "Brand", "approvers": ["lou"]})
    desk.group("LARA")

    await desk.look_again()

    assert await seats(database) == {"Legal": {"LARA"}}


async def test_nobody_says_yes_for_a_colleague_who_is_deactivated(database: Database, desk: Desk) -> None:
    """Their seat stays, so that a stage in which everybody must say yes does not pass without them."""
    await begun(database, desk.openings)
    await desk.says("LARA")
    await deactivate(database, "LEO")

    await desk.look_again()

    async with database.read() as session:
        stage = (await session.exec(select(Stage))).one()
        leo = (await session.exec(select(Seat).where(Seat.person_id == "LEO"))).one()
    assert (stage.outcome, leo.is_active) == (Outcome.PENDING, False)
    (entry,) = await desk.told()
    assert entry.details["left"] == ["LEO"]


async def test_one_who_comes_back_is_asked_again(database: Database, desk: Desk) -> None:
    await begun(database, desk.openings)
    await deactivate(database, "LEO")
    await desk.look_again()
    await deactivate(database, "LEO", is_active=True)

    await desk.look_again()

    assert [entry.details["came"] for entry in await desk.told()] == [[], ["LEO"]]


async def test_the_last_yes_that_is_left_to_wait_for_goes_and_the_stage_settles(database: Database, desk: Desk) -> None:
    asset = await begun(database, desk.openings)
    await desk.says("LARA")
    desk.group("LARA")

    await desk.look_again()

    async with database.read() as session:
        assert (await session.get_one(Asset, asset.id)).state is AssetState.APPROVED


async def test_who_comes_and_is_away_has_somebody_who_stands_in(database: Database, desk: Desk) -> None:
    await begun(database, desk.openings)
    async with database.write() as session:
        session.add(
            Absence(
                team_id=TEAM, absent_id="LOU", substitute_id="LEO", first_day=NOON.date(), last_day=NOON.date(),
                named_by="LOU", named_at=NOON,
            )
        )  # fmt: skip
    desk.group("LARA", "LOU")

    await desk.look_again()

    async with database.read() as session:
        found = set((await session.exec(select(Seat.person_id, Seat.substitute_id))).all())
    assert found == {("LARA", None), ("LOU", "LEO")}


async def test_the_thread_reads_it_once_for_all_pictures_of_a_card(database: Database, desk: Desk) -> None:
    asset = await begun(database, desk.openings)
    async with database.write() as session:
        card = Post(team_id=TEAM, key=card_key(asset.batch_id), kind=PostKind.CARD, subject_id=asset.batch_id)
        card.channel_id, card.created_at = "review", NOON
        session.add(card)

    for occasion, members in (("one", ("LARA", "LOU")), ("two", ("LARA", "LEO")), ("three", ("LARA", "LOU"))):
        desk.group(*members)
        await desk.look_again(occasion)
        await desk.look_again(occasion)

    async with database.read() as session:
        lines = (await session.exec(select(Post).where(Post.kind == PostKind.LINE).order_by(col(Post.id)))).all()
    assert len(lines) == 3
    assert sum("*Lou* is asked from now on; *Leo* is not asked any more" in str(one.details) for one in lines) == 2


async def test_another_workspace_is_left_alone(database: Database, desk: Desk) -> None:
    await begun(database, desk.openings)
    desk.group("LOU")

    async with database.write() as session:
        await desk.reseating.reseat(session, "T2", after="", occasion="one")

    assert await seats(database) == {"Legal": {"LARA", "LEO"}}


async def test_however_often_it_is_asked_for_it_is_one_order(desk: Desk) -> None:
    await desk.reseating.begin(TEAM)
    await desk.reseating.begin(TEAM)

    assert {(order.kind, order.subject, order.coalesce) for order in desk.jobs.orders} == {(RESEAT, "T1//", True)}


async def test_a_change_that_slack_tells_twice_is_one_look_in_a_moment(desk: Desk) -> None:
    await desk.reseating.follow_groups(TEAM)
    await desk.reseating.follow_groups(TEAM)

    orders = {(order.kind, order.subject, order.coalesce, order.not_before) for order in desk.jobs.orders}
    assert orders == {(RESEAT, "T1//", True, NOON + BREATH)}


async def test_a_change_is_read_also_while_nobody_is_asked(database: Database, desk: Desk) -> None:
    desk.reads_groups()
    job, look = replace(claim(f"{TEAM}//"), team_id=TEAM), Reseat(desk.reseating)
    async with database.read() as session:
        assert await look.plan(session, job) is None

    desk.clock.advance(timedelta(seconds=1))
    await desk.reseating.follow_groups(TEAM)

    async with database.read() as session:
        assert await look.plan(session, job) == f"{TEAM}//"


async def test_every_replica_reads_of_a_change_that_another_one_heard_of(desk: Desk) -> None:
    """There is no Slack here, so that asking it is refused."""
    desk.reads_groups()
    desk.clock.advance(timedelta(seconds=1))
    await desk.reseating.follow_groups(TEAM)
    await desk.reseating.keep_up(TEAM)  # Slack may tell more of it

    desk.clock.advance(BREATH)
    with pytest.raises(ConnectorError):
        await desk.reseating.keep_up(TEAM)

    desk.reads_groups()
    await desk.reseating.keep_up(TEAM)


async def test_of_many_pictures_a_replica_asks_slack_once(desk: Desk) -> None:
    """One that read the user groups before the occasion has to ask, and there is no Slack here."""
    look, job = Reseat(desk.reseating), replace(claim(f"{TEAM}//"), team_id=TEAM)
    desk.reads_groups()
    begun = desk.clock.now()

    receipt = await look.send(f"{TEAM}/asset-5/job-1@{begun.isoformat()}", job)

    assert receipt.details == {BEGUN: begun.isoformat()}
    with pytest.raises(ConnectorError):
        await look.send(f"{TEAM}/asset-5/job-1@{(begun + BREATH).isoformat()}", job)


async def test_a_stage_opened_by_whoever_has_not_read_of_the_change_is_looked_up_again(
    database: Database, desk: Desk
) -> None:
    await desk.reseating.follow_groups(TEAM)
    desk.jobs.orders.clear()

    async with database.write() as session:
        await desk.reseating.look_after(session, _opened())
    assert [(order.kind, order.subject) for order in desk.jobs.orders] == [(RESEAT, "T1//")]

    desk.reads_groups()
    desk.jobs.orders.clear()
    async with database.write() as session:
        await desk.reseating.look_after(session, _opened())
    assert desk.jobs.orders == []


def _opened() -> StageOpened:
    return StageOpened(
        team_id=TEAM, asset_id="A", batch_id="B", approval_id="V", review_id="V", first=1, facts=(), stage_id="S",
        stage="Legal", position=1, rule="all", needed=2, approvers=(), names={}, opened_at="", due_at="",
    )  # fmt: skip


async def deactivate(database: Database, person_id: str, *, is_active: bool = False) -> None:
    async with database.write() as session:
        (await session.get_one(Person, (TEAM, person_id))).is_active = is_active
