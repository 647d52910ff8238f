"""The local library: where things are.

assets/autumn-hero--3f2a9c41d0/   what people look at
current -> v2                     the newest approved version
v2/hero.jpg                       the original
v2/renditions/web.jpg
asset.json                        attributes and versions
archive/                          assets out of use, the same folders
objects/ab/cdef...                every file once, by its SHA-256, read-only; the names above are hard links to these
.galley/                          our own bookkeeping: which folder is whose, locks, half-written files
"""

from hashlib import sha256
from pathlib import Path

from connectors.local import disk
from connectors.local.names import short_id, slug


class Shelves:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.scratch = root / ".galley" / "incoming"
        self._assets = root / "assets"
        self._archive = root / "archive"

    def lock(self, asset_id: str) -> Path:
        """One of 256: few files, and assets rarely wait for one another."""
        return self.root / ".galley" / "locks" / _digest(asset_id)[:2]

    def kept(self, digest: str) -> Path:
        return self.root / "objects" / digest[:2] / digest[2:]

    def reserve(self, asset_id: str, *, title: str) -> Path:
        """The asset's folder: named by its first title, kept when the title changes, remembered before it is made."""
        if self._name(asset_id) is None:
            name = f"{slug(title)}--{short_id(asset_id)}"
            disk.write(self._register(asset_id), name.encode(), scratch=self.scratch)
        return self.folder(asset_id) or self._assets / (self._name(asset_id) or "")

    def folder(self, asset_id: str) -> Path | None:
        """Where it is now, None if it is nowhere."""
        name = self._name(asset_id)
        places = [self._assets / name, self._archive / name] if name else []
        return next((place for place in places if place.is_dir()), None)

    def is_archived(self, folder: Path) -> bool:
        return folder.parent == self._archive

    def archive(self, folder: Path) -> Path:
        return self._moved(folder, self._archive)

    def restore(self, folder: Path) -> Path:
        return self._moved(folder, self._assets)

    def _moved(self, folder: Path, shelf: Path) -> Path:
        if folder.parent != shelf:
            disk.move_folder(folder, shelf / folder.name)
        return shelf / folder.name

    def _name(self, asset_id: str) -> str | None:
        try:
            return self._register(asset_id).read_text("ascii")
        except FileNotFoundError:
            return None

    def _register(self, asset_id: str) -> Path:
        digest = _digest(asset_id)
        return self.root / ".galley" / "folders" / digest[:2] / digest[2:]


def _digest(asset_id: str) -> str:
    return sha256(asset_id.encode()).hexdigest()
