"""`galley verify`: whether an export, the database or a decision receipt is what it was."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telling import failing, refuse, say

if TYPE_CHECKING:
    from bot.audit.receipt import Search
    from bot.audit.verifying import KnownHeads, Whole

RECEIPT_BEGINS = b"{\n"  # an export's first line goes on


def verify(
    paper: Annotated[Path | None, typer.Argument(help="An export of the history, or a decision receipt.")] = None,
    *,
    database: Annotated[bool, typer.Option("--database", help="Verify against the database itself.")] = False,
    export: Annotated[Path | None, typer.Option(help="For a receipt: the export that should hold its entries.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="For a receipt: the picture that should be the approved one.")
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head that an earlier verify printed; proves that nothing was cut off since."),
    ] = None,
) -> None:
    """Prove that history is whole: nothing changed, removed, added or moved. Exit code 1, and where, if it is not."""
    with failing(), _naming_what_is_broken():
        known = _known(head or ())
        if paper is None:
            if not database:
                raise refuse("Say what to verify: the file of an export or a receipt, or --database.")
            _tell(_of_database(known), known)
        elif _is_receipt(paper):
            _prove(paper, export, known, database=database, file=file)
        else:
            _tell(_of_export(paper, known), known)


def _prove(paper: Path, export: Path | None, known: "KnownHeads", *, database: bool, file: Path | None) -> None:
    from bot.audit import receipt as receipts

    receipt = receipts.read(paper.read_bytes())
    say(f"The receipt is whole: its digest {receipt['digest']} fits, and it states what its entries say.")
    if file is not None:
        receipts.must_be_of(receipt, file)
        say(f"{file} is the file that was approved.")
    search = receipts.Search(receipt)
    if export is not None:
        whole = _of_export(export, known, search)
    elif database:
        whole = _of_database(known, search)
    else:
        say("Whether its entries stand in the history, --export FILE or --database tells.")
        return
    search.end()
    _tell(whole, known)
    say("The receipt's entries stand in it, all of them.")


def _of_export(path: Path, known: "KnownHeads", search: "Search | None" = None) -> "Whole":
    from bot.audit.verifying import verify as verify_lines

    with path.open("rb") as lines:
        return verify_lines(lines, known=known, watch=search)


def _of_database(known: "KnownHeads", search: "Search | None" = None) -> "Whole":
    from bot import archives, playground
    from bot.config import Config

    proved = asyncio.run(archives.verify_database(playground.beside(Config()), known, search))
    if proved.loose:
        say(f"{proved.loose} entries are younger than the last seal; their content is untouched.")
    return proved.whole


def _tell(whole: "Whole", known: "KnownHeads") -> None:
    is_part = whole.since is not None or whole.until is not None
    part = f" from {whole.since or 'the beginning'} to {whole.until or 'the end'}" if is_part else ""
    say(f"History is whole{part}: {whole.entries:,} entries. Each workspace with the head of its chain:")
    for team_id, span in whole.spans.items():
        holds = ", which goes on from the head that was given" if team_id in known else ""
        say(f"  {team_id}:{span.until.seq}:{span.until.link}{holds}")
    say("Keep the heads elsewhere: given as --head, they prove later that nothing up to them was rewritten or cut off.")


def _is_receipt(paper: Path) -> bool:
    with paper.open("rb") as opened:
        return opened.readline().replace(b"\r", b"") == RECEIPT_BEGINS


def _known(heads: Sequence[str]) -> "KnownHeads":
    from models.chain import Head

    known = {}
    for written in heads:
        team_id, seq, link = [*written.split(":"), "", ""][:3]
        if not seq.isdecimal() or not link:
            raise refuse(f"{written!r} is not a head. It looks like T0123:214:3f9a..., as galley verify prints it.")
        known[team_id] = Head(seq=int(seq), link=link)
    return known


@contextmanager
def _naming_what_is_broken() -> Iterator[None]:
    from bot.audit.verifying import Broken

    try:
        yield
    except Broken as broken:
        raise refuse(f"NOT WHOLE. {broken}") from broken
    except OSError as error:
        raise refuse(f"{error.filename}: {error.strerror}") from error
