"""Two people click at the same instant: nobody's vote is lost, on either database."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.approval.asked import read_asked
from bot.db import Database
from models.approval import Approval, Rule, Seat, Stage, Verdict
from models.asset import Asset, Version
from models.batch import Batch, Origin
from tests.clocks import MONDAY_NOON as NOON

TEAM = "T1"


def question(rule: Rule = Rule.ALL) -> list[Any]:
    """One stage of two people; by default it needs both."""
    batch = Batch(team_id=TEAM, channel_id="C1", submitter_id="U0", origin=Origin.DROP, submitted_at=NOON)
    asset = Asset(team_id=TEAM, batch_id=batch.id, position=1, submitter_id="U0", created_at=NOON)
    version = Version(team_id=TEAM, asset_id=asset.id, file_name="hero.jpg", submitter_id="U0", submitted_at=NOON)
    approval = Approval(team_id=TEAM, asset_id=asset.id, version_id=version.id, policy_digest="p", opened_at=NOON)
    stage = Stage(
        id="stage",
        approval_id=approval.id,
        version_id=version.id,
        submitter_id="U0",
        position=1,
        name="Legal",
        rule=rule,
        needed=2 if rule is Rule.ALL else 1,
        due_in=timedelta(hours=8),
        opened_at=NOON,
        due_at=NOON,
    )
    return [batch, asset, version, approval, stage, *(Seat(stage_id="stage", person_id=one) for one in ("U1", "U2"))]


async def test_the_second_of_two_clicks_counts_the_first(database: Database) -> None:
    for row in question():
        async with database.write() as session:
            session.add(row)
    second_looked = asyncio.Event()

    async def second() -> int:
        async with database.write() as session:
            asked = await read_asked(session, TEAM, ["stage"], to_decide=True)
            second_looked.set()
            return asked["stage"].stage.approvals

    async with database.write() as session:
        asked = await read_asked(session, TEAM, ["stage"], to_decide=True)
        waiting = asyncio.create_task(second())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(second_looked.wait(), 0.2)
        asked["stage"].stage.decide("U1", Verdict.APPROVE, at=NOON, click_id="c1")

    assert await waiting == 1
