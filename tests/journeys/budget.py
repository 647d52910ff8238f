"""Whatever a journey played, nobody was rung too often, and Galley's own count is what the sandbox delivered."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from bot import clicks
from bot.app import House
from models.approval import Approval, Seat, Stage
from models.asset import Asset
from models.noise import BUDGET, Ring
from models.post import Post, PostKind
from sandbox.serve import Sandbox
from tests.waiting import eventually


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """A message of ours that rang somebody, as the sandbox has it, with the buttons that it had at that moment."""

    team_id: str
    person_id: str
    ts: str
    post_id: str
    values: frozenset[str]
    is_question: bool  # whether one of its buttons approves


async def nobody_is_rung_too_often(house: House, sandbox: Sandbox) -> None:
    delivered = list(_delivered(sandbox))
    rang = {(one.team_id, one.person_id, one.ts) for one in delivered}

    async def is_counted() -> bool:
        return {(ring.team_id, ring.person_id, ring.ts) for ring in await _counted(house)} == rang

    await eventually(is_counted)
    asked = await _asked(house, delivered)
    counted = {(one.person_id, one.ts, one.asset_id) for one in await _counted(house) if one.kind is PostKind.ASK}
    assert {(one.person_id, one.ts, asset) for one, asset in asked if one.is_question} == counted
    loud = Counter((one.person_id, asset) for one, asset in asked)
    assert {key: count for key, count in loud.items() if count > BUDGET} == {}


def _delivered(sandbox: Sandbox) -> Iterator[Delivered]:
    for workspace in sandbox.slack.workspaces:
        for person_id, messages in workspace.buzzes.items():
            for message in messages:
                if message["user"] == workspace.here.bot_user:
                    payload = (message.get("metadata") or {}).get("event_payload") or {}
                    yield Delivered(
                        team_id=workspace.here.team.id,
                        person_id=person_id,
                        ts=message["ts"],
                        post_id=payload.get("post", ""),
                        values=frozenset(_values(message.get("blocks", []))),
                        is_question=clicks.APPROVE in str(message.get("blocks", [])),
                    )


def _values(part: Any) -> Iterator[str]:
    """What the buttons carry."""
    if isinstance(part, dict):
        yield from (part["value"].split(",") if isinstance(part.get("value"), str) else ())
        for inner in part.values():
            yield from _values(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _values(inner)


async def _counted(house: House) -> Collection[Ring]:
    async with house.db.read() as session:
        return (await session.exec(select(Ring))).all()


async def _asked(house: House, delivered: Collection[Delivered]) -> list[tuple[Delivered, str]]:
    """Each message to an approver with each of the pictures that its buttons, or else its batch, are about."""
    async with house.db.read() as session:
        seats = (await session.exec(_SEATS)).all()
        batches = dict((await session.exec(select(Post.id, Post.subject_id))).all())
    return [(one, asset) for one in delivered for asset in _pictures(one, seats, batches.get(one.post_id))]


def _pictures(one: Delivered, seats: Collection[Any], batch_id: str | None) -> set[str]:
    theirs = [(stage, asset, batch) for person, stage, asset, batch in seats if person == one.person_id]
    asked = {asset for stage, asset, _ in theirs if stage in one.values}
    return asked or {asset for _, asset, batch in theirs if batch == batch_id}


_SEATS = (
    select(Seat.person_id, Stage.id, Approval.asset_id, Asset.batch_id)
    .join(Stage, col(Stage.id) == Seat.stage_id)
    .join(Approval, col(Approval.id) == Stage.approval_id)
    .join(Asset, col(Asset.id) == Approval.asset_id)
)
