"""How the commands speak: sentences on the terminal, and a mistake of the operator's without a traceback.

Names, titles and reasons of strangers stand in what is printed: none of them moves the cursor, rings, colours or links.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from pydantic import ValidationError

TROUBLE = 1

_out, _err = Console(highlight=False), Console(stderr=True, highlight=False)


def say(sentence: str, **told: object) -> None:
    """Rich mark-up is read in `sentence` only where words are `told`, which take the places of their {names} in it."""
    if told:
        quoted = {name: escape(harmless(str(words))) for name, words in told.items()}
        _out.print(sentence.format_map(quoted), soft_wrap=True)
    else:
        _out.print(Text(harmless(sentence)), soft_wrap=True)


def tell(text: str) -> None:
    """As it is, line for line, and nothing wrapped: for programs, and for what is laid out already."""
    typer.echo(harmless(text), nl=False)


def tell_json(told: object, *, indent: int | None = 2) -> None:
    written = json.dumps(told, ensure_ascii=False, indent=indent)
    typer.echo("".join(json.dumps(letter)[1:-1] if _acts(letter) else letter for letter in written))


def harmless(text: str) -> str:
    """Without what a terminal would do rather than show: escapes (ESC and the C1 controls), bells, turning letters."""
    return "".join("\ufffd" if _acts(letter) else letter for letter in text)


def show(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as it needs to be."""
    table = Table(*headings, box=None, header_style="dim", pad_edge=False)
    for row in rows:
        table.add_row(*(Text(harmless(cell), overflow="fold") for cell in row))
    _out.print(table)


@contextmanager
def live() -> Iterator[Callable[[RenderableType], None] | None]:
    """A place on the terminal that is drawn anew with every call; None where nobody looks at a terminal."""
    if not _out.is_terminal:
        yield None
        return
    with Live(console=_out, auto_refresh=False) as screen:
        yield lambda drawn: screen.update(drawn, refresh=True)


@contextmanager
def failing() -> Iterator[None]:
    """What an operator can put right ends the command with its sentence and exit code 1."""
    from pydantic import ValidationError

    from bot.config import Unusable
    from bot.db import DatabaseError
    from bot.galley_yml import InvalidPolicy
    from bot.playground import NoSandbox
    from connectors.errors import ConnectorError

    try:
        yield
    except (DatabaseError, InvalidPolicy, NoSandbox, Unusable) as error:
        raise refuse(str(error)) from error
    except ConnectorError as error:
        raise refuse(error.sentence) from error
    except ValidationError as error:
        raise refuse(_settings(error)) from error


def refuse(sentence: str) -> typer.Exit:
    """To be raised."""
    _err.print(harmless(sentence), style="red", soft_wrap=True, markup=False)
    return typer.Exit(TROUBLE)


def _acts(letter: str) -> bool:
    return letter != "\n" and unicodedata.category(letter) in _ACTING


_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _settings(error: "ValidationError") -> str:
    wrong = [
        f"  {'.'.join(map(str, one['loc'])).upper()}: {one['msg'].removeprefix('Value error, ')}"
        for one in error.errors(include_input=False)
    ]
    return "\n".join(["A setting is wrong (docs/operating.md lists them all):", *wrong])
