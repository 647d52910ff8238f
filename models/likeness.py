"""Look-alikes: what two pictures have in common when both are reduced to 64 bits (a dHash), and how they are found.

The 64 bits are dealt out to four bands of 16, each bit to the next band, so that a plain border does not fill a band
by itself. Two hashes that differ in at most 10 bits differ in at most 2 bits of one of the first three bands, or in at
most 1 of the last: 3 + 3 + 3 + 2 would be 11. So 428 marks are enough to find every one of them (Norouzi, Punjani and
Fleet, "Fast exact search in Hamming space with multi-index hashing", 2014).
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import combinations

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

BITS, BANDS = 64, 4
WIDTH = BITS // BANDS
FLIPS = (2, 2, 2, 1)  # bits of each band in which a look-alike may differ
REACH = 10  # bits in which two pictures may differ and still be taken for look-alikes
SAME, LIKELY = 2, 6
LEAST_DETAIL = 6  # bits of the rarer kind; of what has less of them, every plain picture is a look-alike

_HALF, _WHOLE = 1 << (BITS - 1), 1 << BITS


class Likeness(SQLModel, table=True):
    """One band of what a version looks like, to find it by: four rows a version. Everything is in the key, so that a
    look-up reads the index and nothing else.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    team_id: str = Field(primary_key=True)
    mark: int = Field(primary_key=True, sa_type=BigInteger)  # the band's number above its 16 bits
    look: int = Field(primary_key=True, sa_type=BigInteger)  # all 64 bits, as a signed number
    version_id: str = Field(primary_key=True, foreign_key="version.id")


class Nearness(StrEnum):
    SAME = "same"  # one picture in another file
    LIKELY = "likely"  # very much alike
    POSSIBLE = "possible"  # perhaps the same motif


def look_of(dhash: str) -> int:
    """From the 16 hex digits of imaging.Facts, as a signed number. Raises ValueError."""
    bits = int(dhash, 16)
    return bits - _WHOLE if bits >= _HALF else bits


def nearness(look: int, other: int) -> Nearness | None:
    """None where they are not alike, or either is too plain to tell. Where there is little to see, less may differ."""
    detail = min(_detail(look), _detail(other))
    apart = distance(look, other)
    if detail < LEAST_DETAIL or apart > min(REACH, detail // 2):
        return None
    if apart <= SAME:
        return Nearness.SAME
    return Nearness.LIKELY if apart <= LIKELY else Nearness.POSSIBLE


def distance(look: int, other: int) -> int:
    """In how many of the 64 bits they differ."""
    return ((look ^ other) % _WHOLE).bit_count()


def marks(look: int) -> tuple[int, ...]:
    """To be found by: one mark for each band. None of a picture so plain that it is like all others of the kind."""
    if _detail(look) < LEAST_DETAIL:
        return ()
    return tuple(_mark(band, _bits(look, band)) for band in range(BANDS))


def probes(look: int) -> tuple[int, ...]:
    """To find by: whatever differs from it in at most 10 bits has one of these marks."""
    own = marks(look)
    return tuple(mark ^ flip for mark, allowed in zip(own, FLIPS, strict=False) for flip in _flips(allowed))


def _detail(look: int) -> int:
    """How many bits it has of the rarer kind: 0 for a plain colour."""
    ones = distance(look, 0)
    return min(ones, BITS - ones)


def _mark(band: int, bits: int) -> int:
    return band << WIDTH | bits


def _bits(look: int, band: int) -> int:
    """Every fourth of its bits."""
    return sum((look >> place & 1) << order for order, place in enumerate(range(band, BITS, BANDS)))


@cache
def _flips(allowed: int) -> tuple[int, ...]:
    return tuple(_all_flips(allowed))


def _all_flips(allowed: int) -> Iterator[int]:
    for count in range(allowed + 1):
        for places in combinations(range(WIDTH), count):
            yield sum(1 << place for place in places)
