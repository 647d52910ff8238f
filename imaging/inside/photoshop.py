"""Photoshop documents: the merged picture that stands beside the layers; layers are never put together here."""

import io
from typing import IO, TYPE_CHECKING

from PIL import Image
from PIL.PsdImagePlugin import MODES, PsdImageFile

from imaging.inside.readers import NotDrawn

if TYPE_CHECKING:  # known to the types alone
    from PIL._imaging import PixelAccess

_VERSION, _HAS_MERGED = 1057, 4  # an image resource, and the byte in it (Adobe Photoshop File Formats, "Version Info")
_HEADER, _WIDTH, _BITS, _COLOURS = 26, slice(18, 22), slice(22, 24), slice(24, 26)
_EVERY_OTHER = (2, 0, -1, 0, 1, 0)


class Document(PsdImageFile):
    """Of 16 bits a channel too: Pillow reads 8, so it is told twice the width, and each lower byte is left out.

    Raises NotDrawn where there is no merged picture, or one that nothing here reads.
    """

    def _open(self) -> None:
        assert self.fp is not None  # noqa: S101 - Pillow sets it before
        head = self.fp.read(_HEADER)
        bits, colours = int.from_bytes(head[_BITS]), int.from_bytes(head[_COLOURS])
        self._is_wide = bits == 16 and (colours, 8) in MODES  # noqa: PLR2004
        if bits == 32:  # noqa: PLR2004
            raise NotDrawn("it has 32 bits a channel, and no screen shows those as they are")
        file = self.fp
        self.fp = _Retold(file, _wide(head) if self._is_wide else head)  # type: ignore[assignment]  # what Pillow calls
        super()._open()
        self.fp = self._fp = file
        if self._is_wide:
            self._size = self.width // 2, self.height
        self._check_merged()

    def load(self) -> "PixelAccess | None":
        if self._is_wide and self.tile:
            size = self.size
            self._size = 2 * size[0], size[1]
            super().load()
            self.im = self.transform(size, Image.Transform.AFFINE, _EVERY_OTHER).im
            self._size = size
        return super().load()

    def _check_merged(self) -> None:
        said = next((content for number, _, content in self.resources if number == _VERSION), b"")
        if len(said) > _HAS_MERGED and not said[_HAS_MERGED]:
            raise NotDrawn("it was saved without its merged picture; “Maximize Compatibility” keeps one")


class _Retold(io.RawIOBase):
    """The file with another header."""

    def __init__(self, file: IO[bytes], head: bytes) -> None:
        self._file, self._head = file, head

    def read(self, size: int = -1) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._file.read(size)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()


def _wide(head: bytes) -> bytes:
    raw = bytearray(head)
    raw[_WIDTH] = (2 * int.from_bytes(head[_WIDTH])).to_bytes(5)[1:]
    raw[_BITS] = (8).to_bytes(2)
    return bytes(raw)


Image.register_open(Document.format, Document)
