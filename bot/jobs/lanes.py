"""Lanes in memory: which may go on, which rests until when, which queues at which gate. No I/O, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.jobs.outcome import Aside, Behind, Crowded, Outcome, Over, Rest
from bot.jobs.pace import TRIAL_EVERY, Gate


@dataclass
class Queue:
    gate: Gate
    opens_at: datetime
    lanes: dict[str, None] = field(default_factory=dict)  # a set that remembers who came first


class Lanes:
    def __init__(self) -> None:
        self._ready: dict[str, None] = {}
        self._busy: set[str] = set()
        self._called: set[str] = set()  # woken while busy
        self._resting: dict[str, datetime] = {}
        self._queues: dict[str, Queue] = {}
        self._crowds: dict[str, dict[str, None]] = {}  # kind -> lanes, those who came first first

    @property
    def are_quiet(self) -> bool:
        """Nothing goes on before time passes."""
        return not self._ready and not self._busy

    @property
    def are_empty(self) -> bool:
        return self.are_quiet and not self._resting and not self._queues and not self._crowds

    def wake(self, lane: str) -> None:
        """There is something new in it. One that rests or queues does so for its first job, which keeps its place."""
        if lane in self._busy:
            self._called.add(lane)
        elif lane not in self._resting and not self._queues_anywhere(lane):
            self._ready[lane] = None

    def rouse(self, lane: str) -> None:
        """Its first job may have changed: look again even if it rests."""
        self._resting.pop(lane, None)
        self.wake(lane)

    def take(self) -> str | None:
        if not self._ready:
            return None
        lane = next(iter(self._ready))
        del self._ready[lane]
        self._busy.add(lane)
        return lane

    def put_back(self, lane: str, outcome: Outcome | None, *, at: datetime) -> None:
        """`outcome` is of its last step; None: there was nothing to do in it."""
        self._busy.discard(lane)
        was_called = lane in self._called
        self._called.discard(lane)
        match outcome:
            case None if not was_called:
                return
            case Rest(until):
                self._resting[lane] = until
            case Behind(gate, until):
                self._queue(lane, gate, until)
            case Crowded(kind):
                self._crowds.setdefault(kind, {})[lane] = None
            case Aside(other, until):
                self._resting[other] = until
                self._ready[lane] = None
            case _:
                self._ready[lane] = None
        if isinstance(outcome, Over) and outcome.reopened is not None:
            self.reopen(outcome.reopened)
        self.let_on(at=at)

    def reopen(self, gate: Gate) -> None:
        queue = self._queues.pop(gate.name, None)
        if queue is not None:
            self._ready.update(queue.lanes)

    @property
    def crowded_kinds(self) -> Sequence[str]:
        return tuple(self._crowds)

    def let_in(self, kind: str, seats: int) -> None:
        """So many more of this kind may be sent now."""
        crowd = self._crowds[kind]
        for lane in tuple(crowd)[:seats]:
            del crowd[lane]
            self._ready[lane] = None
        if not crowd:
            del self._crowds[kind]

    def let_on(self, *, at: datetime) -> None:
        """Time has passed."""
        for lane in [lane for lane, until in self._resting.items() if until <= at]:
            del self._resting[lane]
            self._ready[lane] = None
        for queue in [queue for queue in self._queues.values() if queue.opens_at <= at]:
            self._let_one_through(queue, at)

    def next_moment(self) -> datetime | None:
        moments = [*self._resting.values(), *(queue.opens_at for queue in self._queues.values())]
        return min(moments, default=None)

    def _queues_anywhere(self, lane: str) -> bool:
        queues = (*(queue.lanes for queue in self._queues.values()), *self._crowds.values())
        return any(lane in lanes for lanes in queues)

    def _queue(self, lane: str, gate: Gate, until: datetime) -> None:
        queue = self._queues.setdefault(gate.name, Queue(gate, until))
        queue.lanes[lane] = None
        queue.opens_at = until

    def _let_one_through(self, queue: Queue, at: datetime) -> None:
        lane = next(iter(queue.lanes))
        del queue.lanes[lane]
        self._ready[lane] = None
        queue.opens_at = at + (queue.gate.every or TRIAL_EVERY)
        if not queue.lanes:
            del self._queues[queue.gate.name]
