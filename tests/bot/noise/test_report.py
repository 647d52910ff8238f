"""The report on noise, on both databases: who reads of whom, what is counted, and which pictures were too loud."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.budget import above_budget
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.noise.flow import PAGE, NoiseReport
from bot.roles import Roles
from bot.slack.actor import Actor
from models.asset import Asset, Version
from models.batch import Batch, Origin
from models.noise import WINDOW, Ring
from models.person import Person
from models.post import PostKind
from tests import reviews
from tests.cast import ADMIN, BRAND, DESIGNERS, FIRST_MORNING, LEAD, PEOPLE, TEAM, UPLOADER
from tests.clocks import HeldClock

DANA = DESIGNERS[0].slack_id
LADDER = (PostKind.ASK, PostKind.REMINDER, PostKind.REMINDER, PostKind.REMINDER)


class Directory:
    """By handle."""

    async def find(
        self, session: AsyncSession, team_id: str, references: Iterable[str]
    ) -> tuple[tuple[Person, ...], tuple[str, ...]]:
        del session
        wanted = set(references)
        return tuple(one for one in PEOPLE.values() if one.handle in wanted and one.team_id == team_id), ()


@pytest.fixture
async def report(database: Database) -> NoiseReport:
    clock = HeldClock(FIRST_MORNING)
    async with database.write() as session:
        session.add_all([Person(**one.model_dump()) for one in PEOPLE.values()])
    roles = Roles(db=database, history=History(clock), policies=Policies(Path("galley.yml")), people=Directory())
    return NoiseReport(db=database, clock=clock, roles=roles)


async def test_everybody_reads_of_themselves(database: Database, report: NoiseReport) -> None:
    await rings(database, DANA, "hero", PostKind.ASK)
    await rings(database, BRAND.slack_id, "hero", PostKind.ASK)
    await decides(database, DANA, "hero")

    said = await read(report, DANA)

    assert "1 message, 1 decision, 1.0 messages per decision" in said
    assert BRAND.name not in said


@pytest.mark.parametrize("who", [LEAD.slack_id, ADMIN.slack_id])
async def test_who_leads_reads_of_the_whole_team(database: Database, report: NoiseReport, who: str) -> None:
    await rings(database, DANA, "hero", *LADDER)
    await rings(database, UPLOADER.slack_id, "hero", PostKind.OUTCOME)
    await rings(database, "U0THEIRS", "hero", PostKind.ASK, team_id="T0OTHER")
    await decides(database, DANA, "hero")

    said = await read(report, who)

    assert "2 people, 5 messages, 1 decision, 5.0 messages per decision" in said
    assert said.index("Dana Designer: 4 messages") < said.index("Uma Uploader: 1 message, 0 decisions")
    assert "hero: 4 messages, 1 above the budget: 3 reminders and 1 question" in said
    assert "U0THEIRS" not in said


async def test_a_message_about_several_pictures_is_one_message(database: Database, report: NoiseReport) -> None:
    await rings(database, DANA, "hero", PostKind.ASK, post_id="post-1")
    await rings(database, DANA, "beach", PostKind.ASK, post_id="post-1")

    assert "1 message, 0 decisions" in await read(report, DANA)


async def test_what_is_older_than_the_window_is_not_told(database: Database, report: NoiseReport) -> None:
    await rings(database, DANA, "hero", *LADDER, ago=WINDOW + timedelta(minutes=1))

    assert "Nothing of Galley's has rung you" in await read(report, DANA)


async def test_a_large_team_is_turned_page_by_page(database: Database, report: NoiseReport) -> None:
    people = [f"U{number:03}" for number in range(2 * PAGE + 3)]
    for person_id in people:
        await rings(database, person_id, "hero", PostKind.ASK)

    seen, after = [], ""
    for _ in range(3):
        message = await report.read(by=actor(LEAD.slack_id), after=after)
        seen += [one for one in people if one in message.text]
        buttons = [block.elements[0].value for block in message.blocks if block.type == "actions"]  # type: ignore[attr-defined]
        after = buttons[0] if buttons else ""

    assert (seen, after) == (people, "")


async def test_the_fourth_message_about_a_picture_is_above_the_budget(database: Database) -> None:
    for kinds, is_above in ((LADDER[:2], False), (LADDER[2:3], True)):
        await rings(database, DANA, "hero", *kinds)

        async with database.read() as session:
            asked = {(DANA, "hero"), (DANA, "beach"), (BRAND.slack_id, "hero")}
            assert await above_budget(session, TEAM, asked) == ({(DANA, "hero")} if is_above else set())
            assert await above_budget(session, "T0OTHER", asked) == set()


async def read(report: NoiseReport, who: str) -> str:
    return (await report.read(by=actor(who))).text


def actor(who: str) -> Actor:
    return Actor(team_id=TEAM, person_id=who, channel_id="C0REVIEW")


async def rings(
    database: Database,
    person_id: str,
    asset_id: str,
    *kinds: PostKind,
    team_id: str = TEAM,
    post_id: str = "",
    ago: timedelta = timedelta(),
) -> None:
    async with database.write() as session:
        await _picture(session, asset_id)
        for number, kind in enumerate(kinds):
            session.add(
                Ring(
                    team_id=team_id, person_id=person_id, asset_id=asset_id, post_id=post_id or f"{kind}:{number}",
                    ts="1.0", kind=kind, rang_at=FIRST_MORNING - ago,
                )
            )  # fmt: skip


async def decides(database: Database, person_id: str, asset_id: str) -> None:
    async with database.write() as session:
        await reviews.say(session, asset_id, "Design", person_id)


async def _picture(session: AsyncSession, name: str) -> None:
    """With one version and one stage, all called by its name."""
    if await session.get(Asset, name):
        return
    here = {"team_id": TEAM, "submitter_id": UPLOADER.slack_id}
    session.add(Batch(id=name, channel_id="C0", origin=Origin.DROP, submitted_at=FIRST_MORNING, **here))
    await session.flush()
    asset = Asset(id=name, batch_id=name, position=1, created_at=FIRST_MORNING, attributes={"title": name}, **here)
    session.add(asset)
    await session.flush()
    version = Version(id=name, asset_id=name, file_name=f"{name}.jpg", submitted_at=FIRST_MORNING, **here)
    session.add(version)
    await reviews.ask(session, asset, version, {"Design": [DANA]})
