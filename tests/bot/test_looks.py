"""Looks: what is alike is found among all others of its workspace, and of no other."""

from bot import looks
from bot.db import Database
from models.asset import AssetState, Version
from tests.bot.intake.uploads import asset, batch, keep, version

LOOK = 0x5A3C6996C3A5F00F


async def test_all_that_is_alike_is_found_and_nothing_else(database: Database) -> None:
    here = [await a_version(database, LOOK ^ 2**bits - 1) for bits in (0, 2, 6, 10, 11)]

    found = await alike(database, here[0])

    assert found == {one.id for one in here[1:4]}


async def test_another_workspace_has_none_of_it(database: Database) -> None:
    mine, theirs = await a_version(database, LOOK), await a_version(database, LOOK, team_id="T2")

    assert await alike(database, mine) == await alike(database, theirs) == set()


async def test_a_plain_picture_is_not_found_and_finds_nothing(database: Database) -> None:
    for _ in range(3):
        plain = await a_version(database, 0)

    assert await alike(database, plain) == set()


async def test_what_has_no_preview_has_no_look(database: Database) -> None:
    await a_version(database, LOOK)
    drawing = await a_version(database, None)

    assert await alike(database, drawing) == set()


async def test_a_picture_is_found_whatever_became_of_it(database: Database) -> None:
    """Whoever asks says what counts: a rejected one may come again, a withdrawn one must not go unseen."""
    gone = await a_version(database, LOOK, state=AssetState.WITHDRAWN)
    mine = await a_version(database, LOOK ^ 1)

    assert await alike(database, mine) == {gone.id}


async def a_version(
    database: Database, look: int | None, *, team_id: str = "T1", state: AssetState = AssetState.PUBLISHED
) -> Version:
    upload = batch(message_ts=f"{look}.{team_id}")
    upload.team_id = team_id
    picture = asset(upload, 1, state=state)
    seen = version(picture)
    picture.team_id = seen.team_id = team_id
    upload.message_ts, seen.facts = seen.id, {"dhash": None if look is None else f"{look:016x}"}
    await keep(database, upload, picture, seen)
    async with database.write() as session:
        await looks.remember(session, seen)
    return seen


async def alike(database: Database, seen: Version) -> set[str]:
    async with database.read() as session:
        return set(await looks.alike(session, seen))
