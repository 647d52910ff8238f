"""The ladder of reminders, and which of several is worth a message."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.calendar import WorkingTime
from models.reminder import CARD, Ladder, Reminder, Rung, merge, upcoming

OFFICE = WorkingTime(zone=ZoneInfo("Europe/Berlin"))
DEADLINE = datetime(2026, 3, 3, 10, tzinfo=UTC)  # a Tuesday, 11 in Berlin


def hours(*count: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(hours=one) for one in count)


def reminder(step: int, *, person: str = "U1", stage: str = "S1") -> Reminder:
    due_at = DEADLINE + timedelta(hours=step)
    return Reminder(team_id="T", stage_id=stage, person_id=person, rung=Rung.AT, step=step, due_at=due_at)


def test_a_ladder_counts_working_time_around_the_deadline() -> None:
    ladder = Ladder(steps=hours(-4, 0, 4), escalate_after=timedelta(hours=8))

    assert ladder.rungs(DEADLINE, OFFICE) == (
        (Rung.BEFORE, datetime(2026, 3, 2, 15, tzinfo=UTC)),
        (Rung.AT, DEADLINE),
        (Rung.AFTER, datetime(2026, 3, 3, 14, tzinfo=UTC)),
        (Rung.ESCALATION, datetime(2026, 3, 4, 9, tzinfo=UTC)),
    )


def test_a_ladder_is_climbed_in_order_however_it_is_written() -> None:
    rungs = Ladder(steps=hours(4, -4, 0), escalate_after=None).rungs(DEADLINE, OFFICE)

    assert [rung for rung, _ in rungs] == [Rung.BEFORE, Rung.AT, Rung.AFTER]


def test_nobody_is_escalated_to_where_nobody_is_named() -> None:
    assert Ladder(steps=(), escalate_after=None).rungs(DEADLINE, OFFICE) == ()


@given(st.lists(st.integers(-100, 100), unique=True), st.integers(101, 200))
def test_rungs_come_one_after_the_other(steps: list[int], escalation: int) -> None:
    ladder = Ladder(steps=hours(*steps), escalate_after=timedelta(hours=escalation))

    moments = [moment for _, moment in ladder.rungs(DEADLINE, OFFICE)]

    assert moments == sorted(moments)
    assert len(moments) == len(steps) + 1


def test_of_several_rungs_due_at_once_only_the_last_is_sent() -> None:
    first, second, last = reminder(0), reminder(1), reminder(2)

    assert merge([second, last, first]) == ([last], [second, first])


def test_each_person_and_stage_is_reminded_apart() -> None:
    ana, bo, elsewhere = reminder(0, person="ANA"), reminder(1, person="BO"), reminder(2, person="ANA", stage="S2")

    assert merge([elsewhere, bo, ana]) == ([ana, bo, elsewhere], [])


def test_nothing_due_is_nothing_to_send() -> None:
    assert merge([]) == ([], [])


PLANNED = st.builds(
    lambda person, rung, step, hour, is_settled: Reminder(
        team_id="T", stage_id="S1", person_id=person, rung=rung, step=step, due_at=DEADLINE + timedelta(hours=hour),
        settled_at=DEADLINE if is_settled else None,
    ),
    st.sampled_from(["U1", "U2", "U3", CARD]), st.sampled_from(Rung), st.integers(0, 4), st.integers(-9, 9),
    st.booleans(),
)  # fmt: skip
ROWS = st.lists(PLANNED, max_size=12, unique_by=lambda one: (one.person_id, one.step))


@given(ROWS, st.sets(st.sampled_from(["U1", "U2"])), st.integers(-9, 9))
def test_what_is_upcoming_is_what_is_sent_next(planned: list[Reminder], awaited: set[str], hour: int) -> None:
    at = DEADLINE + timedelta(hours=hour)

    found = upcoming(planned, awaited=awaited, at=at)

    sent = {one.due_at: sent_at(one.due_at, planned, awaited) for one in planned if one.due_at > at}
    first = min((moment for moment, some in sent.items() if some), default=None)
    assert (found and found.due_at) == first
    assert found is None or found in sent[found.due_at]
    assert found is None or found.step == max(one.step for one in sent[found.due_at])


def sent_at(moment: datetime, planned: list[Reminder], awaited: set[str]) -> list[Reminder]:
    """To whom somebody would be written who looks at this moment alone."""
    due = [one for one in planned if one.due_at == moment and one.settled_at is None]
    if not awaited:
        return []
    send, _ = merge([one for one in due if one.rung is Rung.ESCALATION or one.person_id in awaited])
    return send
