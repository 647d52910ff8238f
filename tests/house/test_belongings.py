"""Whoever loads what a person named says whose it must be: an id alone may be another workspace's."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot import doors
from models.tables import METADATA
from tests.house.sizes import ROOT

LOADS = {"get", "get_one"}


def test_behind_a_door_nothing_is_loaded_by_an_id_alone() -> None:
    found = [place for path in _behind_doors() for place in _loads_by_a_bare_id(path)]

    assert found == []


def test_what_is_looked_for_is_found(tmp_path: Path) -> None:
    flow = tmp_path / "flow.py"
    flow.write_text("async def show(session, asset_id):\n    return await session.get(Asset, asset_id)\n")

    assert [place.partition(":")[2] for place in _loads_by_a_bare_id(flow)] == ["2"]
    assert len(list(_behind_doors())) >= len({flow.partition(".")[0] for flow in doors.FLOWS}) - 1


def _behind_doors() -> Iterator[Path]:
    """The files of the classes that bot/doors.py names."""
    classes = {flow.partition(".")[0] for flow in doors.FLOWS}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.ClassDef) and node.name in classes for node in tree.body):
            yield path


def _loads_by_a_bare_id(path: Path) -> Iterator[str]:
    """`session.get(Asset, asset_id)`, but not by what a row of ours points to: `get_one(Batch, asset.batch_id)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOADS:
            match node.args:
                case [ast.Name(kind), ast.Name(), *_] if kind.lower() in METADATA.tables:
                    yield f"{path.name}:{node.lineno}"


def test_every_order_says_whose_it_is() -> None:
    """Or a workspace that Galley was removed from would hold up others, and its admins would not hear of trouble."""
    found = [place for path in sorted((ROOT / "bot").rglob("*.py")) for place in _orders_without_a_workspace(path)]

    assert found == []


def _orders_without_a_workspace(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = {one.arg for one in node.keywords} if isinstance(node, ast.Call) else set()
        if isinstance(node, ast.Call) and {"kind", "lane", "key"} <= named and "team_id" not in named:
            yield f"{path.relative_to(ROOT)}:{node.lineno}"
