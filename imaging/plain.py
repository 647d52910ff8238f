"""Reading plain JSON that came over a pipe, checked field by field."""

from collections.abc import Mapping
from typing import TypeVar

Plain = Mapping[str, object]
T = TypeVar("T")


def text(raw: Plain, key: str) -> str:
    """The string at `key`. Raises ValueError when it is missing or something else."""
    return _typed(raw, key, str)


def maybe_text(raw: Plain, key: str) -> str | None:
    return None if raw.get(key) is None else text(raw, key)


def whole(raw: Plain, key: str) -> int:
    return _typed(raw, key, int)


def maybe_whole(raw: Plain, key: str) -> int | None:
    return None if raw.get(key) is None else whole(raw, key)


def real(raw: Plain, key: str) -> float:
    value = raw.get(key)
    return float(value) if type(value) is int else _typed(raw, key, float)


def maybe_real(raw: Plain, key: str) -> float | None:
    return None if raw.get(key) is None else real(raw, key)


def flag(raw: Plain, key: str) -> bool:
    return _typed(raw, key, bool)


def mapping(raw: Plain, key: str) -> dict[str, object]:
    return {str(name): value for name, value in _typed(raw, key, dict).items()}


def listed(raw: Plain, key: str) -> list[object]:
    return list(_typed(raw, key, list))


def mappings(raw: Plain, key: str) -> list[dict[str, object]]:
    return [mapping({key: entry}, key) for entry in _typed(raw, key, list)]


def texts(raw: Plain, key: str) -> tuple[str, ...]:
    return tuple(text({key: entry}, key) for entry in _typed(raw, key, list))


def _typed(raw: Plain, key: str, wanted: type[T]) -> T:
    value = raw.get(key)
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise ValueError(f"{key} should be {wanted.__name__}, not {type(value).__name__}")
    return value
