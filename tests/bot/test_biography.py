"""`galley history`: an asset's record in words, found by id, title or file name."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import biography
from bot.biography import WORDS, in_words, look_up
from bot.config import Config
from bot.db import Database
from bot.history import History
from bot.migrate import migrate
from models import events
from models.asset import Asset, Version
from models.batch import Batch, Origin
from models.history import Entry
from models.person import Person
from tests.clocks import MONDAY_NOON, HeldClock

TEAM = "T1"
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path, policy=tmp_path / "none.yml", slack_bot_token=None)


@pytest.fixture
async def asset(config: Config) -> Asset:
    migrate(config.database)
    db = Database(config.database)
    asset = await _record(db)
    await db.close()
    return asset


async def _record(db: Database) -> Asset:
    batch = Batch(team_id=TEAM, channel_id="C1", submitter_id="UMA", origin=Origin.DROP, submitted_at=MONDAY_NOON)
    asset = Asset(team_id=TEAM, batch_id=batch.id, position=1, submitter_id="UMA", created_at=MONDAY_NOON)
    asset.describe({"title": "Beach Hero"}, file_name="hero.jpg")
    version = Version(
        team_id=TEAM, asset_id=asset.id, file_name="Hero.JPG", submitter_id="UMA", submitted_at=MONDAY_NOON
    )
    uma = Person(team_id=TEAM, slack_id="UMA", handle="uma", name="Uma Uploader", read_at=MONDAY_NOON)
    submitted = events.VersionSubmitted(
        team_id=TEAM,
        asset_id=asset.id,
        actor_id="UMA",
        batch_id=batch.id,
        version_id=version.id,
        file_name="x",
        position=1,
        title="x",
        filled=(),
    )
    async with db.write() as session:
        session.add(batch)
        await session.flush()
        session.add_all([asset, uma])
        await session.flush()
        session.add(version)
        await History(HeldClock()).record(session, submitted)
    return asset


@pytest.mark.parametrize("name", ["Beach Hero", "beach hero", "hero.jpg", "HERO.JPG"])
async def test_an_asset_is_found_by_title_or_file_name(config: Config, asset: Asset, name: str) -> None:
    (found,) = await look_up(config, name)

    assert (found.asset_id, found.title) == (asset.id, "Beach Hero")


async def test_an_asset_is_found_by_id_with_names_and_times(config: Config, asset: Asset) -> None:
    (found,) = await look_up(config, asset.id)

    (line,) = found.lines
    assert (line.when, line.who, line.what) == ("2026-03-02 12:00:00", "Uma Uploader", "submitted x")
    assert found.to_json()["lines"][0]["event"] == "VersionSubmitted"


async def test_what_concerns_its_whole_batch_is_told_too(config: Config, asset: Asset) -> None:
    received = events.FilesReceived(team_id=TEAM, actor_id="UMA", batch_id=asset.batch_id)
    card = events.Posted(team_id=TEAM, post_id="P", kind="card", subject_id=asset.batch_id)
    reminded = events.ReminderSent(
        team_id=TEAM, batch_id=asset.batch_id, stage_id="a neighbour's", reminder_id="R", rung="at", person_id="UMA"
    )
    db = Database(config.database)
    await db.open()
    async with db.write() as session:
        for event in (received, card, reminded):
            await History(HeldClock()).record(session, event)
    await db.close()

    (found,) = await look_up(config, asset.id)

    assert [line.what for line in found.lines] == [
        "submitted x",
        "uploaded a batch",
        "a message appeared: card",
    ]


@pytest.mark.usefixtures("asset")
async def test_nothing_is_found_under_another_name(config: Config) -> None:
    assert await look_up(config, "hero") == []


async def test_nothing_is_found_before_galley_has_run(config: Config) -> None:
    assert await look_up(config, "hero.jpg") == []


def test_every_event_has_its_words() -> None:
    kinds = set(events.Event.__subclasses__())

    assert set(WORDS) == kinds


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.name)
def test_the_words_name_fields_that_the_event_has(kind: type[events.Event]) -> None:
    details = {name: f"<{name}>" for name in kind.__dataclass_fields__}

    assert in_words(Entry(team_id=TEAM, event=kind.name, at=MONDAY_NOON, details=details), {}, UTC_ZONE)


def test_clauses_about_nothing_are_left_out() -> None:
    details = {"batch_id": "B", "version_id": "V", "failed": [], "missing": ["title", "tags"]}
    entry = Entry(team_id=TEAM, event="VersionInspected", at=MONDAY_NOON, details=details)

    assert in_words(entry, {}, UTC_ZONE) == "checked; missing: title, tags"


def test_people_and_moments_are_told_as_people_tell_them() -> None:
    due_at = datetime(2026, 3, 3, 9, tzinfo=UTC).isoformat()
    details = {"position": 1, "stage": "Design", "approvers": ["ANA", "BO"], "due_at": due_at}
    entry = Entry(team_id=TEAM, event="StageOpened", at=MONDAY_NOON, details=details)

    words = in_words(entry, {"ANA": "Ana"}, ZoneInfo("Europe/Berlin"))

    assert words == "stage 1 Design opened; asked: Ana, BO; due 2026-03-03 10:00:00"


def test_an_event_of_a_newer_galley_keeps_its_name() -> None:
    entry = Entry(team_id=TEAM, event="AssetFlown", at=MONDAY_NOON, details={})

    assert biography.in_words(entry, {}, UTC_ZONE) == "AssetFlown"
