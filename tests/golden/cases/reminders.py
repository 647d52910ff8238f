"""Reminders up the ladder, and what the lead reads at its end."""

from dataclasses import replace
from datetime import timedelta

from bot.reminders.views import Late, escalation, over, reminder, to_open
from models.reminder import Rung
from tests.cast import BRAND, FIRST_MORNING, LEAD
from tests.golden.cases.studio import DANA, DENIZ, DORA, PLACE, TITLES
from tests.golden.golden import Golden

BEFORE = Late(
    batch_id="batch-1",
    titles=("hero shot",),
    stage="Design",
    due_at=FIRST_MORNING + timedelta(hours=4),
    is_overdue=False,
    awaited=(DANA, DENIZ, DORA),
    place=PLACE,
    next_rung=Rung.AT,
    next_at=FIRST_MORNING + timedelta(hours=4),
)
AT = replace(
    BEFORE,
    due_at=FIRST_MORNING,
    is_overdue=True,
    next_rung=Rung.AFTER,
    next_at=FIRST_MORNING + timedelta(hours=4),
)
AFTER = replace(
    AT,
    due_at=FIRST_MORNING - timedelta(hours=17),
    next_rung=Rung.ESCALATION,
    next_at=FIRST_MORNING + timedelta(hours=4),
    next_person=LEAD.name,
)
ESCALATED = replace(AFTER, next_rung=None, next_at=None, next_person="")

GOLDENS = (
    Golden(name="reminder/before", title="Before the deadline", shown=reminder(BEFORE)),
    Golden(name="reminder/at", title="At the deadline", shown=reminder(AT)),
    Golden(name="reminder/after", title="After the deadline", shown=reminder(AFTER)),
    Golden(
        name="reminder/before_many",
        title="Before the deadline, five pictures",
        shown=reminder(replace(BEFORE, titles=TITLES)),
    ),
    Golden(
        name="reminder/before_for",
        title="Before the deadline, for somebody who is away",
        shown=reminder(replace(BEFORE, stage="Brand", for_whom=(BRAND.name,))),
    ),
    Golden(
        name="reminder/to_open",
        title="A stage still waits for one's hand",
        shown=to_open(["hero <!here> shot"], "Legal", ["version-001"], batch_id="batch-1", place=PLACE),
    ),
    Golden(
        name="reminder/to_open_many",
        title="A stage still waits for one's hand, for five pictures",
        shown=to_open(TITLES, "Legal", [f"version{one}-001" for one in range(1, 6)], batch_id="batch-1", place=""),
    ),
    Golden(name="reminder/escalation", title="The lead is told", shown=escalation(ESCALATED)),
    Golden(
        name="reminder/escalation_one",
        title="The lead is told of one person",
        shown=escalation(replace(ESCALATED, titles=TITLES, awaited=(DENIZ,))),
    ),
    Golden(name="reminder/over", title="It was decided meanwhile", shown=over(ESCALATED)),
)
