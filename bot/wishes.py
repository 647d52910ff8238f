"""What somebody asked for with their yes: until it is done it stands wherever its picture is told of, with a button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks.block_elements import ButtonElement

from bot import calling
from bot.slack.parts import button
from models.approval import Approval

FINISH = "approval.finish"  # with a number behind it; its value is a decision's id


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """What `name` asked for, and nobody has done yet."""

    decision_id: str
    name: str
    stage: str
    wish: str
    title: str


def to_do_of(approval: Approval | None, title: str, name: Callable[[str], str]) -> tuple[ToDo, ...]:
    return tuple(
        ToDo(
            decision_id=said.id,
            name=calling.decided(said.person_id, [said.seat_id], name),
            stage=stage.name,
            wish=said.reason,
            title=title,
        )
        for said, stage in (approval.to_do if approval else ())
    )


def buttons(to_do: Sequence[ToDo]) -> list[ButtonElement]:
    """One to each, with words that tell them apart."""
    have_titles, have_names = (len({value(one) for one in to_do}) > 1 for value in (_title, _name))
    return [
        button(
            _words(one, has_title=have_titles, has_name=have_names),
            action_id=f"{FINISH}.{number}",
            value=one.decision_id,
            label=f"Mark as done what {one.name} asked of {one.title}",
        )
        for number, one in enumerate(to_do, start=1)
    ]


def _words(one: ToDo, *, has_title: bool, has_name: bool) -> str:
    apart = [one.title] * has_title + [one.name] * has_name
    return f"Done: {', '.join(apart)}" if apart else "Mark as done"


def _title(one: ToDo) -> str:
    return one.title


def _name(one: ToDo) -> str:
    return one.name
