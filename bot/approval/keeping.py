"""Keeping reviews: their facts, and in the same breath the rows that they add up to (models/projection.py)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.base import Executable
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.booking import Book, booked
from bot.db import DatabaseBusy
from models import projection
from models.approval import Approval, Decision, ReviewFact, Seat, Stage
from models.projection import Row, Step, Told
from models.review import fold, from_json, to_json
from models.review.facts import Fact, FollowUpFinished
from models.tables import METADATA

_FIRST = "Somebody else was first. Nothing was changed; please try again."
TRIES = 20  # each time somebody else was first, and is done

# Built once: on the way of every click, and never through the session, which would look at every row it knows.
_TOLD = Book(table=METADATA.tables["review_fact"], columns=("review_id", "number", "told"))
_DECIDED = Book(
    table=METADATA.tables["decision"],
    columns=(
        "id", "stage_id", "version_id", "person_id", "seat_id", "verdict", "reason", "decided_at", "click_id", "stands",
    ),
)  # fmt: skip
_MOVED = Book(
    table=METADATA.tables["stage"],
    columns=(
        "needed", "final_decider", "called_at", "opened_at", "due_at", "promises", "outcome", "settled_at",
        "settled_by", "stuck", "has_failed", "id",
    ),
    changes=True,
)  # fmt: skip
_TELL = insert(ReviewFact)
_DECIDE = insert(Decision)
_SEAT = insert(Seat)
_STAGE = insert(Stage)
_OPEN = insert(Approval)
_FACTS = (
    select(ReviewFact.review_id, ReviewFact.number, ReviewFact.told)  # type: ignore[call-overload]
    .where(col(ReviewFact.review_id).in_(bindparam("review_ids", expanding=True)))
    .order_by(col(ReviewFact.review_id), col(ReviewFact.number))
)
_MOVE = update(Stage).where(col(Stage.id) == bindparam("row"))
_SETTLE = update(Approval).where(col(Approval.id) == bindparam("row"))
_VACATE = delete(Seat).where(col(Seat.stage_id) == bindparam("of_stage"))
_FELL = (
    update(Decision)
    .where(col(Decision.stage_id) == bindparam("of_stage"), col(Decision.seat_id) == bindparam("of_seat"))
    .values(stands=False)
)
_FINISH = (
    update(Decision)
    .where(
        col(Decision.stage_id) == bindparam("of_stage"),
        col(Decision.seat_id) == bindparam("of_seat"),
        col(Decision.stands),
    )
    .values(done_at=bindparam("finished_at"), done_by=bindparam("finished_by"))
)


class Overtaken(DatabaseBusy):
    """Somebody else's facts came first: ask again, on the facts by then."""


def too_many() -> DatabaseBusy:
    return DatabaseBusy("Too many people answered at the same instant. Nothing was changed; please try again.")


def is_told_here(session: AsyncSession, review_ids: Iterable[str]) -> bool:
    """Whether something was told of them in this very session that is not written yet, and so not read."""
    return not {row["review_id"] for row in booked(session, _TOLD)}.isdisjoint(review_ids)


async def read_reviews(session: AsyncSession, review_ids: Iterable[str]) -> dict[str, Told]:
    found = await (await session.connection()).execute(_FACTS, {"review_ids": list(set(review_ids))})
    return told_by((review_id, number, told) for review_id, number, told in found)


def told_by(rows: Iterable[tuple[str, int, dict[str, Any]]]) -> dict[str, Told]:
    """By review; `rows` in the order of their numbers."""
    facts: dict[str, dict[int, Fact]] = defaultdict(dict)
    for review_id, number, told in rows:
        if number not in facts[review_id]:
            facts[review_id][number] = from_json(told)
    return {one: Told(review_id=one, review=fold(these.values()), number=max(these)) for one, these in facts.items()}


@contextmanager
def overtaking() -> Iterator[None]:
    """Around a transaction that keeps what was told: whether somebody else was first shows at its end."""
    try:
        yield
    except IntegrityError as error:
        raise Overtaken(_FIRST) from error


async def keep(session: AsyncSession, steps: Sequence[Step], *, click_id: str) -> None:
    """What a click told: all of it, or Overtaken. Nothing of it is read before the transaction ends."""
    booked(session, _TOLD).extend(_facts(steps))
    booked(session, _DECIDED).extend(row for step in steps for row in projection.decision_rows(step, click_id=click_id))
    moved = {row["id"]: row for step in steps for row in projection.changed_stages(step)}
    booked(session, _MOVED).extend(moved.values())
    await _change(session, steps)


