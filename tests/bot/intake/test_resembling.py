"""Look-alikes: what is said of them, to whom, and what people may do about them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.candidates import Candidates
from bot.intake.joining import Joining
from bot.intake.resembling import Resemblance
from bot.roles import NotAllowed, Roles
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.history import Entry
from models.likeness import Nearness
from models.lookalike import LookAlike, lookalikes_of, offered, worth_telling
from models.person import Person
from models.post import Post, PostKind
from tests.bot.intake.uploads import PERSON, TEAM, asset, batch, keep, version
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON, HeldClock

ANA = Actor(team_id=TEAM, person_id=PERSON, channel_id="C1")
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


async def test_kept_as_its_own_is_said_once_and_nothing_is_offered_any_more(database: Database) -> None:
    await on_a_card(database, LOOK)
    mine, seen = await coming_in(database, LOOK)
    joining = joins(database)

    await joining.tell_apart(seen.id, by=ANA)
    await joining.tell_apart(seen.id, by=ANA)

    async with database.read() as session:
        kept = await session.get_one(Version, seen.id)
        [entry] = await session.exec(select(Entry).where(Entry.event == "PictureToldApart"))
        [said] = await session.exec(select(Post).where(Post.kind == PostKind.WHISPER))
    assert (kept.told_apart_by, kept.told_apart_at, entry.actor_id) == (PERSON, MONDAY_NOON, PERSON)
    assert offered(mine, kept) is None
    assert said.recipient_id == PERSON


async def test_nobody_else_tells_a_picture_apart(database: Database) -> None:
    await on_a_card(database, LOOK)
    _, seen = await coming_in(database, LOOK)
    stranger = Actor(team_id=TEAM, person_id="U9", channel_id="C1")

    with pytest.raises(NotAllowed):
        await joins(database).tell_apart(seen.id, by=stranger)

    async with database.read() as session:
        assert (await session.get_one(Version, seen.id)).told_apart_at is None


async def test_the_click_of_a_guest_on_what_was_never_offered_joins_nothing(database: Database) -> None:
    await on_a_card(database, LOOK)
    mine, seen = await coming_in(database, LOOK, is_guest=True)
    joining = joins(database)

    await joining.tell_apart(seen.id, by=ANA)
    await joining.join(seen.id, by=ANA)

    async with database.read() as session:
        now, kept = await session.get_one(Asset, mine.id), await session.get_one(Version, seen.id)
        told = (await session.exec(select(Entry).where(col(Entry.event).startswith("Picture")))).all()
    assert (now.state, now.duplicate_of, kept.told_apart_at) == (AssetState.CHECKING, None, None)
    assert told == []


class Unnamed:
    """A workspace in which galley.yml's names mean nobody."""

    async def find(
        self, session: AsyncSession, team_id: str, references: Iterable[str]
    ) -> tuple[tuple[Person, ...], tuple[str, ...]]:
        del session, team_id
        return (), tuple(references)


def joins(database: Database) -> Joining:
    clock, policies = HeldClock(), Policies(Path("galley.yml"))
    history, posts = History(clock), Posts(Ordered(), clock)
    return Joining(
        db=database,
        clock=clock,
        history=history,
        posts=posts,
        roles=Roles(db=database, history=history, policies=policies, people=Unnamed()),
        candidates=Candidates(clock=clock, history=history, posts=posts),
    )


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
