"""Whatever a journey played, nobody was rung too often, and Galley's own count is what the sandbox delivered."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
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

    @property
    def rung(self) -> tuple[str, str, str]:
        return self.team_id, self.person_id, self.ts


async def nobody_is_rung_too_often(house: House, sandbox: Sandbox) -> None:
    delivered = await _agreed(house, sandbox)
    asked = await _asked(house, delivered)
    questions = {(*one.rung, asset) for one, asset in asked if one.is_question}
    rings = [ring for ring in await _counted(house) if ring.kind is PostKind.ASK]
    known = {(*_rung(ring), ring.asset_id) for ring in rings if _rung(ring) in {one.rung for one in delivered}}
    assert questions == known, f"only delivered: {questions - known}; only counted: {known - questions}"
    times = Counter((one.person_id, asset) for one, asset in asked)
    too_loud = {key: count for key, count in times.items() if count > BUDGET}
    assert not too_loud, f"{BUDGET} messages are enough: {too_loud}"


async def _agreed(house: House, sandbox: Sandbox) -> Sequence[Delivered]:
    """What was delivered at a moment at which it was what was counted: while a journey ends, some is on its way."""

    async def same() -> Sequence[Sequence[Delivered]]:
        delivered = tuple(_delivered(sandbox))
        counted = {_rung(ring) for ring in await _counted(house)}
        return [delivered] if counted == {one.rung for one in delivered} else ()

    with suppress(TimeoutError):
        return (await eventually(same))[0]
    counted, delivered = {_rung(ring) for ring in await _counted(house)}, {one.rung for one in _delivered(sandbox)}
    raise AssertionError(f"only delivered: {delivered - counted}; only counted: {counted - delivered}")


def _rung(ring: Ring) -> tuple[str, str, str]:
    return ring.team_id, ring.person_id, ring.ts


def _delivered(sandbox: Sandbox) -> Iterator[Delivered]:
    for workspace in sandbox.slack.workspaces:
        for person_id, messages in workspace.buzzes.items():
            for message in messages:
                if message.get("bot_id"):
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
        yield from (clicks.asked_about(part["value"]) if isinstance(part.get("value"), str) else ())
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
    """Whoever reads a question sits there, or has stood in for somebody who does."""
    theirs = [
        (stage, asset, batch) for person, stage, asset, batch in seats if person == one.person_id or one.is_question
    ]
    asked = {asset for stage, asset, _ in theirs if stage in one.values}
    return asked or {asset for _, asset, batch in theirs if batch == batch_id}


_SEATS = (
    select(Seat.person_id, Stage.id, Approval.asset_id, Asset.batch_id)
    .join(Stage, col(Stage.id) == Seat.stage_id)
    .join(Approval, col(Approval.id) == Stage.approval_id)
    .join(Asset, col(Asset.id) == Approval.asset_id)
)
