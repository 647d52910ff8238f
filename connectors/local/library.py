"""The local library. Work on the disk is done in threads; one asset is changed by one of them at a time."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from connectors.declaration import Declaration, Health
from connectors.errors import NotFound
from connectors.library import Attributes, Publication, Published
from connectors.local import disk
from connectors.local.mapping import SIDECAR, Sidecar, published_of, read_sidecar
from connectors.local.names import safe_name
from connectors.local.publishing import steps
from connectors.local.shelves import Shelves


class LocalLibrary:
    """Implements `Library`. The remote id is the asset's own id."""

    def __init__(self, root: Path, declaration: Declaration) -> None:
        self.declaration = declaration
        self._shelves = Shelves(root.resolve())
        self._system = declaration.name

    async def publish(self, publication: Publication) -> Published:
        return await asyncio.to_thread(self._publish, publication)

    async def find(self, asset_id: str, *, version: int) -> Published | None:
        return await asyncio.to_thread(self._find, asset_id, version)

    async def describe(self, remote_id: str, attributes: Attributes) -> Published:
        return await asyncio.to_thread(self._describe, remote_id, attributes)

    async def archive(self, remote_id: str) -> Published:
        return await asyncio.to_thread(self._shelve, remote_id, self._shelves.archive)

    async def restore(self, remote_id: str) -> Published:
        return await asyncio.to_thread(self._shelve, remote_id, self._shelves.restore)

    async def enclose(self, remote_id: str, *, version: int, documents: Mapping[str, bytes]) -> None:
        await asyncio.to_thread(self._enclose, remote_id, version, documents)

    async def check(self) -> Health:
        return await asyncio.to_thread(self._check)

    def _publish(self, publication: Publication) -> Published:
        with self._working_on(publication.asset_id):
            for _ in steps(publication, self._shelves, system=self._system):
                pass
            return self._published(publication.asset_id, version=publication.version)

    def _find(self, asset_id: str, version: int) -> Published | None:
        with disk.trouble(self._system, self._shelves.root):
            folder = self._shelves.folder(asset_id)
            sidecar = read_sidecar(folder, asset_id=asset_id, system=self._system) if folder else None
            if folder is None or sidecar is None or version not in sidecar.versions:
                return None
            return published_of(sidecar, version, folder=folder, is_archived=self._shelves.is_archived(folder))

    def _describe(self, asset_id: str, attributes: Attributes) -> Published:
        with self._working_on(asset_id):
            folder, sidecar = self._known(asset_id)
            described = sidecar.with_attributes(attributes)
            disk.write(folder / SIDECAR, described.encoded(), scratch=self._shelves.scratch)
            return self._published(asset_id)

    def _shelve(self, asset_id: str, move: Callable[[Path], Path]) -> Published:
        with self._working_on(asset_id):
            folder, _ = self._known(asset_id)
            move(folder)
            return self._published(asset_id)

    def _enclose(self, asset_id: str, version: int, documents: Mapping[str, bytes]) -> None:
        with self._working_on(asset_id):
            folder, sidecar = self._known(asset_id)
            if version not in sidecar.versions:
                raise NotFound(self._system, f"version {version} of the asset {asset_id} is not in the library")
            for name, content in documents.items():
                disk.write(folder / f"v{version}" / safe_name(name), content, scratch=self._shelves.scratch)

    def _check(self) -> Health:
        with disk.trouble(self._system, self._shelves.root):
            disk.sweep(self._shelves.scratch)
        return Health(account=str(self._shelves.root))

    def _published(self, asset_id: str, *, version: int | None = None) -> Published:
        folder, sidecar = self._known(asset_id)
        is_archived = self._shelves.is_archived(folder)
        return published_of(sidecar, version or sidecar.current, folder=folder, is_archived=is_archived)

    def _known(self, asset_id: str) -> tuple[Path, Sidecar]:
        folder = self._shelves.folder(asset_id)
        sidecar = read_sidecar(folder, asset_id=asset_id, system=self._system) if folder else None
        if folder is None or sidecar is None:
            raise NotFound(self._system, f"the asset {asset_id} is not in the library")
        return folder, sidecar

    @contextmanager
    def _working_on(self, asset_id: str) -> Iterator[None]:
        with disk.trouble(self._system, self._shelves.root), disk.locked(self._shelves.lock(asset_id)):
            yield
