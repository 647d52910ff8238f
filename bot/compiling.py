"""Statements, compiled once for every engine of this process: writers, readers, and whoever opens the database again.

SQLAlchemy keeps what it compiled by engine, since its key names the dialect, and each engine has one of its own
(docs.sqlalchemy.org, "SQL Compilation Caching"). Of ours, those that would compile alike are equal.
"""

from typing import Any

from sqlalchemy.util import LRUCache

MOST = 2_000  # statements; we have some hundreds

SHARED: dict[str, Any] = {"compiled_cache": LRUCache(MOST)}
"""An engine's execution options."""


class Alike:
    """Mixed into a dialect, before SQLAlchemy's own."""

    server_version_info: tuple[Any, ...] | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and other.server_version_info == self.server_version_info

    def __hash__(self) -> int:
        return hash(type(self))
