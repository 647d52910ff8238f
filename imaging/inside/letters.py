"""Strangers' text, made fit to be kept and shown."""

import unicodedata

LONGEST = 500


def clean(raw: str, longest: int = LONGEST) -> str | None:
    """Plain text on one line: no control, no direction override, no endless string; None when nothing is left."""
    text = "".join(_visible(letter) for letter in raw[: 4 * longest])
    return " ".join(text.split())[:longest].strip() or None


def _visible(letter: str) -> str:
    if letter.isspace() or letter == "\0":
        return " "
    return "" if unicodedata.category(letter).startswith("C") else letter
