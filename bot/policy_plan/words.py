"""A plan as it is told: on a terminal line by line, and to programs."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.policy_plan.flow import Plan
from bot.policy_plan.people import PersonChange
from bot.policy_plan.running import Running
from bot.policy_plan.stages import Kind, StageChange
from bot.policy_plan.trials import Trial
from bot.policy_plan.wording import listed

SIGNS = {Kind.NEW: "+", Kind.GONE: "-", Kind.CHANGED: "~"}


def in_words(plan: Plan) -> Iterator[str]:
    yield f"Compared with {plan.source} ({plan.before[:12]}); new is {plan.after[:12]}."
    if plan.before == plan.after:
        yield "Nothing would change: both mean the same."
    for stage in plan.stages:
        yield from _of_stage(stage)
    yield from _under("People, as galley.yml names them:", [_of_person(one) for one in plan.people])
    yield from _under("Other keys:", plan.others)
    yield from [plan.pilot_ends] if plan.pilot_ends else []
    yield from _of_trial(plan.trial) if plan.trial else []
    yield from _of_running(plan)


def as_document(plan: Plan) -> dict[str, Any]:
    """The same for programs."""
    told = asdict(plan)
    for one in told["running"] or ():
        one["adopted_at"] = one["adopted_at"] and one["adopted_at"].isoformat()
    return told


def _of_stage(change: StageChange) -> Iterator[str]:
    state = "" if change.kind is Kind.CHANGED else f" is {change.kind}"
    yield f"{SIGNS[change.kind]} Stage {change.stage}{state}"
    yield from (f"    {sentence}" for sentence in change.sentences)


def _of_trial(trial: Trial) -> Iterator[str]:
    stages = [line for stage in trial.stages for line in _of_stage(stage)]
    heading = f"On trial for what begins in {listed(trial.channels)}, by {trial.file} ({trial.digest[:12]}):"
    yield from _under(heading, [*stages, *map(_of_person, trial.people)] or ["the same stages and people"])


def _of_person(change: PersonChange) -> str:
    told = [f"asked in {listed(change.joins)} as well"] if change.joins else []
    told += [f"no longer asked in {listed(change.leaves)}"] if change.leaves else []
    return f"{change.person}: {', '.join(told)}"


def _under(heading: str, lines: list[str] | tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield heading
        yield from (f"    {line}" for line in lines)


def _of_running(plan: Plan) -> Iterator[str]:
    if plan.running is None:
        yield "There is no database yet, so no approval runs."
    elif not plan.running:
        yield "No approval runs."
    else:
        yield "What runs keeps the stages and rules of its edition; whom a stage asks is looked up when it opens."
        yield from (f"    {_of_edition(one, plan)}" for one in plan.running)


def _of_edition(one: Running, plan: Plan) -> str:
    many = "1 approval runs" if one.approvals == 1 else f"{one.approvals} approvals run"
    since = f", adopted {one.adopted_at:%Y-%m-%d %H:%M} UTC" if one.adopted_at else ""
    which = "the new edition" if one.digest == plan.after else f"edition {one.digest[:12]}"
    which += ", which is on trial" if one.is_pilot and one.digest != plan.after else ""
    anew = "; a new version of them is asked about by the new stages" if one.is_asked_anew else ""
    return f"{many} in {one.team_id} under {which}{since}{anew}"
