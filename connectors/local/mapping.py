"""The local library: asset.json, the sidecar beside each asset, and what it is in the words of the port."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.errors import Refused
from connectors.library import Attributes, Publication, Published

SIDECAR = "asset.json"


class RenditionEntry(BaseModel):
    """`file` is relative to the asset's folder."""

    file: str
    media_type: str
    width: int
    height: int
    sha256: str


class VersionEntry(BaseModel):
    file: str
    sha256: str
    renditions: dict[str, RenditionEntry] = {}


class Sidecar(BaseModel):
    """A version stands here only when every file of it is in its place."""

    model_config = ConfigDict(extra="allow")  # what a person or a later Galley added stays

    asset_id: str
    title: str
    current: int
    attributes: dict[str, str | tuple[str, ...]] = {}
    versions: dict[int, VersionEntry] = {}

    def with_version(self, publication: Publication, entry: VersionEntry) -> "Sidecar":
        """The newest version is the current one and gives title and attributes; an older one, coming late, does not."""
        versions = self.versions | {publication.version: entry}
        update: dict[str, object] = {"versions": versions}
        if publication.version >= self.current:
            update |= {
                "current": publication.version,
                "title": publication.title,
                "attributes": dict(publication.attributes),
            }
        return self.model_copy(update=update)

    def with_attributes(self, attributes: Attributes) -> "Sidecar":
        """Also the title, where they name one; the folder keeps its name."""
        title = attributes.get("title") or self.title
        return self.model_copy(update={"attributes": dict(attributes), "title": title})

    def encoded(self) -> bytes:
        return (self.model_dump_json(indent=2) + "\n").encode()


def read_sidecar(folder: Path, *, asset_id: str, system: str) -> Sidecar | None:
    """None before the first version. Refused where a person's edit broke it, or where it is another asset's."""
    try:
        text = (folder / SIDECAR).read_text("utf-8")
    except FileNotFoundError:
        return None
    try:
        sidecar = Sidecar.model_validate_json(text)
    except ValidationError as error:
        raise Refused(system, f"{folder / SIDECAR} was edited and cannot be read any more: {error}") from error
    if sidecar.asset_id != asset_id:
        raise Refused(system, f"{folder} belongs to the asset {sidecar.asset_id}")
    return sidecar


def published_of(sidecar: Sidecar, version: int, *, folder: Path, is_archived: bool) -> Published:
    entry = sidecar.versions[version]
    return Published(
        remote_id=sidecar.asset_id,
        version=version,
        sha256=entry.sha256,
        location=str(folder / entry.file),
        renditions={name: str(folder / rendition.file) for name, rendition in entry.renditions.items()},
        attributes=sidecar.attributes,
        is_archived=is_archived,
    )
