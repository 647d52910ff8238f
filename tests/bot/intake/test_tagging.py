"""Tagging: what is suggested is kept with its source, told in history, and answered by a person."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.audit.retelling import retell
from bot.db import Database
from bot.galley_yml import as_written, read
from bot.history import History
from bot.intake.candidates import submitted
from bot.intake.tagging import Tagging
from bot.policy import Policy
from bot.suggestions import answered, open_suggestions, sheet_of
from models.asset import Asset, AssetState, Version
from models.attributes.sources import LIKENESS
from models.events import FilesReceived
from models.history import Entry
from models.likeness import Nearness
from models.lookalike import LookAlike
from models.suggestion import Reply, Suggestion
from tests.bot.intake.uploads import PERSON, TEAM, asset, batch, keep, version
from tests.clocks import MONDAY_NOON, HeldClock

DECLARED = """
  city: { label: City, vocabulary: cities, maps_to: { file: city }, types: [photo] }
  tags: { label: Tags, many: true, accept: automatic, maps_to: { file: keywords } }
vocabularies: { cities: { terms: { New York: [NYC], Berlin: [] } } }
asset_types: { photo: { formats: [JPEG] } }
tag_rules: [{ name: berlin-channel, when: { channel: [C1] }, set: { city: berlin } }]
"""
FACTS = {"format": "JPEG", "fields": {"title": ["Beach"], "city": ["nyc"], "keywords": ["sun", "sea"]}}
TAGGING = Tagging(clock=HeldClock(), history=History(HeldClock()), channel=as_written)


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    text = Path("galley.yml").read_text(encoding="utf-8")
    kept = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("  tags:"))
    (tmp_path / "galley.yml").write_text(
        kept.replace("default: file_name }\n", f"default: file_name, maps_to: {{ file: title }} }}{DECLARED}"),
        encoding="utf-8",
    )
    return read(tmp_path / "galley.yml").policy


async def tagged(
    database: Database, policy: Policy, *, lookalikes: list[dict[str, object]] | None = None, **facts: object
) -> tuple[Asset, Version]:
    """A picture, with its first entries of history, after it was looked at."""
    upload = batch()
    hero = asset(upload, 1)
    file = version(hero)
    file.lookalikes = lookalikes
    hero.describe({"title": "1"}, file_name="1.jpg")
    await keep(database, upload, hero, file)
    async with database.write() as session:
        history = History(HeldClock())
        await history.record(session, FilesReceived(team_id=TEAM, actor_id=PERSON, batch_id=upload.id))
        await history.record(session, submitted(hero, file))
    await tag(database, policy, hero, file, **facts)
    return hero, file


async def tag(database: Database, policy: Policy, hero: Asset, file: Version, **facts: object) -> None:
    async with database.write() as session:
        theirs, its = await session.get_one(Asset, hero.id), await session.get_one(Version, file.id)
        its.facts = {**FACTS, **facts}
        await TAGGING.tag(session, theirs, its, policy)


async def test_what_is_suggested_is_kept_beside_what_is_known(database: Database, policy: Policy) -> None:
    hero, _ = await tagged(database, policy)

    async with database.read() as session:
        kept = await session.get_one(Asset, hero.id)
        found = (await open_suggestions(session, [hero.id]))[hero.id]
    assert kept.attributes == {"title": "1", "asset_type": "photo", "tags": ["sun", "sea"]}
    assert sorted((one.attribute, one.source) for one in found) == [
        ("city", "file"),
        ("city", "rule:berlin-channel"),
        ("tags", "file"),
        ("title", "file"),
    ]
    assert [gap.attribute for gap in sheet_of(kept, found, policy).gaps if gap.is_conflict] == ["city"]
    assert "sun sea" in kept.search_text


async def test_looked_at_again_the_same_is_said_once_and_what_nothing_says_any_more_is_old(
    database: Database, policy: Policy
) -> None:
    hero, file = await tagged(database, policy)

    await tag(database, policy, hero, file)
    await tag(database, policy, hero, file, fields={"city": ["Berlin"]})

    async with database.read() as session:
        kept = (await session.exec(select(Suggestion).order_by(col(Suggestion.id)))).all()
    assert len(kept) == 5
    assert {(one.attribute, str(one.value)) for one in kept if one.reply is Reply.OUTDATED} >= {
        ("title", "Beach"),
        ("city", "New York"),
    }
    assert {one.value for one in kept if one.is_open and one.attribute == "city"} == {"Berlin"}


async def test_whoever_fills_in_a_field_answers_its_suggestions_and_history_retells_it(
    database: Database, policy: Policy
) -> None:
    hero, _ = await tagged(database, policy)

    async with database.write() as session:
        found = (await open_suggestions(session, [hero.id]))[hero.id]
        replies = answered(found, {"city": "New York"}, by=PERSON, at=MONDAY_NOON)

    async with database.read() as session:
        entries = (await session.exec(select(Entry).order_by(col(Entry.number)))).all()
        kept = {one.id: one for one in await session.exec(select(Suggestion))}
    story = retell([one.model_dump() for one in entries])
    assert {kept[one].source: reply for one, reply in replies.items()} == {
        "file": "accepted",
        "rule:berlin-channel": "corrected",
    }
    assert {(one.id, one.attribute, one.source) for one in story.suggestions.values()} == {
        (one.id, one.attribute, one.source) for one in kept.values()
    }
    assert story.assets[hero.id].type == "photo"
    assert "Beach" not in str([one.details for one in entries])


async def test_an_approved_look_alike_offers_what_is_known_of_it(database: Database, policy: Policy) -> None:
    upload = batch(message_ts="0.9")
    theirs, asked = asset(upload, 1), asset(upload, 2)
    theirs.attributes, asked.attributes = {"city": "New York", "title": "Old"}, {"city": "Berlin"}
    files = [version(one) for one in (theirs, asked)]
    await keep(database, upload, theirs, asked, *files)
    alike = [
        LookAlike(
            asset_id=one.id, version_id=file.id, title="", state=state, since=MONDAY_NOON,
            nearness=Nearness.LIKELY, apart=4,
        ).to_json()
        for one, file, state in zip((theirs, asked), files, (AssetState.PUBLISHED, AssetState.IN_REVIEW), strict=True)
    ]  # fmt: skip
    hero, _ = await tagged(database, policy, lookalikes=alike, fields={})

    async with database.read() as session:
        found = (await open_suggestions(session, [hero.id]))[hero.id]
    assert [(one.attribute, one.value) for one in found if one.source == LIKENESS] == [("city", "New York")]
