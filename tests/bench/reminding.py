"""Fills a database with reminders that come due together: many people, each awaited in many pictures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import pairwise

import httpx
from sqlalchemy import insert
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.person import Person
from models.reminder import Reminder, Rung
from models.review.words import Rule
from tests import reviews
from tests.bench.questions import TEAM

TITLE = re.compile(r"Picture (\d{6})")
STAGED_AT = timedelta(hours=4)  # before they come due


async def fill(db: Database, people: list[str], *, each: int, together: int, due_at: datetime) -> int:
    """Each person is awaited in `each` pictures, `together` people in each. Answers how many reminders there are."""
    made = 0
    async with db.write() as session:
        await _add(session, [_person(one, due_at) for one in people])
    for start in range(0, len(people), together):
        for _ in range(each):
            async with db.write() as session:
                made += await _picture(session, people[start : start + together], number=made, due_at=due_at)
    return made


@dataclass(frozen=True, kw_only=True)
class Drained:
    """What the sandbox has seen. `refused` counts messages that it did not take, with a 429."""

    reminded: int
    doubled: int
    out_of_order: int
    refused: int
    per_minute: float


async def seen(http: httpx.AsyncClient, people: Sequence[str], *, seconds: float) -> Drained:
    """Read from the people's own channels, and from the calls that the sandbox got."""
    reminded = doubled = out_of_order = 0
    for one in people:
        told = (await http.get("/control/slack/messages", params={"user": one, "channel": f"@{one}"})).json()
        numbers = [found[0] for message in told["messages"] if (found := TITLE.findall(str(message)))]
        reminded += len(numbers)
        doubled += len(numbers) - len(set(numbers))
        out_of_order += sum(first > second for first, second in pairwise(numbers))
    calls = (await http.get("/control/calls", params={"system": "slack"})).json()["calls"]
    refused = sum(
        call["status"] == HTTPStatus.TOO_MANY_REQUESTS and call["path"].endswith("chat.postMessage") for call in calls
    )
    return Drained(
        reminded=reminded,
        doubled=doubled,
        out_of_order=out_of_order,
        refused=refused,
        per_minute=reminded / seconds * 60,
    )


async def _picture(session: AsyncSession, awaited: list[str], *, number: int, due_at: datetime) -> int:
    asked_at = due_at - STAGED_AT
    batch = Batch(
        team_id=TEAM,
        channel_id="C0INTAKE",
        message_ts=f"1772443000.{number:06}",
        submitter_id="U0UPLOADER",
        origin=Origin.DROP,
        submitted_at=asked_at,
        checked_at=asked_at,
    )
    asset = Asset(
        team_id=TEAM,
        batch_id=batch.id,
        position=1,
        submitter_id="U0UPLOADER",
        state=AssetState.IN_REVIEW,
        attributes={"title": f"Picture {number:06}"},
        created_at=asked_at,
    )
    version = Version(
        team_id=TEAM,
        asset_id=asset.id,
        file_name=f"picture-{number}.jpg",
        submitter_id="U0UPLOADER",
        submitted_at=asked_at,
        sha256=f"{number:064}",
        checks=[],
    )
    for row in (batch, asset, version):
        await _add(session, [row])
    due = due_at + STAGED_AT
    (stage,) = await reviews.ask(session, asset, version, {"Design": awaited}, rule=Rule.ALL, at=asked_at, due_at=due)
    await _add(session, [_reminder(batch, stage, one, due_at) for one in awaited])
    return len(awaited)


def _reminder(batch: Batch, stage_id: str, person_id: str, due_at: datetime) -> Reminder:
    told = {"batch_id": batch.id, "stage_id": stage_id, "person_id": person_id}
    return Reminder(team_id=TEAM, rung=Rung.BEFORE, step=0, due_at=due_at, **told)


def _person(slack_id: str, at: datetime) -> Person:
    handle = slack_id.removeprefix("U0").lower()
    return Person(team_id=TEAM, slack_id=slack_id, handle=handle, name=handle, zone="Europe/Berlin", read_at=at)


async def _add(session: AsyncSession, rows: list[SQLModel]) -> None:
    """Without the session's bookkeeping: there are tens of thousands."""
    await (await session.connection()).execute(insert(type(rows[0])), [row.model_dump() for row in rows])
