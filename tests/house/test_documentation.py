"""What the documents promise exists, and what exists is documented."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from bot.__main__ import app
from bot.config import Config
from bot.policy_keys import every_key
from bot.requests.commands import COMMANDS
from tests.house.sizes import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:bot|models|imaging|connectors|sandbox|tests|docs)/[\w/.*-]*\w(?:\.\w+)?/?)`")
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = [link for link in _local_links(document) if not (document.parent / link).exists()]

    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_file_that_is_named_exists(document: Path) -> None:
    gone = [name for name in FILE.findall(document.read_text(encoding="utf-8")) if not list(ROOT.glob(name))]

    assert gone == []


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    documented = {name for name in ROW.findall(_text("docs/operating.md")) if name.isupper()}

    assert documented == set(settings())


def test_every_key_of_galley_yml_is_documented_and_every_documented_one_exists() -> None:
    documented = ROW.findall(_text("docs/policy.md"))

    assert sorted(documented) == sorted(".".join(key) for key in every_key())


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    documented = {words.split()[1] for words in ROW.findall(_text("docs/operating.md")) if words.startswith("galley ")}

    assert documented == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_every_slash_command_is_documented_and_every_documented_one_exists() -> None:
    documented = [words.removeprefix("/galley ") for words in ROW.findall(_text("docs/commands.md"))]

    assert documented == [command.usage for command in COMMANDS]


def _local_links(document: Path) -> Iterator[str]:
    for link in LINK.findall(document.read_text(encoding="utf-8")):
        target = link.split("#")[0]
        if target and "://" not in target and not target.startswith("mailto:"):
            yield target


def settings() -> Iterator[str]:
    for name, field in Config.model_fields.items():
        alias = field.validation_alias
        yield str(alias.choices[0]) if alias is not None and not isinstance(alias, str) else name.upper()  # type: ignore[union-attr]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
