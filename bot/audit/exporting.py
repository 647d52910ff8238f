"""An export of the history: lines that prove themselves, or a table for a spreadsheet."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.audit.lines import SEALED, entry_line, first_line
from bot.audit.records import read_entries, read_spans
from models.chain import canonical, moment

FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")  # also as full-width letters
"""How a formula begins: https://owasp.org/www-community/attacks/CSV_Injection"""


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Everything, or the part between two moments. `beyond`: also what stands behind the end, for verifying."""

    since: datetime | None = None
    until: datetime | None = None
    beyond: bool = False


async def jsonl(session: AsyncSession, wanted: Wanted, *, at: datetime) -> AsyncIterator[str]:
    """In one snapshot, so that what the first line says is what follows."""
    since, until = (moment(one) if one else None for one in (wanted.since, wanted.until))
    spans = await read_spans(session, since=wanted.since, until=wanted.until)
    yield first_line(spans, exported_at=moment(at), since=since, until=until) + "\n"
    for team_id, span in spans.items():
        last = None if wanted.beyond else span.until.seq
        async for entry in read_entries(session, team_id, after=span.after.seq, until=last):
            yield entry_line(entry) + "\n"


async def table(session: AsyncSession, wanted: Wanted) -> AsyncIterator[str]:
    """CSV for people; it proves nothing by itself."""
    yield row(SEALED)
    for team_id, span in (await read_spans(session, since=wanted.since, until=wanted.until)).items():
        async for entry in read_entries(session, team_id, after=span.after.seq, until=span.until.seq):
            told = {**entry, "details": canonical(entry["details"])}
            yield row(["" if told[name] is None else str(told[name]) for name in SEALED])


def harmless(cell: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def row(cells: Sequence[str]) -> str:
    """One line of CSV, in which no spreadsheet finds a formula."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in cells])
    return written.getvalue()
