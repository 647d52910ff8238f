"""Other systems: the port to the library (DAM), where approved assets and their renditions live."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from connectors.declaration import Declaration, Health

Attributes = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class RenditionFile:
    """A finished rendition on our disk. `name` is the policy's name for it ("web"); sizes in pixels; sha256 in hex."""

    name: str
    path: Path
    media_type: str
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One approved version of one asset, with everything a library needs. `title` and `file_name` are untrusted."""

    asset_id: str
    version: int
    title: str
    file_name: str
    original: Path
    sha256: str
    attributes: Attributes
    renditions: tuple[RenditionFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a library holds. Locations are paths or addresses that a person can open."""

    remote_id: str
    version: int
    sha256: str
    location: str
    renditions: Mapping[str, str]
    attributes: Attributes
    is_archived: bool = False


class Library(Protocol):
    """Every method raises the errors of connectors/errors.py. Writes say the whole state: twice is harmless."""

    declaration: Declaration

    async def publish(self, publication: Publication) -> Published:
        """Put a version there and make the newest version the current one. The same asset, version and bytes again
        change nothing; the same asset and version with other bytes are Refused.
        """
        ...

    async def find(self, asset_id: str, *, version: int) -> Published | None:
        """The marker look-up: that version if it was published completely, else None."""
        ...

    async def describe(self, remote_id: str, attributes: Attributes) -> Published:
        """Replace the attributes of an asset; NotFound if it is not there. Answers with the current version."""
        ...

    async def archive(self, remote_id: str) -> Published:
        """Take an asset out of use and keep every byte of it."""
        ...

    async def restore(self, remote_id: str) -> Published:
        """Bring an archived asset back into use."""
        ...

    async def enclose(self, remote_id: str, *, version: int, documents: Mapping[str, bytes]) -> None:
        """Put small documents, by their file names, beside a published version; those of the same names are replaced.
        NotFound if that version is not there.
        """
        ...

    async def check(self) -> Health:
        """Prove that the library can be reached and written to."""
        ...
