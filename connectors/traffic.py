"""Traffic: every exchange with another system, told to whoever counts them. Like a log, it belongs to the process."""

from collections.abc import Callable

Witness = Callable[[str, int | None], None]
"""Told the system and the HTTP status of its answer; None when none came."""

_witnesses: list[Witness] = []


def tell_of_exchanges(to: Witness) -> None:
    """From now on; the same witness twice is told once."""
    if to not in _witnesses:
        _witnesses.append(to)


def exchanged(system: str, status: int | None) -> None:
    for tell in _witnesses:
        tell(system, status)
