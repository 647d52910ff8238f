"""Look-alikes: what is said of them, to whom, and what people may do about them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.resembling import Resemblance
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.history import Entry
from models.likeness import Nearness
from models.lookalike import LookAlike, lookalikes_of, offered, worth_telling
from models.person import Person
from models.post import Post, PostKind
from tests.bot.intake.uploads import PERSON, TEAM, asset, batch, keep, version
from tests.clocks import MONDAY_NOON, HeldClock

LOOK = 0x5A3C6996C3A5F00F
SPRING = LookAlike(
    asset_id="a", version_id="v", title="spring", state=AssetState.PUBLISHED, since=MONDAY_NOON,
    nearness=Nearness.LIKELY, apart=5,
)  # fmt: skip


def test_what_is_approved_is_told_first_then_what_is_in_review_and_three_at_most() -> None:
    found = [
        replace(SPRING, asset_id="draft", state=AssetState.NEEDS_WORK, apart=0),
        replace(SPRING, asset_id="asked", state=AssetState.IN_REVIEW, apart=1),
        replace(SPRING, asset_id="far", apart=6),
        replace(SPRING, asset_id="near", apart=3),
    ]

    assert [one.asset_id for one in worth_telling(found)] == ["near", "far", "asked"]


def test_each_picture_is_told_once_by_its_nearest_version() -> None:
    found = [replace(SPRING, version_id="now", apart=6), replace(SPRING, version_id="old", version=1, apart=2)]

    assert [one.version_id for one in worth_telling(found)] == ["old"]


def test_of_the_same_card_only_the_same_picture_is_told() -> None:
    like, same = replace(SPRING, position=1), replace(SPRING, asset_id="b", position=2, nearness=Nearness.SAME)

    assert worth_telling([like, same]) == (same,)


async def test_the_same_picture_in_another_file_is_told_and_offered(database: Database) -> None:
    await on_a_card(database, LOOK)

    mine, seen = await coming_in(database, LOOK ^ 1)

    [told] = lookalikes_of(seen)
    assert (told.title, told.nearness, told.is_for_all) == ("picture 1", Nearness.SAME, True)
    assert offered(mine, seen) == told
    async with database.read() as session:
        [entry] = await session.exec(select(Entry).where(Entry.event == "LikenessFound"))
    assert entry.details["alike"] == seen.lookalikes


async def test_what_stands_on_no_card_of_the_channel_is_not_told(database: Database) -> None:
    await on_a_card(database, LOOK, channel="C0ELSEWHERE")
    await on_a_card(database, LOOK, ts=None)

    _, seen = await coming_in(database, LOOK)

    assert lookalikes_of(seen) == ()


async def test_what_was_withdrawn_or_rejected_is_not_told(database: Database) -> None:
    for state in (AssetState.WITHDRAWN, AssetState.REJECTED, AssetState.DUPLICATE, AssetState.EXPIRED):
        await on_a_card(database, LOOK, state=state)

    _, seen = await coming_in(database, LOOK)

    assert lookalikes_of(seen) == ()


async def test_a_guest_is_not_offered_the_picture_of_somebody_else(database: Database) -> None:
    await on_a_card(database, LOOK)

    mine, seen = await coming_in(database, LOOK, is_guest=True)

    [told] = lookalikes_of(seen)
    assert not told.is_for_all
    assert offered(mine, seen) is None


async def test_a_newer_version_is_not_like_its_own_picture(database: Database) -> None:
    hero = await on_a_card(database, LOOK)
    second = version(hero, number=2)
    second.facts = facts(LOOK)

    seen = await looked_at(database, hero, second)

    assert lookalikes_of(seen) == ()


async def test_nothing_is_offered_once_it_is_decided_or_told_apart(database: Database) -> None:
    await on_a_card(database, LOOK)
    mine, seen = await coming_in(database, LOOK)

    mine.state = AssetState.PUBLISHED
    assert offered(mine, seen) is None

    mine.state, seen.told_apart_at = AssetState.IN_REVIEW, MONDAY_NOON
    assert offered(mine, seen) is None


async def on_a_card(
    database: Database,
    look: int,
    *,
    state: AssetState = AssetState.PUBLISHED,
    channel: str = "review",
    ts: str | None = "2.2",
) -> Asset:
    upload = batch(message_ts=f"{state}.{channel}.{ts}")
    upload.submitter_id = "U2"
    hero = asset(upload, 1, state=state)
    hero.submitter_id = "U2"
    seen = version(hero)
    seen.facts = facts(look)
    card = Post(
        team_id=TEAM, kind=PostKind.CARD, subject_id=upload.id, key=f"card:{upload.id}", channel_id=channel, ts=ts,
        created_at=MONDAY_NOON, posted_at=MONDAY_NOON,
    )  # fmt: skip
    await keep(database, upload, hero)
    async with database.write() as session:
        session.add(card)
    await looked_at(database, hero, seen)
    return hero


async def coming_in(database: Database, look: int, *, is_guest: bool = False) -> tuple[Asset, Version]:
    """From somebody else."""
    upload: Batch = batch(message_ts="9.9")
    mine = asset(upload, 1)
    seen = version(mine)
    seen.facts = facts(look)
    await keep(database, upload, mine)
    async with database.write() as session:
        session.add(
            Person(
                team_id=TEAM, slack_id=PERSON, handle="ana", name="Ana", is_guest=is_guest,
                read_at=MONDAY_NOON - timedelta(hours=1),
            )
        )  # fmt: skip
    return mine, await looked_at(database, mine, seen)


async def looked_at(database: Database, of: Asset, seen: Version) -> Version:
    await keep(database, seen)
    resemblance = Resemblance(
        history=History(HeldClock()), policies=Policies(Path("galley.yml")), channel=lambda *named: named[-1],
        permalink=lambda card: f"https://acme.example/{card.channel_id}/{card.ts}",
    )  # fmt: skip
    async with database.write() as session:
        kept = await session.get_one(Version, seen.id)
        await resemblance.look(session, of, kept)
    return kept


def facts(look: int) -> dict[str, object]:
    return {"dhash": f"{look:016x}"}