async def begin(session: AsyncSession, step: Step, *, opened: Row) -> None:
    """A review with its rows. `opened` is what no fact tells of it."""
    await _tell(session, [step])
    await _project(session, [step], opened=opened)


async def tell(
    session: AsyncSession,
    review_id: str,
    command: Callable[[Told], Sequence[Fact]],
    *,
    opened: Row | None = None,
    told: Told | None = None,
) -> Step | None:
    """In the midst of a transaction that does other things as well: a command, as often as somebody else was first.
    `told` is how the review was last read, where it was. None where it tells nothing; its Refusal is the caller's.
    """
    for _ in range(TRIES):
        told = told or (await read_reviews(session, [review_id]))[review_id]
        facts = command(told)
        if not facts:
            return None
        step, told = told.adding(facts), None
        try:
            async with session.begin_nested():
                await _tell(session, [step])
        except Overtaken:
            continue
        await _project(session, [step], opened=opened or {})
        return step
    raise too_many()


async def _tell(session: AsyncSession, steps: Sequence[Step]) -> None:
    try:
        await _run(session, _TELL, _facts(steps))
    except IntegrityError as error:
        raise Overtaken(_FIRST) from error


def _facts(steps: Sequence[Step]) -> list[Row]:
    return [
        {"review_id": step.review_id, "number": number, "told": to_json(fact)}
        for step in steps
        for number, fact in step.numbered
    ]


async def _project(session: AsyncSession, steps: Sequence[Step], *, opened: Row) -> None:
    for step in steps:
        if step.begins:
            await _begin(session, step, opened)
    await _run(session, _DECIDE, [row for step in steps for row in projection.decision_rows(step, click_id="")])
    await _run(session, _MOVE, [_named(row) for step in steps for row in projection.changed_stages(step)])
    await _change(session, steps)


async def _change(session: AsyncSession, steps: Sequence[Step]) -> None:
    """The rows that were there before."""
    fallen = [pair for step in steps for pair in projection.fallen(step)]
    await _run(session, _FELL, [{"of_stage": stage_id, "of_seat": seat} for stage_id, seat in fallen])
    await _run(session, _FINISH, [_finished(*one) for step in steps for one in projection.finished(step)])
    await _reseat(session, steps)
    await _run(session, _SETTLE, [_of_approval(step, row) for step in steps if (row := _settled(step))])


async def _begin(session: AsyncSession, step: Step, opened: Row) -> None:
    review = step.after
    columns = projection.approval_columns(review)
    named = {"id": review.version.id, "version_id": review.version.id, "review_id": step.review_id}
    await _run(session, _OPEN, [{**opened, **columns, **named, "opened_at": step.facts[0].at}])
    rows = projection.stage_rows(review)
    await _run(session, _STAGE, rows)
    stages = zip(rows, review.stages.values(), strict=True)
    await _run(session, _SEAT, [seat for row, stage in stages for seat in projection.seat_rows(stage, row["id"])])
    if step.before is not None and step.before.next_moment is not None:
        await _run(session, _SETTLE, [{"row": step.before.version.id, "wakes_at": None}])


async def _reseat(session: AsyncSession, steps: Sequence[Step]) -> None:
    changed = {stage_id: seats for step in steps for stage_id, seats in projection.changed_seats(step).items()}
    await _run(session, _VACATE, [{"of_stage": stage_id} for stage_id in changed])
    await _run(session, _SEAT, [seat for seats in changed.values() for seat in seats])


async def _run(session: AsyncSession, statement: Executable, rows: Sequence[Row]) -> None:
    """One round trip; of a single row it is cheaper to be told so."""
    if rows:
        await (await session.connection()).execute(statement, rows if len(rows) > 1 else rows[0])


def _settled(step: Step) -> Row | None:
    return None if step.begins else projection.changed_approval(step)


def _of_approval(step: Step, row: Row) -> Row:
    return {**row, "row": step.after.version.id}


def _finished(stage_id: str, fact: FollowUpFinished) -> Row:
    return {"of_stage": stage_id, "of_seat": fact.seat, "finished_at": fact.at, "finished_by": fact.by}


def _named(row: Row) -> Row:
    return {("row" if name == "id" else name): value for name, value in row.items()}
