"""Sealing: whatever is committed takes its place in its workspace's chain, once, whoever seals."""

import asyncio

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.archives import prove
from bot.audit.sealing import AT_ONCE, Sealer
from bot.db import Database
from bot.history import History
from models.events import PolicyAdopted
from tests.clocks import HeldClock
from tests.databases import opened, sql
from tests.postgres import Postgres


async def test_everything_that_is_committed_is_sealed_a_chain_for_each_workspace(database: Database) -> None:
    await happened(database, "T1", "d1", "d2", "d3")
    await happened(database, "T2", "d4")

    assert await Sealer(database).seal() == 4

    proved = await prove(database, {})
    assert {team_id: span.until.seq for team_id, span in proved.whole.spans.items()} == {"T1": 3, "T2": 1}
    assert proved.loose == 0


async def test_what_is_sealed_is_sealed_once(database: Database) -> None:
    await happened(database, "T1", "d1")
    await Sealer(database).seal()
    await happened(database, "T1", "d2")

    assert [await Sealer(database).seal() for _ in range(2)] == [1, 0]

    assert (await prove(database, {})).whole.entries == 2


async def test_any_number_of_sealers_at_once_make_one_chain(database: Database) -> None:
    await happened(database, "T1", *(f"d{number}" for number in range(2 * AT_ONCE + 7)))

    sealed = await asyncio.gather(*(Sealer(database).seal() for _ in range(6)))

    assert sum(sealed) == 2 * AT_ONCE + 7
    assert (await prove(database, {})).whole.entries == 2 * AT_ONCE + 7


async def test_whoever_rests_on_it_waits_for_another_sealer(database: Database) -> None:
    await happened(database, "T1", *(f"d{number}" for number in range(AT_ONCE + 1)))

    await asyncio.gather(*(Sealer(database).seal_team("T1") for _ in range(3)))

    proved = await prove(database, {})
    assert (proved.whole.entries, proved.loose) == (AT_ONCE + 1, 0)


async def test_what_was_begun_earlier_and_is_committed_later_comes_later(postgresql: Postgres) -> None:
    async with opened(postgresql.ready()) as database:
        async with database.write() as slow:
            await record(slow, "T1", "begun earlier")
            await happened(database, "T1", "committed first")
            assert await Sealer(database).seal() == 1

        assert await Sealer(database).seal() == 1
        async with database.read() as session:
            told = await sql(session, "SELECT details ->> 'digest' FROM history ORDER BY seq")
            assert told.scalars().all() == ["committed first", "begun earlier"]
        assert (await prove(database, {})).whole.entries == 2


async def test_what_was_rolled_back_leaves_no_gap(database: Database) -> None:
    with pytest.raises(RuntimeError, match="not this one"):
        await change_ones_mind(database)
    await happened(database, "T1", "d1")

    await Sealer(database).seal()

    assert (await prove(database, {})).whole.entries == 1


async def happened(database: Database, team_id: str, *digests: str) -> None:
    async with database.write() as session:
        for digest in digests:
            await record(session, team_id, digest)


async def record(session: AsyncSession, team_id: str, digest: str) -> None:
    await History(HeldClock()).record(session, PolicyAdopted(team_id=team_id, digest=digest))


async def change_ones_mind(database: Database) -> None:
    async with database.write() as session:
        await record(session, "T1", "never")
        raise RuntimeError("not this one")
