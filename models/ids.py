"""Names for rows: sortable by birth, unguessable at the end."""

import hashlib
import itertools
import secrets
import time

_births = itertools.count()  # two ids of one process never change places, however coarse the clock


def new_id() -> str:
    """26 characters: milliseconds, a counter, randomness. An identity, not a time: nothing may read the moment back."""
    return f"{time.time_ns() // 1_000_000:012x}{next(_births) % 0x10000:04x}{secrets.token_hex(5)}"


def id_of(*names: str) -> str:
    """The same 26 characters for the same names: for a row whose identity must outlive a return to a backup."""
    return hashlib.blake2s("\0".join(names).encode()).hexdigest()[:26]
