"""The pictures of a run: small PNG files of one colour, no two alike."""

import struct
import zlib

SIDE = 200  # px, the least that the checks accept


def picture(number: int, version: int) -> bytes:
    row = b"\0" + bytes((number * 7 % 256, number * 13 % 256, version * 60 % 256)) * SIDE
    header = struct.pack(">2I5B", SIDE, SIDE, 8, 2, 0, 0, 0)
    note = f"Comment\0picture {number}, version {version}".encode()
    parts = ((b"IHDR", header), (b"tEXt", note), (b"IDAT", zlib.compress(row * SIDE)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
