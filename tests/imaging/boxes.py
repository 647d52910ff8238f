"""Bytes put where they should not be: directories written by hand, lengths that lie."""

import struct


def patched(raw: bytes, place: int, with_: bytes) -> bytes:
    return raw[:place] + with_ + raw[place + len(with_) :]


def enlarged(raw: bytes, box: bytes, after: int) -> bytes:
    """Ones so many bytes after the name of a box; or before it, where its length stands."""
    place = raw.index(box)
    if after < 0:
        return patched(raw, place + after, b"\x7f\xff\xff\xff")
    return patched(raw, place + 4 + after, b"\0\0\xff\xff\0\0\xff\xff" if box == b"ispe" else b"\x7f\xff\xff\xff")


def ifd(*entries: tuple[int, int, int, int], follows: int = 0) -> bytes:
    """An image file directory: tag, type, count, value (TIFF 6.0, section 2), little end first."""
    written = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + written + struct.pack("<I", follows)


def exif_of(*entries: tuple[int, int, int, int], follows: int = 0) -> bytes:
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + ifd(*entries, follows=follows)


def tiff_of(*entries: tuple[int, int, int, int], follows: int = 0) -> bytes:
    return b"II*\0" + struct.pack("<I", 8) + ifd(*entries, follows=follows) + bytes(4_000)


def plain_tiff(size: tuple[int, int], *more: tuple[int, int, int, int], strip: int = 400, follows: int = 0) -> bytes:
    """Grey, in one strip, unpacked."""
    wanted = [(256, 4, 1, size[0]), (257, 4, 1, size[1]), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    wanted += [(273, 4, 1, strip), (277, 3, 1, 1), (278, 4, 1, size[1]), (279, 4, 1, size[0] * size[1] % 2**32)]
    return tiff_of(*wanted, *more, follows=follows)
