"""From pixels to the bytes of a file that may leave this room."""

import hashlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, PngImagePlugin

from imaging.inside import colour, directories
from imaging.inside.directories import BYTE, EXIF, UNDEFINED, Directory, Entry
from imaging.inside.inscribing import Inscribed
from imaging.recipes import Format, Rendition

LOWEST_QUALITY = 35
_NOTHING = Inscribed(exif={})
_PNG_KEY, _XMP, _IPTC = "XML:com.adobe.xmp", 700, 33723
_ORIENTATION, _WIDTH, _HEIGHT = 0x0112, 0xA002, 0xA003
_FLAT = {"RGBA": "RGB", "LA": "L"}


def encode(
    picture: Image.Image,
    format_: Format,
    *,
    quality: int,
    notes: Inscribed = _NOTHING,
    profile: bytes | None = None,
    dpi: float | None = None,
) -> bytes:
    """The picture as a file of `format_`; the same pixels give the same bytes. JPEG gets white where it was clear.

    `profile`: None means that the pixels are sRGB; empty means that none is written. WebP and AVIF know no resolution.
    """
    extra = {"icc_profile": colour.srgb_profile() if profile is None else profile}
    dense = {"dpi": (dpi, dpi)} if dpi else {}
    exif = {"exif": directories.written(_measured(notes.exif, picture.size, format_))}
    match format_:
        case Format.JPEG:
            said = {**exif, "xmp": notes.xmp, "extra": notes.resources}
            return _saved(flattened(picture), "JPEG", quality=quality, **extra, **dense, **said)
        case Format.WEBP:
            return _saved(picture, "WEBP", quality=quality, method=3, **extra, **exif, xmp=notes.xmp)
        case Format.AVIF:
            return _saved(picture, "AVIF", quality=quality, speed=8, max_threads=1, **extra, **exif, xmp=notes.xmp)
        case Format.PNG:
            return _saved(picture, "PNG", **extra, **dense, **exif, pnginfo=_itxt(notes.xmp))
        case Format.TIFF:
            return _tagged(_saved(picture, "TIFF", compression="tiff_lzw", **extra, **dense), notes)


def _measured(exif: Mapping[int, Directory], size: tuple[int, int], format_: Format) -> Mapping[int, Directory]:
    """With the dimensions of what is written. An AVIF says elsewhere how it is turned, and Pillow would see to that by
    writing the whole block anew, without letters beyond ASCII.
    """
    if not any(exif.values()):
        return exif
    first = {tag: entry for tag, entry in exif[0].items() if tag != _ORIENTATION or format_ is not Format.AVIF}
    shot = exif[EXIF] | {_WIDTH: directories.long(size[0]), _HEIGHT: directories.long(size[1])}
    return {**exif, 0: first, EXIF: shot}


def _itxt(xmp: bytes) -> PngImagePlugin.PngInfo | None:
    """Pillow does not take XMP for a PNG by name."""
    if not xmp:
        return None
    text = PngImagePlugin.PngInfo()
    text.add_itxt(_PNG_KEY, xmp.decode())
    return text


def _tagged(tiff: bytes, notes: Inscribed) -> bytes:
    """In a TIFF all three are tags of its own directory."""
    said = {_XMP: Entry(BYTE, len(notes.xmp), notes.xmp), _IPTC: Entry(UNDEFINED, len(notes.iptc), notes.iptc)}
    own = {**notes.exif.get(0, {}), **{tag: entry for tag, entry in said.items() if entry.count}}
    return directories.inserted(tiff, {**notes.exif, 0: own}) if own else tiff


def _saved(picture: Image.Image, plugin: str, **options: object) -> bytes:
    out = io.BytesIO()
    try:
        picture.save(out, plugin, **options)
    except OSError as error:
        raise MemoryError(str(error)) from error  # no disk is involved: a codec went without the memory it asked for
    return out.getvalue()


def lightest_enough(attempt: Callable[[int], bytes], *, quality: int, max_bytes: int) -> tuple[int, bytes]:
    """The best quality up to `quality` whose bytes weigh at most `max_bytes`, or what the lowest quality gives."""
    best = quality, attempt(quality)
    if len(best[1]) <= max_bytes or quality <= LOWEST_QUALITY:
        return best
    low, high = LOWEST_QUALITY, quality - 1
    best = low, attempt(low)
    while len(best[1]) <= max_bytes and low < high:
        middle = (low + high + 1) // 2
        tried = attempt(middle)
        if len(tried) <= max_bytes:
            low, best = middle, (middle, tried)
        else:
            high = middle - 1
    return best


def flattened(picture: Image.Image) -> Image.Image:
    """The picture on white where it was clear."""
    if picture.mode not in _FLAT:
        return picture
    ground = Image.new(picture.mode, picture.size, "white")
    return Image.alpha_composite(ground, picture).convert(_FLAT[picture.mode])


def save(content: bytes, path: Path) -> None:
    """Written beside its place and renamed, so that nobody ever finds half a file there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)


def saved(content: bytes, path: Path, *, name: str, format_: Format, size: tuple[int, int]) -> Rendition:
    """The written file as a rendition."""
    save(content, path)
    return Rendition(
        name=name,
        path=path,
        media_type=format_.media_type,
        width=size[0],
        height=size[1],
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
