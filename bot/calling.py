"""What people are called who stand in for somebody: where they are asked `Anna (for Dana)`, once they have decided
`Anna for Dana`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.slack.parts import escape, listed
from models.approval import Stage

Call = Callable[[str], str]
"""A person's name by their id."""


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """On a seat that nobody has decided. `is_also`: the substitute is asked for themselves as well."""

    owner_id: str
    owner: str
    substitute_id: str
    substitute: str
    is_also: bool


def stand_ins(stage: Stage, call: Call) -> tuple[StandIn, ...]:
    own = {seat.person_id for seat in stage.waiting if seat.substitute_id is None}
    return tuple(
        StandIn(
            owner_id=seat.person_id,
            owner=call(seat.person_id),
            substitute_id=seat.substitute_id,
            substitute=call(seat.substitute_id),
            is_also=seat.substitute_id in own,
        )
        for seat in stage.waiting
        if seat.substitute_id is not None
    )


def awaited(stage: Stage, call: Call) -> tuple[str, ...]:
    """In the order of `stage.awaited`."""
    standing = stand_ins(stage, call)
    return tuple(call(one) + _for_whom(one, standing) for one in stage.awaited)


def whoever(names: Sequence[str], *, needed: int, decider: str) -> str:
    """Whose yes it takes, in mrkdwn: `Ana and Bo`, when both must say it; `any one of Ana, Bo or Cy`."""
    if decider:
        return f"{escape(decider)}, who alone decides"
    if needed >= len(names):
        return listed(names)
    return f"any {'one' if needed == 1 else needed} of {listed(names, 'or')}"


def decider(stage: Stage, call: Call) -> str:
    """Whose word alone counts; empty where the others' count."""
    if not stage.final_decider:
        return ""
    seat = next((one for one in stage.waiting if one.person_id == stage.final_decider), None)
    if seat is None or seat.substitute_id is None:
        return call(stage.final_decider)
    return f"{call(seat.substitute_id)} (for {call(stage.final_decider)})"


def decided(by: str, seats: Collection[str], call: Call) -> str:
    """`seats` are those that they decided by it, by owner."""
    others = _together([call(one) for one in seats if one != by])
    if not others:
        return call(by)
    return f"{call(by)} (also for {others})" if by in seats else f"{call(by)} for {others}"


def for_whom(person_id: str, standing: Collection[StandIn]) -> tuple[str, ...]:
    """The names of those for whom this person is asked, each once."""
    return tuple(dict.fromkeys(one.owner for one in standing if one.substitute_id == person_id))


def _for_whom(person_id: str, standing: Collection[StandIn]) -> str:
    names = _together(for_whom(person_id, standing))
    is_also = any(one.is_also for one in standing if one.substitute_id == person_id)
    return f" ({'also ' if is_also else ''}for {names})" if names else ""


def _together(names: Collection[str]) -> str:
    each = list(dict.fromkeys(names))
    return f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)
