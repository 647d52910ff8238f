"""The tour's photographs. Each tour hands in bytes of its own, or Galley would know them from the tour before."""

from pathlib import Path

FOLDER = Path(__file__).parent / "photographs"
START, COMMENT = b"\xff\xd8", b"\xff\xfe"

GOOD = ("alpine_lake", "lemons", "night_market")
TILTED, STRAIGHT = "desert_dusk", "desert_dusk_straight"
FOR_PRINT = "perfume"  # in CMYK


def title(name: str) -> str:
    """What Galley makes of the file name."""
    return name.replace("_", " ")


def photograph(name: str, tour: str) -> tuple[str, bytes]:
    """File name and bytes; the number of this tour stands in them as a JPEG comment."""
    content = (FOLDER / f"{name}.jpg").read_bytes()
    note = f"galley tour {tour}".encode()
    comment = COMMENT + (len(note) + 2).to_bytes(2, "big") + note
    return f"{name}.jpg", START + comment + content.removeprefix(START)
