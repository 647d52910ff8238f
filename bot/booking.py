"""Booking: rows that nobody reads before their transaction ends. They are written as its last act, all at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Table
from sqlmodel.ext.asyncio.session import AsyncSession

Row = Mapping[str, Any]
_Values = tuple[Any, ...]

MOST = 1_000  # of different endings; each names how many rows go into which books
_BOOKED = "booked"


@dataclass(frozen=True, kw_only=True, eq=False)
class Book:
    """Where rows of one kind are written down. `conflict` is SQL that both databases understand: what happens where
    there is such a row already. Whoever locks rows by that does so in the order of `locks`, or two would wait for
    each other. `changes`: the rows are there, each is named by its last column, and is booked once.
    """

    table: Table
    columns: tuple[str, ...]
    conflict: str = ""
    locks: tuple[str, ...] = ()
    changes: bool = False

    def statements(self, rows: int, placeholder: str) -> list[str]:
        if self.changes:
            return [self._update(placeholder)] * rows
        one = f"({', '.join([placeholder] * len(self.columns))})"
        values = ", ".join([one] * rows)
        return [f"INSERT INTO {self.table.name} ({', '.join(self.columns)}) VALUES {values} {self.conflict}"]  # noqa: S608  our own words

    def _update(self, placeholder: str) -> str:
        *columns, name = self.columns
        values = ", ".join(f"{column} = {placeholder}" for column in columns)
        return f"UPDATE {self.table.name} SET {values} WHERE {name} = {placeholder}"  # noqa: S608  our own words


@dataclass(kw_only=True)
class _Booked:
    rows: dict[Book, list[Row]] = field(default_factory=dict)
    called: dict[str, None] = field(default_factory=dict)
    call: str = ""

    def copy(self) -> "_Booked":
        rows = {book: list(rows) for book, rows in self.rows.items()}
        return _Booked(rows=rows, called=dict(self.called), call=self.call)


def booked(session: AsyncSession, book: Book) -> list[Row]:
    """What stands in this book so far, in order. Append to it."""
    return _of(session).rows.setdefault(book, [])


def call_at_the_end(session: AsyncSession, call: str, name: str) -> None:
    """PostgreSQL only. `call` is a SELECT of a function whose one parameter is an array: of the names that were given
    in this transaction, each once. There is one such call in the house.
    """
    mine = _of(session)
    mine.call = call
    mine.called[name] = None


@contextmanager
def undone_with_a_failure(session: AsyncSession) -> Iterator[None]:
    """Around a savepoint: what was booked inside goes with it."""
    before = _of(session).copy()
    try:
        yield
    except BaseException:
        session.info[_BOOKED] = before
        raise


async def write_out(session: AsyncSession) -> None:
    """On PostgreSQL in one round trip, however many books there are."""
    mine: _Booked | None = session.info.pop(_BOOKED, None)
    if mine is None:
        return
    connection = await session.connection()
    dialect = connection.dialect
    written = {book: _values(book, rows, dialect) for book, rows in mine.rows.items() if rows}
    if dialect.name == "sqlite":
        for book, values in written.items():
            await connection.exec_driver_sql(_one(book), values)
    elif written or mine.called:
        ending = _ending(tuple((book, len(values)) for book, values in written.items()), mine.call)
        parameters = [value for values in written.values() for row in values for value in row]
        called = [list(mine.called)] if mine.called else []
        await connection.exec_driver_sql(ending, (*parameters, *called))


def _of(session: AsyncSession) -> _Booked:
    mine: _Booked = session.info.setdefault(_BOOKED, _Booked())
    return mine


def _values(book: Book, rows: Sequence[Row], dialect: Dialect) -> list[_Values]:
    binders = _binders(book, dialect)
    if book.locks:
        rows = sorted(rows, key=itemgetter(*book.locks))
    return [
        tuple(bind(row[column]) if bind else row[column] for column, bind in zip(book.columns, binders, strict=True))
        for row in rows
    ]


@cache
def _binders(book: Book, dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    """What makes the driver's value of ours, for each column."""
    types = (book.table.c[column].type for column in book.columns)
    return tuple(kind.dialect_impl(dialect).bind_processor(dialect) for kind in types)


@cache
def _one(book: Book) -> str:
    return book.statements(1, "?")[0]


@lru_cache(MOST)
def _ending(books: tuple[tuple[Book, int], ...], call: str) -> str:
    """One statement. Rows of one book are numbered in their order; books have no order among themselves."""
    statements = [statement for book, rows in books for statement in book.statements(rows, "%s")]
    if not call and len(statements) == 1:
        return statements[0]
    parts = ", ".join(f"book_{number} AS ({statement})" for number, statement in enumerate(statements))
    return f"{f'WITH {parts} ' if parts else ''}{call or 'SELECT 1'}"
