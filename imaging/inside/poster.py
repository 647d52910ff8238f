"""The poster of a video: a good frame near its start, decoded by FFmpeg (the extra `video`); nothing is encoded.

The container is told by the file's first bytes and never guessed: the readers of playlists, which open other files and
addresses, are out of reach.
"""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import av
from PIL import ExifTags, Image, ImageFile, ImageStat

if TYPE_CHECKING:  # known to the types alone
    from PIL._imaging import PixelAccess

_MOST_FRAMES = 90
_ENOUGH_BYTES = 64 * 1024 * 1024  # after so many no further frame is looked for
_MOST_BYTES = 4 * _ENOUGH_BYTES
_DARK, _FLAT = 16, 8  # levels: a frame below is black, or of one colour
_TURNED = {90: 8, 180: 3, -180: 3, 270: 6, -90: 6}  # degrees against the clock -> EXIF orientation


class Sips:
    """The file, up to a ceiling: what reads on finds its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.taken = file, 0

    def read(self, size: int) -> bytes:
        found = self._file.read(size if self.taken < _MOST_BYTES else 0)
        self.taken += len(found)
        return found

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()


class Poster(ImageFile.ImageFile):
    """Its size is known from the container; how it is turned, with the first frame."""

    format = "VIDEO"

    def _open(self) -> None:
        assert self.fp is not None  # noqa: S101 - Pillow sets it before
        self._frame: av.VideoFrame | None = None
        self._sips = Sips(self.fp)
        most = 2 * (Image.MAX_IMAGE_PIXELS or 0)  # the ceiling at which Pillow raises
        self._container = av.open(
            self._sips,
            mode="r",
            format=_container(self.fp),
            options={"max_pixels": str(most), "protocol_whitelist": "none", "threads": "1"},
            metadata_errors="ignore",
        )
        self._stream = _pictures(self._container)
        self.n_frames = max(1, self._stream.frames)
        self._mode, self._size = "RGB", (self._stream.width, self._stream.height)
        self.tile = []

    def getexif(self) -> Image.Exif:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = _TURNED.get(self._shot().rotation, 1)
        return exif

    def load(self) -> "PixelAccess | None":
        if self._im is None:
            frame = self._shot()
            if (frame.width, frame.height) != self.size:
                raise ValueError("a frame of another size than announced")
            self.im = frame.to_image().im  # type: ignore[no-untyped-call]  # PyAV's own gap
        return super().load()

    def close(self) -> None:
        self._frame = None
        self._container.close()
        super().close()

    def _shot(self) -> av.VideoFrame:
        if self._frame is None:
            self._frame = _good(self._frames())
        return self._frame

    def _frames(self) -> Iterator[av.VideoFrame]:
        self._stream.codec_context.thread_count = 1
        for number, frame in enumerate(self._container.decode(self._stream), start=1):
            yield frame
            if number >= _MOST_FRAMES or self._sips.taken > _ENOUGH_BYTES:
                return


def _container(file: IO[bytes]) -> str:
    head = file.read(12)
    file.seek(0)
    if head[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    return "avi" if head[:4] == b"RIFF" else "mov"


def _pictures(container: av.container.InputContainer) -> av.VideoStream:
    """The moving pictures. Raises ValueError where there are none: a cover is not a frame."""
    still = av.stream.Disposition.attached_pic
    found = next((one for one in container.streams.video if not one.disposition & still), None)
    if found is None:
        raise ValueError("sound without pictures")
    return found


def _good(frames: Iterator[av.VideoFrame]) -> av.VideoFrame:
    """The first that is neither black nor of one colour; otherwise the liveliest. Raises EOFError without any."""
    best, most = None, -1.0
    for frame in frames:
        small = _small(frame)
        if small.mean[0] > _DARK and small.stddev[0] > _FLAT:
            return frame
        if small.stddev[0] > most:
            best, most = frame, small.stddev[0]
    if best is None:
        raise EOFError("truncated before the first frame")
    return best


def _small(frame: av.VideoFrame) -> ImageStat.Stat:
    small = frame.reformat(width=64, height=36, format="rgb24")
    return ImageStat.Stat(small.to_image().convert("L"))  # type: ignore[no-untyped-call]


Image.register_open(Poster.format, Poster)
