"""Where a crop should look: the attribute `focus`, as two shares ("0.3,0.4") or in words ("top left")."""

import re

Point = tuple[float, float]
_SHARES = re.compile(r"\s*([01]?\.?\d+)\s*[,;]\s*([01]?\.?\d+)\s*")
_ACROSS = {"left": 0.2, "right": 0.8}
_DOWN = {"top": 0.2, "bottom": 0.8}
_MIDDLE = {"middle", "center", "centre"}


def focus_of(written: object) -> Point | None:
    """Shares of width and height from the left and the top; None where nothing is said that can be followed."""
    if not isinstance(written, str):
        return None
    shares = _SHARES.fullmatch(written)
    if shares is None:
        return _in_words(set(re.findall(r"[a-z]+", written.casefold())))
    point = float(shares[1]), float(shares[2])
    return point if max(point) <= 1 else None


def _in_words(words: set[str]) -> Point | None:
    across, down = words & _ACROSS.keys(), words & _DOWN.keys()
    if words - across - down - _MIDDLE or len(across) > 1 or len(down) > 1 or not words:
        return None
    return (_ACROSS[across.pop()] if across else 0.5), (_DOWN[down.pop()] if down else 0.5)
