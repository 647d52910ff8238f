"""The first page of a PDF as a picture, drawn by PDFium (the extra `pdf`). Its scripts and forms are never started."""

import math
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageFile

from imaging.inside.readers import Locked

if TYPE_CHECKING:  # known to the types alone
    from PIL._imaging import PixelAccess

INCH = 72  # points
SHARPEST = 300  # dots an inch
MOST_PIXELS = 24_000_000
_LONGEST_EDGE = 20_000  # pixels


class Page(ImageFile.ImageFile):
    """As many pixels as print needs, 300 an inch; fewer where the page is as large as a wall."""

    format = "PDF"

    def _open(self) -> None:
        self._document = _document(self.fp)
        self.n_frames = len(self._document)
        self._page = self._document[0]
        self._points = self._page.get_size()
        self._scale = _scale(*self._points)
        self._mode, self._size = "RGB", self._sized(self._scale)
        self.info["dpi"] = (INCH * self._scale, INCH * self._scale)
        self.tile = []

    def draft(self, mode: str | None, size: tuple[int, int] | None) -> None:
        """Draws it smaller where less is enough."""
        del mode
        if size and self._im is None:
            enough = max(size[0] / self._points[0], size[1] / self._points[1])
            self._scale = min(self._scale, enough)
            self._size = self._sized(self._scale)

    def load(self) -> "PixelAccess | None":
        if self._im is None:
            drawn = self._page.render(scale=self._scale, may_draw_forms=False, rev_byteorder=True).to_pil()
            self.im, self._size = drawn.convert("RGB").im, drawn.size
        return super().load()

    def close(self) -> None:
        self._document.close()
        super().close()

    def _sized(self, scale: float) -> tuple[int, int]:
        """As PDFium rounds."""
        return math.ceil(self._points[0] * scale), math.ceil(self._points[1] * scale)


def _document(file: object) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Locked from error
        raise


def _scale(width: float, height: float) -> float:
    """Pixels a point. Raises ValueError on a page without room."""
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise ValueError("a page without width or height")
    return min(SHARPEST / INCH, math.sqrt(MOST_PIXELS / (width * height)), _LONGEST_EDGE / max(width, height))


Image.register_open(Page.format, Page)
