"""A wrong tag is corrected at any time, by whoever may mend the picture; and what had suggested it is remembered."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.audit.retelling import retell
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake import forms
from bot.intake.candidates import submitted
from bot.intake.correcting import Correcting
from bot.intake.describing import Describing
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.people import People
from bot.slack.posts import Posts
from models.asset import Asset, AssetState
from models.events import AttributesGiven, AttributesSuggested, FilesReceived
from models.history import Entry
from models.person import Person
from models.post import Post
from models.roles import NotAllowed
from models.suggestion import Reply, Suggestion
from tests.bot.intake.uploads import CHANNEL, PERSON, TEAM, asset, batch, keep, version
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

UPLOADER = Actor(team_id=TEAM, person_id=PERSON, channel_id=CHANNEL)
GUEST = Actor(team_id=TEAM, person_id="Uguest", channel_id=CHANNEL)
STRANGER = Actor(team_id="T2", person_id=PERSON, channel_id=CHANNEL)


@pytest.fixture
async def correcting(database: Database) -> Correcting:
    async with database.write() as session:
        session.add(Person(team_id=TEAM, slack_id=PERSON, handle="uploader", name="Uma", read_at=NOON))
        session.add(Person(team_id=TEAM, slack_id="Uguest", handle="g", name="G", is_guest=True, read_at=NOON))
    clock, policies = HeldClock(), Policies(Path("galley.yml"))
    people = People(OneWorkspace(), database, clock)
    return Correcting(
        db=database,
        policies=policies,
        roles=Roles(db=database, history=History(clock), policies=policies, people=people),
        posts=Posts(Ordered(), clock),
        describing=Describing(clock=clock, history=History(clock), policies=policies),
    )


async def published(database: Database, *positions: int) -> list[Asset]:
    upload = batch()
    pictures = [asset(upload, position, state=AssetState.PUBLISHED) for position in positions or (1,)]
    await keep(database, upload, *pictures)
    for one in pictures:
        one.describe({"title": "Pier", "tags": ["sea", "NYC"]}, file_name="f.jpg")
        await keep(database, one, version(one))
    return pictures


async def suggested(database: Database, hero: Asset, **replies: Reply | None) -> None:
    """Tags by rules of these names."""
    made = [
        Suggestion(
            team_id=TEAM, asset_id=hero.id, attribute="tags", value=[name], source=f"rule:{name}", made_at=NOON,
            reply=reply,
        )
        for name, reply in replies.items()
    ]  # fmt: skip
    async with database.write() as session:
        session.add_all(made)
        history = History(HeldClock())
        its = await session.get_one(Asset, hero.id)
        await history.record(session, FilesReceived(team_id=TEAM, actor_id=PERSON, batch_id=its.batch_id))
        await history.record(session, submitted(its, version(its)))
        told = AttributesSuggested(
            team_id=TEAM, asset_id=its.id, batch_id=its.batch_id, outdated=(), taken=(), title="", filled=(),
            suggested=tuple({"id": one.id, "attribute": "tags", "source": one.source} for one in made),
        )  # fmt: skip
        await history.record(session, told)


async def test_what_differs_counts_is_found_and_told_and_the_rule_that_was_wrong_is_known(
    database: Database, correcting: Correcting
) -> None:
    (hero,) = await published(database)
    await suggested(database, hero, sea=Reply.ACCEPTED, NYC=Reply.ACCEPTED, pier=None)

    await correcting.correct(hero.id, {"title": "Pier", "tags": ["sea", "New York"]}, by=UPLOADER)
    await correcting.correct(hero.id, {"title": "Pier", "tags": ["sea", "New York"]}, by=UPLOADER)

    async with database.read() as session:
        kept = await session.get_one(Asset, hero.id)
        entries = (await session.exec(select(Entry).order_by(col(Entry.number)))).all()
        replies = {one.source: (one.reply, one.replied_by) for one in await session.exec(select(Suggestion))}
    assert (kept.attributes["tags"], kept.search_text) == (["sea", "New York"], "1.jpg pier sea new york")
    assert [(one.details["fields"], one.actor_id) for one in entries if one.event == AttributesGiven.name] == [
        (["tags"], PERSON)
    ]
    assert replies == {
        "rule:sea": (Reply.ACCEPTED, None),
        "rule:NYC": (Reply.CORRECTED, PERSON),
        "rule:pier": (Reply.CORRECTED, PERSON),
    }
    story = retell([one.model_dump() for one in entries])
    assert {one.source: one.reply for one in story.suggestions.values() if not one.is_open} == {
        "rule:NYC": Reply.CORRECTED,
        "rule:pier": Reply.CORRECTED,
    }


async def test_a_field_that_nobody_touched_changes_nothing_even_where_a_tag_has_a_comma(
    database: Database, correcting: Correcting
) -> None:
    (hero,) = await published(database)
    async with database.write() as session:
        its = await session.get_one(Asset, hero.id)
        its.describe({"tags": ["sun, sand", "sea"]}, file_name="1.jpg")

    await correcting.correct(hero.id, {"title": "Quay", "tags": ["sun", "sand", "sea"]}, by=UPLOADER)

    async with database.read() as session:
        kept = await session.get_one(Asset, hero.id)
    assert kept.attributes == {"title": "Quay", "tags": ["sun, sand", "sea"]}


async def test_a_tag_that_nobody_wants_any_more_goes(database: Database, correcting: Correcting) -> None:
    (hero,) = await published(database)

    await correcting.correct(hero.id, {"tags": []}, by=UPLOADER)

    async with database.read() as session:
        kept = await session.get_one(Asset, hero.id)
    assert (kept.filled, kept.search_text.strip()) == (("title",), "1.jpg pier")


async def test_the_shortcut_opens_the_one_picture_of_a_message_and_asks_which_of_several(
    database: Database, correcting: Correcting
) -> None:
    (hero,) = await published(database)
    alone = await correcting.of_message("9.9", "1.1", by=UPLOADER)
    await keep(database, second := batch(message_ts="2.2"), asset(second, 1), asset(second, 2))
    several = await correcting.of_message("2.2", None, by=UPLOADER)

    assert alone is not None
    assert (alone.callback_id, alone.private_metadata) == (forms.CORRECT, hero.id)
    assert several is not None
    assert several.callback_id == forms.WHICH


async def test_where_there_is_no_picture_whoever_asks_is_told(database: Database, correcting: Correcting) -> None:
    assert await correcting.of_message("8.8", None, by=UPLOADER) is None
    async with database.read() as session:
        (told,) = (await session.exec(select(Post))).all()
    assert "no picture here" in str(told.details)


async def test_others_pictures_are_for_those_who_may_mend_them(database: Database, correcting: Correcting) -> None:
    (hero,) = await published(database)

    for attempt in (
        correcting.form(hero.id, by=GUEST),
        correcting.of_batch(hero.batch_id, by=GUEST),
        correcting.of_message("1.1", None, by=GUEST),
        correcting.correct(hero.id, {"tags": []}, by=GUEST),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await correcting.form(hero.id, by=STRANGER) is None
    await correcting.correct(hero.id, {"tags": []}, by=STRANGER)
    async with database.read() as session:
        assert (await session.get_one(Asset, hero.id)).attributes["tags"] == ["sea", "NYC"]
