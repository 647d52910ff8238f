"""Wishes for messages, on both databases."""

from typing import Any

import pytest
from sqlmodel import select

from bot.db import Database
from bot.slack.parts import Message, section
from bot.slack.posts import BREATH, Posts, Wish, said
from bot.slack.standing import EDITABLE
from models.post import Post, PostKind
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock

TEAM = "T1"


@pytest.fixture
def jobs() -> Ordered:
    return Ordered()


@pytest.fixture
def posts(jobs: Ordered) -> Posts:
    return Posts(jobs, HeldClock())


def wish(key: str, **more: Any) -> Wish:
    return Wish(**{"kind": PostKind.CARD, "subject_id": "b1", "key": key, "channel_id": "C1"} | more)


async def _rows(database: Database) -> list[Post]:
    async with database.read() as session:
        return list((await session.exec(select(Post).order_by(Post.key))).all())


async def _posted(database: Database, key: str, ts: str) -> None:
    async with database.write() as session:
        post = (await session.exec(select(Post).where(Post.key == key))).one()
        post.ts = ts


async def test_the_same_key_is_one_message_for_ever(database: Database, posts: Posts, jobs: Ordered):
    for _ in range(2):
        async with database.write() as session:
            await posts.show_all(session, TEAM, [wish("card:b1"), wish("card:b1"), wish("card:b2")])

    assert [post.key for post in await _rows(database)] == ["card:b1", "card:b2"]
    assert {order.subject for order in jobs.orders} == {post.id for post in await _rows(database)}


async def test_a_message_belongs_to_its_team(database: Database, posts: Posts):
    async with database.write() as session:
        await posts.show_all(session, "T1", [wish("card:b1")])
        await posts.show_all(session, "T2", [wish("card:b1")])

    assert len(await _rows(database)) == 2


async def test_an_edit_has_a_lane_of_its_own(database: Database, posts: Posts, jobs: Ordered):
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("card:b1")])
    await _posted(database, "card:b1", "1.1")
    async with database.write() as session:
        posts.refresh(session, subject_id="b1", kinds=EDITABLE)

    [post] = await _rows(database)
    assert jobs.lanes == [f"slack:{TEAM}:C1", f"slack:{TEAM}:C1:{post.id}"]


async def test_news_waits_a_breath_and_a_decision_does_not(database: Database, posts: Posts, jobs: Ordered):
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("card:b1")])
    await _posted(database, "card:b1", "1.1")
    jobs.orders.clear()

    for is_news in (True, False):
        async with database.write() as session:
            posts.refresh(session, subject_id="b1", kinds=[PostKind.CARD], is_news=is_news)

    assert [order.not_before for order in jobs.orders] == [HeldClock().now() + BREATH, None]


async def test_what_one_transaction_wants_edited_is_ordered_once_and_a_decision_hurries_it(
    database: Database, posts: Posts, jobs: Ordered
):
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("card:b1")])
    await _posted(database, "card:b1", "1.1")
    jobs.orders.clear()

    async with database.write() as session:
        for is_news in (True, False, True):
            posts.refresh(session, subject_id="b1", kinds=[PostKind.CARD, PostKind.RECEIPT], is_news=is_news)

    assert [order.not_before for order in jobs.orders] == [None]


async def test_whispers_do_not_queue_in_the_channel(database: Database, posts: Posts, jobs: Ordered):
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("w", kind=PostKind.WHISPER, recipient_id="U1")])

    assert jobs.lanes == [f"slack:{TEAM}:C1:U1"]


async def test_what_was_said_once_is_never_edited(database: Database, posts: Posts, jobs: Ordered):
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("line", kind=PostKind.LINE)])
    await _posted(database, "line", "1.1")
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("line", kind=PostKind.LINE)])
        posts.refresh(session, subject_id="b1", kinds=PostKind)

    assert len(jobs.orders) == 1


async def test_a_refresh_does_not_hurry_what_waits_for_its_hour(database: Database, posts: Posts, jobs: Ordered):
    hour = HeldClock().now()
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("ask", kind=PostKind.ASK, not_before=hour)])
        posts.refresh(session, subject_id="b1", kinds=EDITABLE)

    assert [order.not_before for order in jobs.orders] == [hour]


async def test_only_what_was_not_said_in_a_channel_is_tried_again(database: Database, posts: Posts, jobs: Ordered):
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("a"), wish("b"), wish("c", channel_id="C2")])
    await _posted(database, "a", "1.1")
    jobs.orders.clear()

    async with database.write() as session:
        await posts.retry_channel(session, TEAM, "C1")

    [order] = jobs.orders
    assert [post.key for post in await _rows(database) if post.id == order.subject] == ["b"]


async def test_a_message_is_found_by_its_key_and_by_its_place(database: Database, posts: Posts):
    async with database.write() as session:
        await posts.show_all(session, TEAM, [wish("card:b1")])
    await _posted(database, "card:b1", "1.1")

    async with database.read() as session:
        by_key, by_place = await posts.find(session, TEAM, "card:b1"), await posts.at(session, TEAM, "C1", "1.1")
        nothing = await posts.at(session, TEAM, "C1", "2.2")

    assert by_key is not None
    assert (by_place, nothing) == (by_key, None)


async def test_what_was_said_is_written_down_as_it_was(database: Database, posts: Posts):
    message = Message("Dana approved.", (section("*Dana* approved."),))
    async with database.write() as session:
        await posts.say(
            session, team_id=TEAM, kind=PostKind.LINE, subject_id="d1", key="l", channel_id="C1", message=message
        )

    [post] = await _rows(database)
    async with database.read() as session:
        again = await said(session, post)
    assert again is not None
    assert again.digest == message.digest
