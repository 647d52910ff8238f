"""Pictures good and bad, made here: nothing is read from the disk."""

import io
import struct
import zipfile
import zlib
from functools import cache
from random import Random

from PIL import ExifTags, Image, ImageCms, ImageDraw

Size = tuple[int, int]
ICC_PLACE_OF_NAME = b"sRGB built-in"


@cache
def scene(size: Size = (320, 200), seed: int = 7) -> Image.Image:
    """Something with edges, slopes and colours, the top left corner red."""
    random = Random(seed)
    small = Image.new("RGB", (16, 10))
    small.putdata([(random.randrange(256), random.randrange(256), random.randrange(256)) for _ in range(160)])
    picture = small.resize(size, Image.Resampling.BICUBIC)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(230, 20, 20))
    return picture


def saved(picture: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_, **options)
    return out.getvalue()


def jpeg(size: Size = (320, 200), **options: object) -> bytes:
    return saved(scene(size), "JPEG", **options)


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


FORMATS: dict[str, tuple[str, dict[str, object]]] = {
    "jpg": ("JPEG", {}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {}),
    "avif": ("AVIF", {"speed": 10}),
    "tif": ("TIFF", {"compression": "tiff_lzw"}),
    "gif": ("GIF", {}),
    "bmp": ("BMP", {}),
}


@cache
def good(extension: str) -> bytes:
    """A good picture of a format that is opened."""
    format_, options = FORMATS[extension]
    return saved(scene().quantize(64) if extension == "gif" else scene(), format_, **options)


def xmp(inside: str, *, before: str = "") -> bytes:
    """An XMP packet around these elements."""
    names = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
    )
    meta = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}>{inside}</rdf:RDF></x:xmpmeta>'
    return f'<?xpacket begin="\ufeff"?>{before}{meta}<?xpacket end="w"?>'.encode()


def with_iptc(content: bytes, *said: tuple[int, str]) -> bytes:
    """The JPEG with these data sets of record 2, as Photoshop keeps them (APP13)."""
    sets = b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(text.encode())) + text.encode() for number, text in said)
    sets += b"\0" * (len(sets) % 2)
    resource = b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(sets)) + sets
    return content[:2] + b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource + content[2:]


def exif(**said: object) -> Image.Exif:
    """EXIF with tags named as in ExifTags.Base."""
    written = Image.Exif()
    for name, value in said.items():
        written[ExifTags.Base[name]] = value
    return written


def with_gps() -> Image.Exif:
    written = exif(Artist="Ana", Copyright="© Ana".encode())
    place = {1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 0.0)}
    written.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return written


def profile(name: bytes) -> bytes:
    """The sRGB profile under another name of the same length or shorter."""
    raw = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = ICC_PLACE_OF_NAME.decode().encode("utf-16-be")
    return raw.replace(plain, name.ljust(len(ICC_PLACE_OF_NAME)).decode().encode("utf-16-be"))


def png(size: Size, *, depth: int = 8, colour: int = 2, rows: bytes | None = None, chunks: bytes = b"") -> bytes:
    """A PNG written by hand; without rows it is black."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = 1 + (size[0] * channels * depth + 7) // 8
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    packed = zlib.compress(rows, 1) if rows is not None else zeros(row * size[1])
    return b"\x89PNG\r\n\x1a\n" + head + chunks + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@cache
def zeros(count: int) -> bytes:
    """So many zeros, compressed."""
    packer, million = zlib.compressobj(1), bytes(1_000_000)
    parts = [packer.compress(million) for _ in range(count // 1_000_000)]
    return b"".join(parts) + packer.compress(bytes(count % 1_000_000)) + packer.flush()


def gif(frames: int) -> bytes:
    """An animation of one red pixel, frame by frame."""
    frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
    return b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0" + frame * frames + b"\x3b"


def tiff(pages: int, size: Size = (32, 20)) -> bytes:
    page = scene(size)
    return saved(page, "TIFF", save_all=True, append_images=[page] * (pages - 1))


def tiff_biting_its_tail() -> bytes:
    raw = bytearray(saved(scene(), "TIFF"))
    first = struct.unpack_from("<I", raw, 4)[0]
    entries = struct.unpack_from("<H", raw, first)[0]
    struct.pack_into("<I", raw, first + 2 + 12 * entries, first)
    return bytes(raw)


def webp_saying(size: Size) -> bytes:
    """A WebP whose header promises a canvas of any size."""
    said = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (size[0] - 1).to_bytes(3, "little")
    body = b"WEBP" + said + (size[1] - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def with_zip_behind(content: bytes) -> bytes:
    """A picture that is an archive too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    return content + out.getvalue()


def cmyk(size: Size = (120, 80)) -> Image.Image:
    return scene(size).convert("CMYK")


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/tmp/owned) (w) file pop\nshowpage\n%%EOF\n"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PSD = b"8BPS\0\x01" + bytes(6) + b"\0\x03" + bytes(60)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60)
TEXT = b"Dear all,\nplease find the picture attached.\n"


def swapped_profile() -> bytes:
    """A profile in which red and blue have changed places."""
    raw = profile(b"Swapped").replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ")
    return raw.replace(b"?XYZ", b"bXYZ")
