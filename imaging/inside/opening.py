"""Opening one file: nothing is decoded before its weight, kind, pixels and frames are known to be bearable."""

import io
import os
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from imaging import sentences
from imaging.errors import Unreadable
from imaging.inside import ends, frames, photoshop, readers, scans
from imaging.inside.kinds import HEAD_BYTES, VIDEOS, WEBP, Kind, extension_of, is_mislabelled, recognise
from imaging.limits import Limits

# Imported for their registration: with these eight Pillow never loads its other plugins, EPS among them.
PLUGINS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
    photoshop,
    scans,
)

LARGE = 64 * 1024 * 1024

# What Pillow's readers raise on bytes that are not what they seem; fuzzing finds more than its documents name.
DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    AssertionError,
    RuntimeError,
    struct.error,
    zlib.error,
)


class NoPreview(Unreadable):
    """A good file of which nothing can be shown here. `why` is the rest of a sentence."""

    def __init__(self, refusal: Unreadable, *, name: str | None, kind: Kind, size_bytes: int, why: str) -> None:
        super().__init__(refusal.reason, refusal.sentence)
        self.name, self.kind, self.size_bytes, self.why = name, kind, size_bytes, why


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A picture whose header has been read and whose pixels have not."""

    name: str | None
    kind: Kind
    image: ImageFile.ImageFile
    file: BinaryIO
    head: bytes
    size_bytes: int
    stored: tuple[int, int]
    frames: int
    limits: Limits

    def reading(self) -> AbstractContextManager[None]:
        """Around everything that decodes this picture. Eight bytes a pixel is the most that any decoder takes."""
        return reading(self.name, self.kind, self.file, is_large=8 * self.stored[0] * self.stored[1] > LARGE)


@contextmanager
def opened(source: Path, *, limits: Limits, announced: str | None) -> Iterator[Opened]:
    """The picture in `source`, refused with a sentence where it must be.

    `announced` is the file name that people know it by; when given, an extension that lies is a refusal.
    """
    with _file(source, announced) as file:
        size_bytes = _weigh(file, announced, limits)
        head = file.read(HEAD_BYTES)
        kind = _recognise(head, announced, announced or source.name)
        plugin = _plugin(kind, announced, size_bytes)
        with reading(announced, kind, file):
            Image.MAX_IMAGE_PIXELS = _bomb_ceiling(kind, limits)
            readers.make_ready(kind)
            image = Image.open(file, formats=(plugin,))
        with closing(image):
            with reading(announced, kind, file):
                _check_pixels(image.size, announced, limits)
                found = _count_frames(image, kind, file, announced, limits)
            yield Opened(
                name=announced,
                kind=kind,
                image=image,
                file=file,
                head=head,
                size_bytes=size_bytes,
                stored=image.size,
                frames=found,
                limits=limits,
            )


@contextmanager
def reading(name: str | None, kind: Kind, file: BinaryIO, *, is_large: bool = False) -> Iterator[None]:
    """Turns what a reader raises on bad bytes into a refusal.

    Where a small picture, or its header, asks for more memory than there is, a length in it lies: it is damaged.
    """
    try:
        yield
    except MemoryError as error:
        if is_large or kind is WEBP:
            raise
        raise sentences.damaged(name) from error
    except Image.DecompressionBombError as error:
        raise sentences.too_many_pixels(name, size=None, limit=(Image.MAX_IMAGE_PIXELS or 0) * 2) from error
    except readers.Locked as error:
        raise sentences.locked(name) from error
    except readers.NotDrawn as error:
        refusal, weight = sentences.not_drawn(name, kind=kind.phrase, why=str(error)), os.fstat(file.fileno()).st_size
        raise NoPreview(refusal, name=name, kind=kind, size_bytes=weight, why=str(error)) from error
    except DAMAGE as error:
        if "out of memory" in str(error).lower():
            raise MemoryError(str(error)) from error
        is_cut = "truncated" in str(error).lower() or ends.too_early(kind, file)
        raise (sentences.truncated(name) if is_cut else sentences.damaged(name)) from error


def arm() -> None:
    """Pillow's own switches, once a child."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def _bomb_ceiling(kind: Kind, limits: Limits) -> int | None:
    """Pillow's own check stays off, since ours names the numbers; but for decoders that take memory at once.

    Pillow raises at twice its ceiling (Image.DecompressionBombError).
    """
    return limits.max_pixels // 2 if kind is WEBP or kind in VIDEOS else None


@contextmanager
def _file(source: Path, name: str | None) -> Iterator[BinaryIO]:
    try:
        raw = io.FileIO(source, opener=_without_waiting)
    except FileNotFoundError as error:
        raise sentences.gone(name) from error
    except IsADirectoryError as error:
        raise sentences.not_a_picture(name) from error
    with io.BufferedReader(raw) as file:
        yield file


def _without_waiting(path: str, flags: int) -> int:
    """A named pipe would keep us waiting for its writer."""
    return os.open(path, flags | os.O_NONBLOCK)


def _weigh(file: BinaryIO, name: str | None, limits: Limits) -> int:
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode):
        raise sentences.not_a_picture(name)
    if found.st_size == 0:
        raise sentences.empty(name)
    if found.st_size > limits.max_bytes:
        raise sentences.too_heavy(name, size=found.st_size, limit=limits.max_bytes)
    return found.st_size


def _recognise(head: bytes, announced: str | None, name: str) -> Kind:
    extension = extension_of(name)
    kind = recognise(head, extension)
    if kind is None:
        raise sentences.not_a_picture(announced)
    if announced and is_mislabelled(kind, extension):
        raise sentences.mislabelled(
            announced,
            kind=kind.phrase,
            extension=extension,
            right=kind.extensions[0],
            has_preview=kind.plugin is not None,
        )
    return kind


def _plugin(kind: Kind, name: str | None, size_bytes: int) -> str:
    if kind.plugin is None:
        refusal, why = sentences.unsupported(name, kind=kind.phrase), f"{kind.phrase} is not opened here"
    elif readers.is_missing(kind):
        refusal = sentences.missing_extra(name, kind=kind.phrase, extra=kind.extra or "")
        why = f"{kind.phrase} needs galley[{kind.extra}], which is not installed here"
    else:
        return kind.plugin
    raise NoPreview(refusal, name=name, kind=kind, size_bytes=size_bytes, why=why)


def _check_pixels(size: tuple[int, int], name: str | None, limits: Limits) -> None:
    if size[0] * size[1] > limits.max_pixels:
        raise sentences.too_many_pixels(name, size=size, limit=limits.max_pixels)


def _count_frames(image: ImageFile.ImageFile, kind: Kind, file: BinaryIO, name: str | None, limits: Limits) -> int:
    found = frames.count(image, kind, file)
    ceiling = limits.max_pages if frames.are_pages(kind) else limits.max_frames
    if found > ceiling and not frames.are_left_alone(kind):
        said = f"{found:,}" if found <= frames.COUNTED else f"more than {frames.COUNTED:,}"
        raise sentences.too_many_frames(name, found=said, limit=ceiling, pages=frames.are_pages(kind))
    return found
