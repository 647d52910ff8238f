"""Stages whose turn never comes, and pictures that no stage is for."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice, takewhile

from bot.policy import Policy
from bot.policy_lint.census import Census
from bot.policy_lint.findings import Flaw, error, warning
from bot.policy_lint.stages import rooms
from bot.policy_lint.subjects import subjects
from bot.policy_sense import placed
from bot.yaml_text import Place
from models.review.plan import skipped
from models.review.reach import reachable
from models.review.words import Closing, Opening
from models.review.workflow import Condition, Subject, Workflow

MOST = 5_000  # sorts of pictures that are tried


def flaws(policy: Policy, census: Census, *, at: datetime) -> Iterator[Flaw]:
    heard = {room.stage.name for room in rooms(policy, census) if len(room.seated.people) > 1}
    yield from _turns(policy, heard)
    moments = {rules.name: rules.opens_at for rules in policy.workflow.stages}
    for place, stage in placed(policy.review):
        yield from _of_date(place, moments[stage.name], at=at)
        if stage.opens is Opening.HAND and not _has_opener(policy, census):
            yield error((*place, "opens"), "nobody may open it by hand; name a lead, or may_reopen, whom Slack knows")


def _turns(policy: Policy, heard: Collection[str]) -> Iterator[Flaw]:
    seen = _Seen(policy.workflow, heard)
    tried = sum(1 for _ in takewhile(seen.is_to_go_on, islice(subjects(policy), MOST)))
    if seen.is_some_unasked:
        yield warning(_list_of(policy), _FOR_NOBODY)
    if tried < MOST:
        yield from _unreached(policy, seen.applying, seen.reached)
    else:
        yield warning(_list_of(policy), _TOO_MANY)


class _Seen:
    """What became of the pictures that were tried."""

    def __init__(self, workflow: Workflow, heard: Collection[str]) -> None:
        self._workflow, self._heard = workflow, heard
        self.applying, self.reached, self.is_some_unasked = set[str](), set[str](), False
        self._is_for_all = any(rules.when == Condition() for rules in workflow.stages)

    def is_to_go_on(self, subject: Subject) -> bool:
        """False once no other picture could tell more."""
        applies = _applying(self._workflow, subject)
        self.applying |= applies
        self.reached |= reachable(self._workflow, subject, heard=self._heard)
        self.is_some_unasked = self.is_some_unasked or not applies
        is_known = self._is_for_all or self.is_some_unasked
        return not is_known or len(self.reached) < len(self._workflow.stages)


def _applying(workflow: Workflow, subject: Subject) -> frozenset[str]:
    left_out = {one.who for one in skipped(workflow, subject)}
    return frozenset(rules.name for rules in workflow.stages if rules.name not in left_out)


def _unreached(policy: Policy, applying: Collection[str], reached: Collection[str]) -> Iterator[Flaw]:
    closing: list[str] = []
    for place, stage in placed(policy.review):
        if stage.name not in applying:
            yield error((*place, "when"), _NEVER_MET)
        elif stage.name not in reached:
            yield error(place, f"its turn never comes: {' or '.join(closing)} closes the whole approval; {_MOVE_IT}")
        closing += [stage.name] if stage.closes is Closing.APPROVAL else []


def _of_date(place: Place, opens_at: datetime | None, *, at: datetime) -> Iterator[Flaw]:
    if opens_at is not None and opens_at <= at:
        yield warning((*place, "opens_at"), "this moment has passed, so the stage opens at once; write a later one")


def _has_opener(policy: Policy, census: Census) -> bool:
    names = policy.expand((policy.people.lead, *policy.review.may_reopen))
    return any(not census.meant(name).is_empty for name in names if name.strip())


def _list_of(policy: Policy) -> Place:
    return ("review", "workflow" if policy.review.workflow else "stages")


_NEVER_MET = "no picture can meet all of these conditions; take one away, or let checks and attributes allow the values"
_FOR_NOBODY = (
    "every stage has conditions, and a picture that meets none is asked about by nobody; leave one without when"
)
_TOO_MANY = f"conditions tell more than {MOST:,} sorts of pictures apart; whether every turn comes was not examined"
_MOVE_IT = "move it before that, or let it open by date, deadline or hand"
