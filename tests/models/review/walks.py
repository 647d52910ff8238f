"""Walks through a workflow: the model and the second opinion take every step together."""

from collections.abc import Sequence
from datetime import date

from models.review import (
    Refusal,
    Review,
    Seating,
    after,
    call_stage,
    decide,
    fold,
    give_back,
    hand_over,
    open_review,
    open_stage,
    pass_time,
    reassign,
    recall,
    reopen,
    replace_version,
    reseat,
    withdraw,
)
from models.review.delegation import Delegation, refusal_of
from models.review.facts import Fact, Promise, Version
from models.review.words import Deed, Phase, Verdict
from tests.models.review.graphs import PEOPLE, SUBJECT, VERDICTS, Stride, workflow_of
from tests.models.review.oracle import Oracle
from tests.models.review.rooms import Rules
from tests.models.review.stories import BOSS, HOUR, LEAD, NOON

TODAY = date(2026, 3, 2)


class Walk:
    """Both, side by side."""

    def __init__(self, steps: list[list[list[Rules]]], *, may_change: bool = True, carries: bool = False) -> None:
        workflow = workflow_of(steps, may_change=may_change, carries=carries)
        self.oracle = Oracle(steps, submitter="ana", may_change=may_change, carries=carries)
        self.rules = {rules.name: rules for step in steps for path in step for rules in path}
        self.delegations: dict[str, Delegation] = {}
        self.now, self.bytes = 0, 0
        opened = open_review(
            workflow,
            subject=SUBJECT,
            version=_version(0),
            submitter="ana",
            lead=LEAD,
            may_reopen=(BOSS,),
            at=NOON,
        )
        self.facts: list[Fact] = list(opened)
        self.review: Review = fold(opened)
        self._open_called()

    @property
    def at(self):
        return NOON + self.now * HOUR

    def tick(self) -> None:
        self.now += 1
        self.tell(pass_time(self.review, at=self.at))
        self.oracle.pass_time(self.now)

    def go(self, stride: Stride) -> tuple[bool, bool]:
        """Whether the model took it, and whether the second opinion did."""
        kind, a, b, c = stride
        facts_before = len(self.facts)
        try:
            taken = getattr(self, f"_{kind}")(a, b, c)
        except Refusal:
            assert len(self.facts) == facts_before
            taken = False
        return taken, self.agreed

    def tell(self, facts: Sequence[Fact]) -> None:
        self._tell(facts)
        self._open_called()

    def _vote(self, a: int, b: int, c: int) -> bool:
        name = self._place(a)
        return self._say(name, self._somebody(self.review.stages[name].awaited, b), VERDICTS[c], self.bytes)

    def _stale(self, a: int, b: int, c: int) -> bool:
        return self._say(self._place(a), PEOPLE[b], VERDICTS[c], self.bytes - 1)

    def _say(self, name: str, by: str, verdict: str, bytes_: int) -> bool:
        self.agreed = self.oracle.vote(name, by, verdict, bytes_)
        sha256 = _version(bytes_).sha256
        self.tell(decide(self.review, name, by=by, verdict=Verdict(verdict), sha256=sha256, at=self.at))
        return True

    def _take_back(self, a: int, b: int, _: int) -> bool:
        name = self._place(a)
        by = self._somebody(tuple(made.by for made in self.review.stages[name].standing.values()), b)
        self.agreed = self.oracle.take_back(name, by)
        self.tell(withdraw(self.review, name, by=by, at=self.at))
        return True

    def _call(self, a: int, _b: int, _c: int) -> bool:
        name = self._name(a)
        self.agreed = self.oracle.call(name)
        self.tell(call_stage(self.review, name, by=BOSS, at=self.at))
        return True

    def _look_up(self, a: int, b: int, c: int) -> bool:
        name = self._place(a)
        people, gone = PEOPLE[b:], PEOPLE[c : c + 1]
        denied = PEOPLE[a : a + 1] if a < c else ()
        self.agreed = self.oracle.look_up(name, people, denied, gone)
        final = self.rules[name].final
        seating = Seating(
            approvers=people, final_decider=final, denied=denied, inactive=gone, substitutions=self._substitutions()
        )
        self.tell(reseat(self.review, name, seating=seating, at=self.at))
        return True

    def _away(self, _: int, b: int, c: int) -> bool:
        absent, substitute = PEOPLE[b], PEOPLE[c]
        self.agreed = self.oracle.go_away(absent, substitute)
        wish = Delegation(id=f"{absent}{self.now}", absent=absent, substitute=substitute, first=TODAY, last=TODAY)
        refusal = refusal_of(wish, self.delegations.values())
        if refusal is not None:
            raise refusal
        self.delegations[absent] = wish
        self.tell(hand_over(self.review, wish.substitution, at=self.at))
        return True

    def _back(self, _a: int, b: int, _c: int) -> bool:
        absent = self._somebody(tuple(self.delegations), b)
        self.agreed = self.oracle.come_back(absent)
        delegation = self.delegations.pop(absent, None)
        self.tell(give_back(self.review, delegation.id, at=self.at) if delegation else ())
        return delegation is not None

    def _instead(self, a: int, b: int, c: int) -> bool:
        name = self._place(a)
        left = self._somebody(self.review.stages[name].undecided, b)
        self.agreed = self.oracle.ask_instead(name, left, PEOPLE[c])
        self.tell(reassign(self.review, name, seats=(left,), to=(PEOPLE[c],), by=LEAD, at=self.at))
        return True

    def _bytes(self, a: int, b: int, _: int) -> bool:
        bytes_ = self.bytes + (a > 0)
        self.agreed = self.oracle.new_bytes(bytes_, PEOPLE[b])
        version = _version(bytes_)
        self.tell(replace_version(self.review, version, submitter=PEOPLE[b], subject=SUBJECT, at=self.at))
        self.bytes = bytes_
        return True

    def _again(self, a: int, _b: int, _c: int) -> bool:
        self.agreed = self.oracle.ask_again(self._name(a))
        self.tell(reopen(self.review, self._name(a), by=BOSS, at=self.at))
        return True

    def _home(self, _a: int, b: int, _c: int) -> bool:
        self.agreed = self.oracle.take_home(PEOPLE[b])
        self.tell(recall(self.review, by=PEOPLE[b], at=self.at))
        return True

    def _somebody(self, concerned: tuple[str, ...], number: int) -> str:
        """Mostly one of those concerned, else anybody."""
        return concerned[number % len(concerned)] if concerned and number else PEOPLE[number]

    def _name(self, a: int) -> str:
        return list(self.rules)[a % len(self.rules)]

    def _place(self, a: int) -> str:
        """An open stage, as long as there is one."""
        names = [stage.name for stage in self.review.in_phase(Phase.OPEN)] or list(self.rules)
        return names[a % len(names)]

    def _substitutions(self):
        return tuple(one.substitution for one in self.delegations.values())

    def _open_called(self) -> None:
        for name in [stage.name for stage in self.review.in_phase(Phase.CALLED)]:
            rules = self.rules[name]
            seating = Seating(
                approvers=rules.people,
                final_decider=rules.final,
                denied=rules.denied,
                inactive=rules.gone,
                substitutions=self._substitutions(),
            )
            promises = [
                Promise(at=self.at + hours * HOUR, deed=Deed(deed), to=(to,)) for hours, deed, to in rules.promises
            ]
            due_at = self.at + 3 * HOUR
            self._tell(open_stage(self.review, name, seating=seating, due_at=due_at, promises=promises, at=self.at))

    def _tell(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.review = after(self.review, fact)
        self.facts += facts


def _version(bytes_: int) -> Version:
    return Version(id=f"V{bytes_}", sha256=f"bytes {bytes_}")
