"""The local library: one publication, as steps that may stop after any of them and be done again from the first."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from connectors.errors import Refused
from connectors.library import Publication, RenditionFile
from connectors.local import disk
from connectors.local.mapping import SIDECAR, RenditionEntry, Sidecar, VersionEntry, read_sidecar
from connectors.local.names import safe_name
from connectors.local.shelves import Shelves

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/tiff": ".tif", "image/gif": ".gif"}


OURS = {"renditions", "receipt.json", "receipt.txt"}  # names that stand beside an original


def steps(publication: Publication, shelves: Shelves, *, system: str) -> Iterator[str]:
    """Yields after each step what was done. The caller holds the asset's lock.

    The sidecar comes last: what it lists is complete, the link to the current version included.
    """
    folder = shelves.reserve(publication.asset_id, title=publication.title)
    yield "folder reserved"
    known = read_sidecar(folder, asset_id=publication.asset_id, system=system)
    _refuse_contradiction(publication, known, is_archived=shelves.is_archived(folder), system=system)
    entry = _entry(publication, system=system)
    for source, digest, name in _files(publication, entry):
        _keep(source, digest, shelves, system=system)
        yield f"{digest} kept"
        disk.link(shelves.kept(digest), folder / name, scratch=shelves.scratch)
        yield f"{name} placed"
    sidecar = _begun(publication, known).with_version(publication, entry)
    disk.point(folder / "current", to=f"v{sidecar.current}", scratch=shelves.scratch)
    yield "current version linked"
    disk.write(folder / SIDECAR, sidecar.encoded(), scratch=shelves.scratch)
    yield "sidecar written"


def _refuse_contradiction(publication: Publication, known: Sidecar | None, *, is_archived: bool, system: str) -> None:
    before = known.versions.get(publication.version) if known else None
    if before and before.sha256 != publication.sha256:
        raise Refused(system, f"version {publication.version} was published already, with other bytes")
    if is_archived and not before:
        raise Refused(system, "the asset is archived; restore it before a new version is published")


def _entry(publication: Publication, *, system: str) -> VersionEntry:
    folder = PurePosixPath(f"v{publication.version}")
    original = safe_name(publication.file_name)
    if original.casefold() in OURS:
        original = f"_{original}"
    entries = {each.name: _rendition(each, folder / "renditions") for each in publication.renditions}
    if len({entry.file.casefold() for entry in entries.values()}) < len(publication.renditions):
        raise Refused(system, "two renditions would have the same file name")
    return VersionEntry(file=str(folder / original), sha256=publication.sha256, renditions=entries)


def _rendition(file: RenditionFile, folder: PurePosixPath) -> RenditionEntry:
    ending = ENDINGS.get(file.media_type, file.path.suffix)
    return RenditionEntry(
        file=str(folder / safe_name(f"{file.name}{ending}")),
        media_type=file.media_type,
        width=file.width,
        height=file.height,
        sha256=file.sha256,
    )


def _files(publication: Publication, entry: VersionEntry) -> Iterator[tuple[Path, str, str]]:
    yield publication.original, publication.sha256, entry.file
    for rendition in publication.renditions:
        yield rendition.path, rendition.sha256, entry.renditions[rendition.name].file


def _keep(source: Path, digest: str, shelves: Shelves, *, system: str) -> None:
    """Read again if it is there already: somebody may have written into a hard link of it."""
    kept = shelves.kept(digest)
    if not kept.exists() or disk.hash_of(kept) != digest:
        disk.copy_in(source, kept, expected=digest, scratch=shelves.scratch, system=system)


def _begun(publication: Publication, known: Sidecar | None) -> Sidecar:
    return known or Sidecar(asset_id=publication.asset_id, title=publication.title, current=publication.version)
