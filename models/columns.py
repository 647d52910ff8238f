"""Column kinds that both databases keep the same way."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, String, types

SEAL = "gAAAAA"  # how every Fernet token begins (github.com/fernet/spec)


class Instant(types.TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite, which has no zones, is told none and gives UTC back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone never enters the database")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Json(types.TypeDecorator[Any]):
    """A JSON document; None is kept as SQL NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True


class Sealed(types.TypeDecorator[str]):
    """A secret, as bot/vault.py sealed it: an open one never enters the database. Rotation finds every such column."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is not None and not value.startswith(SEAL):
            raise ValueError("a secret that is not sealed never enters the database")
        return value


def word(kind: type[StrEnum]) -> Any:
    """A StrEnum kept as its own words: readable in SQL, and a new word needs no migration."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda words: [str(one) for one in words])
