"""Which engine runs the jobs: the database decides, here and nowhere else."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.db import Database
from bot.jobs.effects import Effect
from bot.jobs.embedded import Embedded
from bot.jobs.port import Engine
from bot.jobs.trouble import OnTrouble

if TYPE_CHECKING:
    from bot.jobs.worker import Vigil


def engine_for(
    db: Database,
    clock: Clock,
    effects: Iterable[Effect[Any]] = (),
    *,
    on_trouble: OnTrouble,
    visits: bool = True,
    vigil: "Vigil | None" = None,
) -> Engine:
    """`visits=False` takes orders only; with one process on SQLite there is nobody else to send them."""
    if db.is_sqlite:
        return Embedded(db, clock, effects, on_trouble=on_trouble)
    from bot.jobs.replicated import Replicated  # noqa: PLC0415  11 MB and 0.1 s that SQLite need not pay

    return Replicated(db, clock, effects, on_trouble=on_trouble, visits=visits, vigil=vigil)
