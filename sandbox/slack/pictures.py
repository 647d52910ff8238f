"""How large a picture says it is: PNG, GIF and JPEG headers, nothing more."""

import struct

PNG = b"\x89PNG\r\n\x1a\n"
GIFS = (b"GIF87a", b"GIF89a")
JPEG = b"\xff\xd8\xff"
PNG_HEADER, GIF_HEADER = 24, 10  # bytes up to the end of width and height
MARKER = 0xFF
FRAMES = range(0xC0, 0xD0)
_NOT_A_FRAME = {0xC4, 0xC8, 0xCC}  # DHT, JPG, DAC stand among the start-of-frame markers


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height; None when Slack would show no picture."""
    if content.startswith(PNG) and len(content) >= PNG_HEADER:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(GIFS) and len(content) >= GIF_HEADER:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(JPEG):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content):
        if content[position] != MARKER:
            return None
        marker = content[position + 1]
        if marker == MARKER:
            position += 1
            continue
        if marker in FRAMES and marker not in _NOT_A_FRAME:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    return None
