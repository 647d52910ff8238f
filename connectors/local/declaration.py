"""The local library: what it allows, how it proves what happened, and how it is opened."""

from pathlib import Path

from connectors.declaration import Declaration, Effect, Limits, Port
from connectors.local.library import LocalLibrary

LOCAL = Declaration(
    name="local",
    title="Local library",
    port=Port.LIBRARY,
    limits=Limits(calls_per_minute=None, in_flight=4, timeout=300.0, quarantine=0.0),
    proof={
        Effect.PUBLISH: "asset.json lists a version only once every file of it is in its place",
        Effect.DESCRIBE: "asset.json is replaced as a whole, so doing it twice does no harm",
        Effect.ARCHIVE: "the asset's folder is in archive/",
        Effect.RESTORE: "the asset's folder is in assets/",
        Effect.ENCLOSE: "a document is replaced as a whole, so doing it twice does no harm",
    },
    assumptions=("The disk keeps what fsync reported as kept.",),
)


def open_library(root: Path) -> LocalLibrary:
    """The folders are made when something is first published."""
    return LocalLibrary(root, LOCAL)
