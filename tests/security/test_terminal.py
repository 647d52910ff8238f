"""What strangers wrote is only read on an operator's terminal: it moves no cursor, rings no bell, hides nothing."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.audit.exporting import harmless as harmless_cell
from bot.commands import telling
from tests.house.sizes import ROOT

ESC = "\x1b"
NASTY = (
    f"{ESC}[2J{ESC}[1;31mgone",
    f"{ESC}]8;;https://evil.example{ESC}\\click{ESC}]8;;{ESC}\\",
    f"{ESC}]0;title\x07",
    "\x9b31m\x9d0;c1\x9c",
    "over\rwritten\bback",
    "\u202egpj.exe",
    "[red]red[/red] [link=https://evil.example]here[/link] [/] [bold",
    "{title} {0} {}",
)


@pytest.mark.parametrize("words", NASTY)
def test_whatever_is_said_only_says(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    telling.say(f"Said {words}.")
    telling.say("Told [bold]{title}[/bold].", title=words)
    telling.show(("title",), [(words,)])
    telling.tell(f"{words}\n")
    telling.tell_json({"title": words})

    said = capsys.readouterr().out
    assert [letter for letter in said if letter in "\x1b\x9b\x9d\x07\x08\r\u202e"] == []
    assert said.count("[red]red[/red]") == (5 if "[red]" in words else 0), "shown as it was written, each time"


def test_a_program_reads_what_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    for words in NASTY:
        telling.tell_json({"title": words})

        assert json.loads(capsys.readouterr().out) == {"title": words}


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"])
def test_no_cell_is_a_formula(words: str) -> None:
    assert harmless_cell(words).startswith("'")


def test_commands_speak_through_one_mouth() -> None:
    """Or the next one forgets it. A fresh key, and bytes of an export into a file, are nobody's words."""
    found = {
        (path.name, said)
        for path in (ROOT / "bot/commands").glob("*.py")
        if path.name != "telling.py"
        for said in spoken_by(path)
    }

    tables = {("history.py", "sys.stdout.buffer"), ("attributes.py", "sys.stdout.buffer")}
    assert found == {("keys.py", "typer.echo(new_key())"), *tables}


def spoken_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        words = ast.unparse(node) if isinstance(node, ast.Call | ast.Attribute) else ""
        if words.startswith(("print(", "typer.echo(", "Console(")) or words in (
            "sys.stdout.buffer",
            "sys.stderr.buffer",
        ):
            yield words


def test_mark_up_is_read_only_where_words_are_told_apart() -> None:
    """`say(f"[bold]{title}")` would show its brackets: whoever writes it sees that at once."""
    sentences = [
        ast.unparse(node)
        for path in (ROOT / "bot/commands").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "say" and "[/" in ast.unparse(node)
    ]

    assert sentences
    assert [one for one in sentences if "=" not in one.split("[/", 1)[1]] == []
