"""Together: whoever writes in the same moment shares a transaction, on either database, and nobody pays for another."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.booking import Book, booked
from bot.db import Database, after_commit
from bot.together import MOST, BrokenUp, Together
from models.tables import METADATA
from tests.databases import sql

whose: ContextVar[str] = ContextVar("whose", default="nobody's")


@pytest.fixture
def together(notes: Database) -> Together:
    return Together(notes, at_once=1)


async def write(together: Together, words: str) -> AsyncSession:
    async with together.write() as session:
        await sql(session, "INSERT INTO note VALUES (:words)", words=words)
        return session


async def at_once(together: Together, *parts: Coroutine[Any, Any, object]) -> list[object]:
    """They come while somebody has begun. What came of it for each, the first one included."""
    coming = []

    async def begin() -> None:
        async with together.write() as session:
            await sql(session, "INSERT INTO note VALUES ('(begun)')")
            coming.extend(asyncio.create_task(part) for part in parts)
            await asyncio.wait(coming, timeout=0)

    return [
        *await asyncio.gather(begin(), return_exceptions=True),
        *await asyncio.gather(*coming, return_exceptions=True),
    ]


async def read(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await sql(session, "SELECT words FROM note ORDER BY words")).scalars())


async def test_one_after_another_has_a_transaction_each(together: Together, notes: Database):
    sessions = [await write(together, words) for words in "abc"]

    assert len({id(session) for session in sessions}) == 3
    assert await read(notes) == ["a", "b", "c"]


async def test_those_who_come_at_once_share_one(together: Together, notes: Database):
    _, *sessions = await at_once(together, *(write(together, words) for words in "abcd"))

    assert len({id(session) for session in sessions}) == 1
    assert await read(notes) == ["(begun)", "a", "b", "c", "d"]


async def test_a_crowd_is_divided(together: Together, notes: Database):
    crowd = [f"{number:03}" for number in range(2 * MOST)]

    _, *sessions = await at_once(together, *(write(together, words) for words in crowd))

    assert sorted(Counter(map(id, sessions)).values()) == [1, MOST - 1, MOST]
    assert await read(notes) == ["(begun)", *crowd]


async def test_where_one_stumbles_all_is_taken_back_and_the_others_hear_that_they_may_try_alone(
    together: Together, notes: Database
):
    async def stumble() -> None:
        async with together.write() as session:
            await sql(session, "INSERT INTO note VALUES ('lost')")
            raise ZeroDivisionError

    found = await at_once(together, write(together, "before"), stumble(), write(together, "after"))

    assert [type(one) for one in found] == [BrokenUp, BrokenUp, ZeroDivisionError, BrokenUp]
    assert await read(notes) == []
    await write(together, "again")
    assert await read(notes) == ["again"]


async def test_what_cannot_be_committed_breaks_up_those_who_shared_it(together: Together, notes: Database):
    async def spoil() -> None:
        async with together.write() as session:
            after_commit(session, lambda: pytest.fail("called back without a commit"))
            booked(session, Book(table=METADATA.tables["history"], columns=("nothing",))).append({})

    first, *others = await at_once(together, spoil(), write(together, "shared"))

    assert isinstance(first, KeyError)
    assert [type(one) for one in others] == [BrokenUp, BrokenUp]
    assert await read(notes) == []


async def test_each_is_called_back_after_the_commit_in_a_context_of_their_own(together: Together, notes: Database):
    called: list[tuple[str, str]] = []

    async def leave_word(name: str) -> None:
        whose.set(name)
        async with together.write() as session:
            await sql(session, "INSERT INTO note VALUES (:words)", words=name)
            after_commit(session, lambda: called.append((name, whose.get())))
            assert not called

    found = await at_once(together, *(leave_word(name) for name in "abc"))

    assert found == [None] * 4
    assert sorted(called) == [("a", "a"), ("b", "b"), ("c", "c")]
    assert await read(notes) == ["(begun)", "a", "b", "c"]


async def test_whoever_gives_up_before_their_turn_takes_nothing_from_the_others(together: Together, notes: Database):
    async with together.write() as session:
        await sql(session, "INSERT INTO note VALUES ('(begun)')")
        given_up, kept = (asyncio.create_task(write(together, words)) for words in ("given up", "kept"))
        await asyncio.wait([given_up, kept], timeout=0)
        given_up.cancel()
        await asyncio.wait([given_up])
    await kept

    assert given_up.cancelled()
    assert await read(notes) == ["(begun)", "kept"]


async def test_whoever_is_cancelled_while_others_have_their_turn_leaves_no_session_in_two_hands(
    together: Together, notes: Database
):
    in_turn, may_go_on = asyncio.Event(), asyncio.Event()

    async def take_long() -> None:
        async with together.write() as session:
            in_turn.set()
            await may_go_on.wait()
            await sql(session, "INSERT INTO note VALUES ('second')")

    coming = asyncio.create_task(at_once(together, take_long()))
    await in_turn.wait()
    coming.cancel()
    await asyncio.wait([coming], timeout=0.05)
    assert not coming.done(), "it waits for whoever has the session"
    may_go_on.set()

    with pytest.raises(asyncio.CancelledError):
        await coming
    assert await read(notes) == []
