"""TIFF, which keeps pixels in more ways than anybody reads: what is good but unknown is told from what is damaged."""

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from imaging.inside.readers import NotDrawn

_BITS = 258
_OFTEN = frozenset({8, 16, 24, 32, 64})  # bits that programs write; anything else is a header that lies


class Scan(TiffImageFile):
    """Raises NotDrawn on pixels that no reader is known for, such as Lab of 16 bits or colours of 32."""

    def _setup(self) -> None:
        try:
            super()._setup()
        except SyntaxError as error:
            bits = self.tag_v2.get(_BITS)
            if "pixel mode" in str(error) and isinstance(bits, tuple) and len(set(bits)) == 1 and bits[0] in _OFTEN:
                why = f"its {len(bits)} channels of {bits[0]} bits are kept in a way that few programs read"
                raise NotDrawn(why) from error
            raise


Image.register_open(Scan.format, Scan)
