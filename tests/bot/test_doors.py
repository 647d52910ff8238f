"""Every door that people can open stands in bot/doors.py, whoever built it; and behind it stands a flow that asks."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from types import SimpleNamespace
from typing import Any, get_type_hints

import pytest

from bot import doors, listeners
from bot.intake.drop import Drop
from bot.reactions import Steps
from bot.requests.commands import COMMANDS
from bot.slack.actor import Actor
from bot.slack.app import ANYTHING
from models.roles import MAY, Deed, Role, finishing, linking, may, mending
from tests.house.sizes import ROOT

Listener = Callable[..., Any]


class Doorbells:
    """Stands where Bolt's app stands, and notes what is listened to."""

    def __init__(self) -> None:
        self.actions: list[Any] = []
        self.views: list[Any] = []
        self.shortcuts: list[Any] = []
        self.events: list[Any] = []
        self.optionss: list[Any] = []
        self.commands: list[Any] = []

    def __getattr__(self, kind: str) -> Callable[..., Callable[[Listener], Listener]]:
        noted: list[Any] = vars(self)[f"{kind}s"]

        def listen(what: Any, *_: Any, **__: Any) -> Callable[[Listener], Listener]:
            noted.append(what)
            return lambda listener: listener

        return listen


@pytest.fixture(scope="module")
def bells() -> Doorbells:
    bells = Doorbells()
    steps = SimpleNamespace(**{field.name: None for field in fields(Steps)})
    listeners.register_all(bells, steps)  # type: ignore[arg-type]
    return bells


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("actions", doors.ACTIONS),
        ("views", doors.VIEWS),
        ("shortcuts", doors.SHORTCUTS),
        ("events", doors.EVENTS),
        ("optionss", doors.OPTIONS),
    ],
)
def test_whatever_slack_can_bring_is_a_door_with_a_deed(bells: Doorbells, kind: str, table: Mapping[str, Deed]) -> None:
    heard = [one for one in getattr(bells, kind) if one is not ANYTHING]

    assert heard
    assert [one for one in heard if not any(_rings(one, name) for name in table)] == []
    assert [name for name in table if not any(_rings(one, name) for one in heard)] == []


def test_every_command_is_a_door_with_a_deed(bells: Doorbells) -> None:
    assert bells.commands == ["/galley"]
    assert {command.name for command in COMMANDS} == set(doors.COMMANDS)


def test_every_flow_that_is_told_who_acts_is_a_door_with_a_deed() -> None:
    assert set(_flows()) == set(doors.FLOWS)


def test_every_deed_is_somebodys_and_has_a_door() -> None:
    assert set(MAY) == set(Deed)
    assert all(MAY.values())
    used = {*doors.COMMANDS.values(), *doors.ACTIONS.values(), *doors.FLOWS.values()}
    assert set(Deed) - used == {Deed.MEND}  # the same doors as MEND_OTHERS, one's own picture


@pytest.mark.parametrize("deed", Deed)
def test_an_admin_may_do_everything_and_a_viewer_changes_nothing(deed: Deed) -> None:
    looking = {Deed.LOOK, Deed.SEE_OTHERS, Deed.SEE_POLICY}
    harmless = {*looking, Deed.SNOOZE, Deed.GO_AWAY, Deed.DECIDE}  # a decision needs a seat besides

    assert may({Role.ADMIN}, deed)
    assert may({Role.VIEWER}, deed) is (deed in harmless)


def test_a_guest_brings_pictures_and_touches_only_their_own() -> None:
    assert may({Role.GUEST}, Deed.SUBMIT)
    assert may({Role.GUEST}, mending("U1", "U1"))
    assert not may({Role.GUEST}, mending("U1", "U2"))
    assert not may({Role.GUEST}, Deed.SEE_OTHERS)


def test_a_submitter_ties_only_their_own_picture_to_a_task() -> None:
    assert may({Role.SUBMITTER}, linking("U1", "U1"))
    assert not may({Role.SUBMITTER}, linking("U1", "U2"))
    assert may({Role.SUBMITTER, Role.APPROVER}, linking("U1", "U2"))


def test_only_leads_and_admins_finish_what_was_asked_of_others() -> None:
    assert may({Role.GUEST}, finishing("U1", "U1"))
    assert not may({Role.SUBMITTER, Role.APPROVER}, finishing("U1", "U2"))
    assert may({Role.LEAD}, finishing("U1", "U2"))


def _rings(heard: Any, name: str) -> bool:
    if isinstance(heard, re.Pattern):
        return heard.fullmatch(name) is not None
    if isinstance(heard, Mapping):
        return name in (heard.get("callback_id"), heard.get("type"))
    return bool(heard == name)


def _flows() -> Iterator[str]:
    """Public methods of the steps that take a person."""
    for step in get_type_hints(Steps).values():
        for name, method in inspect.getmembers(step, inspect.iscoroutinefunction):
            hints = get_type_hints(method)
            if not name.startswith("_") and any(
                hint in (Actor, Drop) for key, hint in hints.items() if key != "return"
            ):
                yield f"{step.__name__}.{name}"


def test_the_table_of_docs_is_the_table_of_the_house() -> None:
    section = (ROOT / "docs/policy.md").read_text(encoding="utf-8").split("## roles")[1].split("\n## ")[0]
    rows = [
        line.strip("|").split("|")[1:] for line in section.split("| | admin")[1].splitlines() if line.startswith("|")
    ]

    told = [{role for role, cell in zip(Role, row, strict=True) if "yes" in cell} for row in rows[1:]]

    assert told == [set(MAY[deed]) for deed in Deed]
