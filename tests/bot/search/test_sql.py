"""What a query finds, on both databases, and for whom."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.search.query import parse
from bot.search.sql import Scope, has_tags, matching
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.campaign import Campaign
from tests import reviews
from tests.cast import DESIGNERS, FIRST_MORNING, TEAM, UPLOADER

ANYBODY = Scope(team_id=TEAM, person_id="U0ANYBODY", is_guest=False)


@pytest.fixture
async def session(database: Database):
    async with database.write() as session:
        yield session


async def test_words_are_found_in_any_case_and_newest_first(session: AsyncSession) -> None:
    await keep(session, "Beach at Noon")
    await keep(session, "Hero")
    await keep(session, "beach ball")

    assert await found(session, "BEACH") == ["beach ball", "Beach at Noon"]
    assert await found(session, '"beach at"') == ["Beach at Noon"]
    assert await found(session, "beach ball hero") == []


@pytest.mark.parametrize("text", ["100%", "a_b", "%", "_", "back\\slash", "'; DROP TABLE asset; --"])
async def test_signs_of_the_database_are_letters_like_any_other(session: AsyncSession, text: str) -> None:
    await keep(session, "plain acb")
    await keep(session, f"with {text} in it")

    assert await found(session, f'"{text}"') == [f"with {text} in it"]


async def test_a_tag_is_a_whole_tag(session: AsyncSession) -> None:
    await keep(session, "one", tags=["Spring", "sand"])
    await keep(session, "two", tags=["springtime"])
    await keep(session, "spring three", tags=[])

    assert await found(session, "tag:spring") == ["one"]
    assert await found(session, "tag:spring tag:SAND") == ["one"]
    assert await found(session, "tag:spring tag:snow") == []


async def test_the_type_is_what_the_bytes_are(session: AsyncSession) -> None:
    await keep(session, "photo", facts={"format": "JPEG"})
    await keep(session, "drawing", file_name="drawing.jpg", facts={"format": "PNG"})
    await keep(session, "unread", facts=None)

    assert await found(session, "type:jpg") == ["photo"]
    assert await found(session, "type:jpg type:png") == ["drawing", "photo"]


async def test_approved_counts_what_is_published_and_duplicates_are_left_out(session: AsyncSession) -> None:
    await keep(session, "asked", state=AssetState.IN_REVIEW)
    await keep(session, "on its way", state=AssetState.APPROVED)
    await keep(session, "there", state=AssetState.PUBLISHED)
    await keep(session, "again", state=AssetState.DUPLICATE)

    assert await found(session, "state:approved") == ["there", "on its way"]
    assert await found(session, "state:duplicate") == ["again"]
    assert await found(session, "") == ["there", "on its way", "asked"]


async def test_by_and_campaign(session: AsyncSession) -> None:
    spring = Campaign(
        team_id=TEAM, channel_id="C0", board="wrike", project_id="P", title="Spring 27", permalink="", linked_by="U",
        linked_at=FIRST_MORNING,
    )  # fmt: skip
    session.add(spring)
    await session.flush()
    await keep(session, "mine", campaign_id=spring.id)
    await keep(session, "yours", submitter_id="U0OTHER")

    assert await found(session, "by:uma", people=[UPLOADER.slack_id]) == ["mine"]
    assert await found(session, "by:nobody", people=[]) == []
    assert await found(session, "campaign:spring") == ["mine"]


async def test_nothing_of_another_team_is_found(session: AsyncSession) -> None:
    await keep(session, "ours")
    await keep(session, "theirs", team_id="T0OTHER")

    assert await found(session, "") == ["ours"]


async def test_a_guest_finds_what_they_submitted_or_were_asked_about(session: AsyncSession) -> None:
    guest = DESIGNERS[0].slack_id
    await keep(session, "not theirs")
    await keep(session, "their own", submitter_id=guest)
    await ask(session, await keep(session, "asked of them"), guest)

    scope = Scope(team_id=TEAM, person_id=guest, is_guest=True)
    assert await found(session, "", scope=scope) == ["asked of them", "their own"]


async def test_pages_follow_one_another_by_key(session: AsyncSession) -> None:
    for number in range(5):
        await keep(session, f"shot {number}")

    first = await rows(session, "shot", most=2)
    second = await rows(session, "shot", most=2, after=first[-1].id)

    assert [asset.title for asset in (*first, *second)] == ["shot 4", "shot 3", "shot 2", "shot 1"]


async def found(session: AsyncSession, text: str, **wanted: Any) -> list[str]:
    tags = [part.value for part in parse(text).parts if getattr(part, "field", None) == "tag"]
    return [asset.title for asset in await rows(session, text, **wanted) if has_tags(asset, tags)]


async def rows(
    session: AsyncSession,
    text: str,
    *,
    scope: Scope = ANYBODY,
    people: Sequence[str] = (),
    after: str = "",
    most: int = 50,
) -> Sequence[Asset]:
    return (await session.exec(matching(parse(text), scope, people=people, after=after, most=most))).all()


async def keep(
    session: AsyncSession,
    title: str,
    *,
    team_id: str = TEAM,
    submitter_id: str = UPLOADER.slack_id,
    state: AssetState = AssetState.IN_REVIEW,
    tags: Sequence[str] = (),
    file_name: str = "picture.jpg",
    facts: dict[str, Any] | None = None,
    campaign_id: str | None = None,
) -> Version:
    batch = Batch(
        team_id=team_id,
        channel_id="C0INTAKE",
        submitter_id=submitter_id,
        origin=Origin.FORM,
        submitted_at=FIRST_MORNING,
    )
    session.add(batch)
    await session.flush()
    asset = Asset(
        team_id=team_id,
        batch_id=batch.id,
        position=1,
        submitter_id=submitter_id,
        campaign_id=campaign_id,
        state=state,
        created_at=FIRST_MORNING,
    )
    asset.describe({"title": title, "tags": list(tags)}, file_name=file_name)
    session.add(asset)
    await session.flush()
    version = Version(
        team_id=team_id,
        asset_id=asset.id,
        file_name=file_name,
        facts=facts,
        submitter_id=submitter_id,
        submitted_at=FIRST_MORNING,
    )
    session.add(version)
    await session.flush()
    return version


async def ask(session: AsyncSession, version: Version, person_id: str) -> None:
    asset = await session.get_one(Asset, version.asset_id)
    await reviews.ask(session, asset, version, {"Design": [person_id]}, at=FIRST_MORNING)
