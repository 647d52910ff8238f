"""The dominant colours of a picture, found on a small copy of it: the same picture has the same."""

from collections import defaultdict
from dataclasses import dataclass
from math import dist

from PIL import Image

from imaging.colours import Colour, Lab, lab, word

MOST = 5
_EDGE = 32  # px: what is smaller than a 32nd of the picture dominates nothing
_NEIGHBOURS = 0.09  # in OKLab; 0.02 can just be told apart
_SMALLEST_SHARE = 0.04  # a seam between two colours is a 32nd, and neither of them
_MOST_CENTRES = 200  # colours that others may gather round
_OPAQUE = 128
_COARSE = 4  # bits of a channel that are left out to count what is nearly alike together
RGB = tuple[int, int, int]


@dataclass(kw_only=True)
class _Heap:
    """Pixels of nearly one colour: how many, the sums of their channels, and where their mean lies."""

    count: int = 0
    sums: tuple[int, int, int] = (0, 0, 0)

    def take(self, count: int, sums: tuple[int, ...]) -> None:
        self.count += count
        self.sums = (self.sums[0] + sums[0], self.sums[1] + sums[1], self.sums[2] + sums[2])

    @property
    def mean(self) -> RGB:
        red, green, blue = (round(one / self.count) for one in self.sums)
        return red, green, blue

    @property
    def place(self) -> Lab:
        return lab(self.mean)


def dominant(picture: Image.Image) -> tuple[Colour, ...]:
    """Up to five, the largest share first; what is transparent does not count."""
    heaps = _merged(_counted(picture))
    whole = sum(heap.count for heap in heaps)
    largest = sorted(heaps, key=lambda heap: (-heap.count, heap.mean))[:MOST]
    return tuple(_colour(heap, whole) for heap in largest if heap.count >= _SMALLEST_SHARE * whole)


def _colour(heap: _Heap, whole: int) -> Colour:
    return Colour(
        hex="#{:02x}{:02x}{:02x}".format(*heap.mean), share=round(heap.count / whole, 3), word=word(heap.place)
    )


def _counted(picture: Image.Image) -> list[_Heap]:
    """A heap for each coarse colour."""
    small = picture.convert("RGBA").resize((_EDGE, _EDGE), Image.Resampling.BOX)
    heaps: dict[tuple[int, ...], _Heap] = defaultdict(_Heap)
    for count, found in small.getcolors(_EDGE * _EDGE) or ():
        *channels, alpha = found if isinstance(found, tuple) else (0, 0, 0, 0)
        if alpha >= _OPAQUE:
            heaps[tuple(one >> _COARSE for one in channels)].take(count, tuple(count * one for one in channels))
    return list(heaps.values())


def _merged(heaps: list[_Heap]) -> list[_Heap]:
    """Each goes to the nearest of those round which most of the picture lies and which are no neighbours."""
    placed = [(heap, heap.place) for heap in heaps]
    largest = sorted(placed, key=lambda one: (-one[0].count, one[1]))[:_MOST_CENTRES]
    crowds = {
        place: sum(one.count for one, other in largest if dist(place, other) < _NEIGHBOURS) for _, place in largest
    }
    centres: dict[Lab, _Heap] = {}
    for place in sorted(crowds, key=lambda place: (-crowds[place], place)):
        if all(dist(place, centre) >= _NEIGHBOURS for centre in centres):
            centres[place] = _Heap()
    for heap, place in placed:
        centres[min(centres, key=lambda centre: dist(centre, place))].take(heap.count, heap.sums)
    return list(centres.values())
