"""What pictures lack is counted as it stands now, for leads alone; and each is opened in turn until none is left."""

import csv
from pathlib import Path

import pytest

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.describing import Describing
from bot.reports.completing import Completeness, Inventory, NotAShare
from bot.reports.table import COLUMNS, table
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.people import People
from models.asset import Asset, AssetState
from models.attributes.completeness import Standing
from models.person import Person
from models.roles import NotAllowed
from models.suggestion import Reply, Suggestion
from tests.bot.intake.uploads import TEAM, asset, batch, keep, version
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

LEAD = Actor(team_id=TEAM, person_id="Ulead")
CITIES = """
  city: { label: City, vocabulary: cities, required_in: published }
vocabularies: { cities: { terms: { New York: [NYC], Berlin: [] } } }
"""


@pytest.fixture
def policies(tmp_path: Path) -> Policies:
    text = Path("galley.yml").read_text(encoding="utf-8")
    first, title, rest = text.partition("  title: ")
    _, _, kept = rest.partition("\n\n")
    assert title
    (tmp_path / "galley.yml").write_text(f"{first}{CITIES}\n{kept}", encoding="utf-8")
    return Policies(tmp_path / "galley.yml")


@pytest.fixture
async def completeness(database: Database, policies: Policies) -> Completeness:
    async with database.write() as session:
        session.add_all(
            Person(team_id=team, slack_id="Ulead", handle="lead", name="Lead", read_at=NOON) for team in (TEAM, "T2")
        )
    people = People(OneWorkspace(), database, HeldClock())
    roles = Roles(db=database, policies=policies, people=people, history=History(HeldClock()))
    return Completeness(db=database, policies=policies, roles=roles)


async def pictures(database: Database, *cities: str, state: AssetState = AssetState.PUBLISHED) -> list[Asset]:
    upload = batch(message_ts=f"{state}.1")
    made = [asset(upload, position, state=state) for position in range(1, len(cities) + 1)]
    for one, city in zip(made, cities, strict=True):
        one.describe({"city": city}, file_name="f.jpg")
    await keep(database, upload, *made, *[version(one) for one in made])
    return made


def counted(found: Inventory) -> dict[str, dict[Standing, int]]:
    return {one.attribute: dict(one.counts) for one in found.tallies}


async def test_nyc_is_below_the_threshold_until_it_is_new_york(
    database: Database, completeness: Completeness, policies: Policies
) -> None:
    nyc, _, empty = await pictures(database, "NYC", "New York", "")
    before = await completeness.read("", by=LEAD)
    assert counted(before) == {"city": {Standing.FORMER: 1, Standing.FILLED: 1, Standing.MISSING: 1}}
    first = await completeness.next("100/", by=LEAD)
    second = await completeness.next(f"100/{first.opened_id}", by=LEAD)
    assert (first.opened_id, second.opened_id) == (nyc.id, empty.id)

    describing = Describing(clock=HeldClock(), history=History(HeldClock()), policies=policies)
    async with database.write() as session:
        for one, city in ((nyc, "New York"), (empty, "Berlin")):
            await describing.describe(session, await session.get_one(Asset, one.id), {"city": city}, by=LEAD)

    after = await completeness.next(f"100/{second.opened_id}", by=LEAD)
    assert (counted(after), after.below, after.opened_id) == ({"city": {Standing.FILLED: 3}}, [], "")


async def test_what_has_ended_and_what_is_anothers_is_not_counted(
    database: Database, completeness: Completeness
) -> None:
    await pictures(database, "")
    await pictures(database, "", state=AssetState.WITHDRAWN)

    assert (await completeness.read("50%", by=LEAD)).looked_at == 1
    assert (await completeness.read("", by=Actor(team_id="T2", person_id="Ulead"))).looked_at == 0


async def test_a_rule_that_people_correct_is_named(database: Database, completeness: Completeness) -> None:
    (one,) = await pictures(database, "Berlin")
    async with database.write() as session:
        session.add_all(
            Suggestion(
                team_id=TEAM, asset_id=one.id, attribute="city", value="Berlin", source="rule:north", made_at=NOON,
                reply=reply,
            )
            for reply in (Reply.CORRECTED, Reply.CORRECTED, Reply.ACCEPTED, Reply.OUTDATED, None)
        )  # fmt: skip

    (doubted,) = (await completeness.read("", by=LEAD)).doubtful

    assert (doubted.name, doubted.corrected, doubted.answered) == ("rule:north", 2, 3)


async def test_it_is_for_leads_and_a_share_is_a_number(completeness: Completeness) -> None:
    with pytest.raises(NotAllowed, match="Only admins and leads"):
        await completeness.read("", by=Actor(team_id=TEAM, person_id="Usomebody"))
    for written in ("many", "0", "101", "٣"):
        with pytest.raises(NotAShare, match="write 1 to 100 per cent"):
            await completeness.read(written, by=LEAD)


async def test_as_a_table_every_picture_has_a_line_for_each_attribute_and_no_formula(
    database: Database, policies: Policies
) -> None:
    nyc, odd = await pictures(database, "NYC", "Berlin")
    async with database.write() as session:
        (await session.get_one(Asset, odd.id)).describe({"title": "=1+1"}, file_name="f.jpg")

    async with database.read() as session:
        lines = [line async for line in table(session, policies.current)]

    assert list(csv.reader(lines)) == [
        list(COLUMNS),
        [TEAM, nyc.id, "picture 1", "", "0", "city", "former", "NYC", ""],
        [TEAM, odd.id, "'=1+1", "", "100", "city", "filled", "Berlin", ""],
    ]
