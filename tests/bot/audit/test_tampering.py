"""Whoever owns the database can take its guards away and change history; the chain then tells where."""

from collections.abc import Sequence

import pytest

from bot.archives import prove
from bot.audit.sealing import Sealer
from bot.audit.verifying import Broken
from bot.db import Database
from bot.history import History
from models.chain import digest_of
from models.events import DeedRefused
from tests.clocks import HeldClock
from tests.databases import sql

WITHOUT_GUARDS = {
    "sqlite": (
        "DROP TRIGGER history_is_appended", "DROP TRIGGER history_is_sealed_once", "DROP TRIGGER history_is_kept",
        "DROP TRIGGER chain_grows",
    ),
    "postgresql": (
        "DROP TRIGGER history_is_sealed_once ON history", "DROP TRIGGER history_is_kept ON history",
        "DROP TRIGGER chain_grows ON chain",
    ),
}  # fmt: skip

MOVED = "UPDATE history SET seq = {to} WHERE seq = {one}"
COPIED = (
    "INSERT INTO history (team_id, asset_id, event, actor_id, at, details, digest, seq, prev, link) "
    "SELECT team_id, asset_id, event, actor_id, at, details, digest, {to}, prev, link FROM history WHERE seq = {one}"
)


@pytest.mark.parametrize(
    ("forgeries", "place", "words"),
    [
        (["UPDATE history SET actor_id = 'EVE' WHERE seq = 3"], 3, "the content of entry 3 was changed"),
        (["UPDATE history SET event = 'Nothing' WHERE seq = 1"], 1, "the content of entry 1 was changed"),
        (["DELETE FROM history WHERE seq = 3"], 3, "entry 3 of T1 is missing"),
        ([MOVED.format(one=2, to=99), MOVED.format(one=3, to=2), MOVED.format(one=99, to=3)], 2, "chain was broken"),
        ([MOVED.format(one=5, to=6), MOVED.format(one=4, to=5), COPIED.format(one=3, to=4)], 4, "chain was broken"),
        ([COPIED.format(one=3, to=6)], 6, "nothing may stand behind the end"),
        (["DELETE FROM history WHERE seq > 3"], 4, "the end is missing: entry 4"),
        (["UPDATE history SET prev = link WHERE seq = 4"], 4, "entry 4 does not follow the one before it"),
        (["UPDATE history SET link = prev WHERE seq = 4"], 4, "the link of entry 4 was changed"),
    ],
    ids=["edited", "renamed", "removed", "reordered", "put in", "appended", "cut off", "cut apart", "relinked"],
)
async def test_the_first_broken_link_is_named(
    database: Database, forgeries: Sequence[str], place: int, words: str
) -> None:
    await tell(database, "one", "two", "three", "four", "five")

    await forge(database, *forgeries)

    with pytest.raises(Broken, match=words) as found:
        await prove(database, {})
    assert found.value.seq in (place, None)
    assert found.value.line in (place + 1, None)


async def test_a_digest_that_was_made_to_fit_does_not_fit_its_link(database: Database) -> None:
    await tell(database, "one", "two", "three")

    await forge(database, f"UPDATE history SET digest = '{digest_of({})}' WHERE seq = 2")  # noqa: S608  our own words

    with pytest.raises(Broken, match="entry 2"):
        await prove(database, {})


async def test_a_tail_that_was_cut_off_with_its_head_is_found_by_a_head_kept_elsewhere(database: Database) -> None:
    await tell(database, "one", "two", "three", "four")
    kept_elsewhere = {team_id: span.until for team_id, span in (await prove(database, {})).whole.spans.items()}
    shorter = "UPDATE chain SET seq = 2, link = (SELECT link FROM history WHERE seq = 2)"

    await forge(database, "DELETE FROM history WHERE seq > 2", shorter)

    assert (await prove(database, {})).whole.entries == 2
    with pytest.raises(Broken, match="cut off: it ends with entry 2, and entry 4 was known") as found:
        await prove(database, kept_elsewhere)
    assert found.value.seq == 3


async def test_what_is_not_sealed_yet_is_not_changed_unnoticed(database: Database) -> None:
    await tell(database, "one")
    async with database.write() as session:
        await History(HeldClock()).record(session, DeedRefused(team_id="T1", deed="submit", why="two"))

    assert (await prove(database, {})).loose == 1
    await forge(database, "UPDATE history SET actor_id = 'EVE' WHERE seq IS NULL")

    with pytest.raises(Broken, match="not sealed yet"):
        await prove(database, {})


async def tell(database: Database, *words: str) -> None:
    async with database.write() as session:
        for why in words:
            await History(HeldClock()).record(session, DeedRefused(team_id="T1", deed="submit", why=why))
    await Sealer(database).seal()


async def forge(database: Database, *statements: str) -> None:
    async with database.write() as session:
        for statement in (*WITHOUT_GUARDS["sqlite" if database.is_sqlite else "postgresql"], *statements):
            await sql(session, statement)
