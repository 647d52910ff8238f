"""Revisions: they only go forward, and each says which Galley may still run (docs/decisions/0010-upgrades.md)."""

import ast
from pathlib import Path

import pytest

from models.migrations import FOLDER
from tests.models.releases import CONTRACT, EXPAND

REVISIONS = sorted((FOLDER / "versions").glob("[0-9]*_*.py"))
TAKES_AWAY = {
    "drop_table",
    "drop_column",
    "alter_column",
    "rename_table",
    "drop_constraint",
    "create_unique_constraint",
}
ASKS_FOR_A_VALUE = "{}: the release before would not know the new column {}: nullable, or a server_default"


@pytest.mark.parametrize("path", REVISIONS, ids=lambda path: path.stem)
def test_a_revision_lets_the_release_before_go_on(path: Path) -> None:
    assert list(mistakes(path.read_text(encoding="utf-8"))) == []


def test_what_would_stop_the_release_before_is_found() -> None:
    head = 'revision = "0003"\ndown_revision = "0002"\noldest_galley = "{}"\n'
    asking = EXPAND.replace("nullable=True", "nullable=False")

    assert mistakes(head.format("0001") + EXPAND) == []
    assert mistakes(head.format("0002") + CONTRACT) == []
    assert mistakes(head.format("0001") + CONTRACT) == ["it takes away, so oldest_galley is at least 0002"]
    assert mistakes(head.format("0001") + asking) == [ASKS_FOR_A_VALUE.format("0003", "colour")]
    assert mistakes(head.format("0004") + EXPAND) == ["oldest_galley is at most its own revision"]
    assert mistakes('revision = "0003"\n' + EXPAND) == ["it does not say oldest_galley"]
    assert mistakes(head.format("0001") + EXPAND + "def downgrade(): ...\n") == ["it goes back"]


def mistakes(source: str) -> list[str]:
    tree = ast.parse(source)
    said = {
        target.id: ast.literal_eval(one.value)
        for one in tree.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    if "oldest_galley" not in said:
        return ["it does not say oldest_galley"]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    found = [ASKS_FOR_A_VALUE.format(said["revision"], name) for name in _asking(calls)]
    before = said.get("down_revision")
    if before and said["oldest_galley"] < before and any(_verb(call) in TAKES_AWAY for call in calls):
        found.append(f"it takes away, so oldest_galley is at least {before}")
    if said["oldest_galley"] > said["revision"]:
        found.append("oldest_galley is at most its own revision")
    if any(isinstance(one, ast.FunctionDef) and one.name == "downgrade" for one in tree.body):
        found.append("it goes back")
    return found


def _verb(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def _asking(calls: list[ast.Call]) -> list[str]:
    """Columns added to a table that is there already, which may not be left out."""
    added = [one for call in calls if _verb(call) == "add_column" for one in call.args if isinstance(one, ast.Call)]
    names = []
    for column in added:
        said = {word.arg: word.value for word in column.keywords}
        may_be_empty = isinstance(said.get("nullable"), ast.Constant) and said["nullable"].value  # type: ignore[attr-defined]
        if not may_be_empty and "server_default" not in said:
            names.append(ast.literal_eval(column.args[0]))
    return names
