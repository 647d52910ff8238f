"""How our lines read: the words we use, and the few places that may do what others may not."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from tests.house.sizes import ROOT, Measure, files, functions, sources

Node = TypeVar("Node", bound=ast.AST)

FORBIDDEN_WORDS = {"item", "object", "data", "info", "manager", "helper", "util", "utils"}
MAY_CATCH_EVERYTHING = ("bot/jobs/", "bot/slack/mishaps.py")  # the job loop, and Bolt's one error handler
MAY_READ_THE_CLOCK = ("bot/clock.py", "models/ids.py", "sandbox/")
CLOCKS = {("time", "time"), ("time", "time_ns"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")


def test_a_file_says_in_one_line_which_room_it_is() -> None:
    assert [named(path) for path, tree in trees() if tree.body and not ast.get_docstring(tree)] == []


def test_names_come_from_the_trade() -> None:
    names = [(named(path), name) for path, tree in trees() for name in (path.stem, *_classes(tree))]

    assert [(path, name) for path, name in names if FORBIDDEN_WORDS & set(_words(name))] == []


def test_nothing_swallows_every_error() -> None:
    handlers = _found(ast.ExceptHandler, but=MAY_CATCH_EVERYTHING)

    assert [place for place, handler in handlers if _catches_all(handler)] == []


def test_only_the_clock_reads_the_clock() -> None:
    reads = _found(ast.Attribute, but=MAY_READ_THE_CLOCK)

    assert [place for place, read in reads if _clock(read) in CLOCKS] == []


def test_nothing_is_left_unfinished() -> None:
    assert [named(path) for path in sources() if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("measure", [functions, files], ids=["functions", "files"])
def test_sizes_stay_within_what_we_allow(measure: Callable[[], Measure]) -> None:
    found = measure()

    assert all(have <= may for have, may in zip(found.found, found.allowed, strict=True)), str(found)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sources()]


def _found(kind: type[Node], *, but: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    """Every such node outside the rooms that may have it, with its file and line."""
    for path, tree in trees():
        if not named(path).startswith(but):
            yield from (
                (f"{named(path)}:{getattr(node, 'lineno', 0)}", node)
                for node in ast.walk(tree)
                if isinstance(node, kind)
            )


def _classes(tree: ast.Module) -> list[str]:
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def _words(name: str) -> Iterator[str]:
    return (word.casefold() for word in re.findall(r"[A-Z]?[a-z]+", name))


def _catches_all(handler: ast.ExceptHandler) -> bool:
    kind = handler.type
    if isinstance(handler.body[-1], ast.Raise):
        return False  # it tidies up and lets the error go on
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def _clock(node: ast.Attribute) -> tuple[str, str]:
    return (node.value.id if isinstance(node.value, ast.Name) else "", node.attr)
