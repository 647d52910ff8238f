"""Pictures good and bad, made here: nothing is read from the disk."""

import hashlib
import io
import struct
import unicodedata
import zipfile
import zlib
from functools import cache
from random import Random

import av
import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageDraw

Size = tuple[int, int]
ICC_PLACE_OF_NAME = b"sRGB built-in"
PLUS, PRISM = "http://ns.useplus.org/ldf/xmp/1.0/", "http://prismstandard.org/namespaces/basic/2.0/"


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


def iptc(*said: tuple[int, str]) -> bytes:
    """Data sets of record 2."""
    return b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(text.encode())) + text.encode() for number, text in said)


def with_iptc(content: bytes, *said: tuple[int, str]) -> bytes:
    """The JPEG with these data sets, as Photoshop keeps them (APP13)."""
    sets = iptc(*said)
    sets += b"\0" * (len(sets) % 2)
    resource = b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(sets)) + sets
    return content[:2] + b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource + content[2:]


def with_extended_xmp(content: bytes, extension: bytes) -> bytes:
    """The JPEG with this beyond its packet, in segments of 100 bytes (XMP Part 3, 1.1.3.1)."""
    guid = hashlib.md5(extension, usedforsecurity=False).hexdigest().upper().encode()
    head = b"http://ns.adobe.com/xmp/extension/\0" + guid
    parts = [
        head + struct.pack(">II", len(extension), place) + extension[place : place + 100]
        for place in range(0, len(extension), 100)
    ]
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part for part in parts)
    return content[:2] + segments + content[2:]


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


def grey_of_sixteen_bits_with_alpha() -> bytes:
    """A TIFF that is good, and that Pillow has no reader for."""
    eight, sixteen = (struct.pack("<HHIHH", 258, 3, 2, bits, bits) for bits in (8, 16))
    return saved(scene().convert("LA"), "TIFF").replace(eight, sixteen)


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


def psd(
    picture: Image.Image, *, bits: int = 8, packed: bool = False, resources: bytes = b"", layers: bytes = b""
) -> bytes:
    """A Photoshop document of one merged picture, written by hand (Adobe Photoshop File Formats)."""
    colours = {"L": 1, "RGB": 3, "RGBA": 3, "CMYK": 4}[picture.mode]
    bands = [band.tobytes() for band in picture.split()]
    if picture.mode == "CMYK":
        bands = [bytes(255 - level for level in band) for band in bands]
    bands = [bytes(level for one in band for level in (one, 99, 98, 97)[: bits // 8]) for band in bands]
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, len(bands), picture.height, picture.width, bits, colours)
    parts = b"".join(struct.pack(">I", len(part)) + part for part in (b"", resources, layers))
    row = picture.width * bits // 8
    rows = [packbits(band[place : place + row]) for band in bands for place in range(0, len(band), row)]
    lengths = b"".join(struct.pack(">H", len(one)) for one in rows)
    return head + parts + (b"\0\x01" + lengths + b"".join(rows) if packed else b"\0\0" + b"".join(bands))


def packbits(row: bytes) -> bytes:
    """As literal runs of up to 128 bytes."""
    return b"".join(
        bytes([len(row[place : place + 128]) - 1]) + row[place : place + 128] for place in range(0, len(row), 128)
    )


def resource(number: int, content: bytes) -> bytes:
    """An image resource of a Photoshop document."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(content)) + content + b"\0" * (len(content) % 2)


def heic(size: Size = (320, 200), **options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(scene(size)).save(out, **options)
    return out.getvalue()


def pdf(*pages: Size, **options: object) -> bytes:
    """Scenes at 72 dots an inch, a page each."""
    first, *others = [scene(size) for size in pages or [(320, 200)]]
    return saved(first, "PDF", save_all=True, append_images=others, **options)


def pdf_of(page: str = "/MediaBox [0 0 90 60]", *, content: str = "", trailer: str = "") -> bytes:
    """One page, written by hand, without a table of contents: every reader then looks for itself."""
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page} >>",
        f"<< /Length {len(content)} >> stream\n{content}\nendstream",
    ]
    written = "".join(f"{number} 0 obj\n{part}\nendobj\n" for number, part in enumerate(parts, start=1))
    return f"%PDF-1.7\n{written}trailer\n<< /Root 1 0 R /Size 5 {trailer} >>\n%%EOF\n".encode()


VIDEOS = {"mp4": ("mp4", "libx264"), "mov": ("mov", "mpeg4"), "webm": ("webm", "libvpx"), "mkv": ("matroska", "mpeg4")}
VIDEOS["avi"] = ("avi", "mpeg4")


@cache
def video(extension: str = "mp4", *, dark: int = 5, frames: int = 12, turned: int = 0) -> bytes:
    """Frames of a scene of 160 x 96, of which the first `dark` are black; `turned` by degrees against the clock."""
    out, (container, codec) = io.BytesIO(), VIDEOS[extension]
    with av.open(out, "w", format=container) as film:
        stream = film.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        stream.set_display_rotation(turned)
        for number in range(frames):
            frame = Image.new("RGB", (160, 96)) if number < dark else scene((160, 96))
            film.mux(stream.encode(av.VideoFrame.from_image(frame)))
        film.mux(stream.encode())
    return out.getvalue()


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/tmp/owned) (w) file pop\nshowpage\n%%EOF\n"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
LOCKED_PDF = pdf_of(
    trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<41> <41>]"
)
JXL = b"\xff\x0a" + bytes(60)
TEXT = b"Dear all,\nplease find the picture attached.\n"


def swapped_profile() -> bytes:
    """A profile in which red and blue have changed places."""
    raw = profile(b"Swapped").replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ")
    return raw.replace(b"?XYZ", b"bXYZ")


def printable(text: str) -> str:
    """Without what no text that people read has in it: controls, surrogates, and letters that do not exist."""
    return "".join(letter for letter in text if not unicodedata.category(letter).startswith("C"))
