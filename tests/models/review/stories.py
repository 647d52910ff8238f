"""A review that is played: every command goes through here, and every fact is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from models.review import (
    Review,
    Seating,
    Stage,
    Substitution,
    after,
    decide,
    fold,
    open_review,
    open_stage,
    replace_version,
)
from models.review.facts import Fact, Promise, StageFact, Version
from models.review.words import Phase, Verdict
from models.review.workflow import Path, StageRules, Step, Subject, Workflow, in_order

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
UPLOADER, LEAD, BOSS = "uploader", "lead", "boss"
FIRST, SECOND = Version(id="V1", sha256="one"), Version(id="V2", sha256="two")
YES, NO, CHANGES = Verdict.APPROVE, Verdict.REJECT, Verdict.REQUEST_CHANGES


class Played:
    """Stages open as soon as their turn comes, with the people whom `seated` names."""

    def __init__(
        self,
        workflow: Workflow,
        seated: dict[str, Seating],
        *,
        subject: Subject = Subject(),  # noqa: B008 - frozen
        promises: Sequence[Promise] = (),
        may_reopen: tuple[str, ...] = (BOSS,),
        is_prompt: bool = True,
    ) -> None:
        self.seated, self.promises, self.is_prompt = seated, promises, is_prompt
        opened = open_review(
            workflow,
            subject=subject,
            version=FIRST,
            submitter=UPLOADER,
            lead=LEAD,
            may_reopen=may_reopen,
            at=NOON,
        )
        self.facts: list[Fact] = list(opened)
        self.review: Review = fold(opened)
        self.open_called(at=NOON)

    def tell(self, facts: Sequence[Fact], *, at: datetime = NOON) -> tuple[Fact, ...]:
        self._tell(facts)
        self.open_called(at=at)
        return tuple(facts)

    def open_called(self, *, at: datetime) -> None:
        called = [stage.name for stage in self.review.in_phase(Phase.CALLED)] if self.is_prompt else []
        for name in called:
            self.open(name, at=at)

    def open(self, name: str, *, at: datetime = NOON) -> None:
        due_at, seating = at + 8 * HOUR, self.seated[name]
        self._tell(open_stage(self.review, name, seating=seating, due_at=due_at, promises=self.promises, at=at))

    def decide(
        self, stage: str, by: str, verdict: Verdict = YES, *, at: datetime = NOON, seat: str = "", reason: str = ""
    ) -> tuple[Fact, ...]:
        sha256 = self.review.version.sha256
        facts = decide(self.review, stage, by=by, verdict=verdict, sha256=sha256, at=at, seat=seat, reason=reason)
        return self.tell(facts, at=at)

    def renew(self, version: Version = SECOND, *, by: str = UPLOADER) -> tuple[Fact, ...]:
        return self.tell(replace_version(self.review, version, submitter=by, subject=self.review.subject, at=NOON))

    def stage(self, name: str = "Legal") -> Stage:
        return self.review.stages[name]

    def _tell(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.review = after(self.review, fact)
        self.facts += facts


def one_stage(*people: str, is_prompt: bool = True, denied: tuple[str, ...] = (), **rules: object) -> Played:
    """Legal alone, with these people."""
    legal = StageRules(name="Legal", **rules)  # type: ignore[arg-type]
    seated = {"Legal": Seating(approvers=people, denied=denied)}
    return Played(Workflow(steps=in_order(legal)), seated, is_prompt=is_prompt)


def sequence(*names: str, **policy: bool) -> Played:
    """Stages in order; in each sits one person, called as the stage in small letters."""
    workflow = Workflow(steps=in_order(*(StageRules(name=name) for name in names)), **policy)
    return Played(workflow, {name: Seating(approvers=(name.lower(),)) for name in names})


def beside(*paths: Sequence[StageRules]) -> Step:
    return Step(paths=tuple(Path(stages=tuple(stages)) for stages in paths))


def stand_in(absent: str, substitute: str) -> Substitution:
    return Substitution(absent=absent, substitute=substitute, delegation=f"{absent}>{substitute}")


def kinds(facts: Sequence[Fact]) -> list[str]:
    """`TurnCame Legal`, in order."""
    return [f"{type(f).__name__} {f.stage}" if isinstance(f, StageFact) else type(f).__name__ for f in facts]
