"""One row of the table: how much was accepted, and what of it went wrong."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

COLUMNS = ("accepted", "lost", "doubled", "out of order", "stuck")


@dataclass(kw_only=True)
class Row:
    """`remarks` say in a sentence each what does not add up."""

    name: str
    accepted: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    stuck: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> int:
        return self.lost + self.doubled + self.out_of_order + self.stuck

    @property
    def figures(self) -> tuple[int, ...]:
        return self.accepted, self.lost, self.doubled, self.out_of_order, self.stuck

    def expect(self, what: str, wanted: Sequence[str], found: Sequence[str]) -> None:
        """These, each once, in this order."""
        self.accepted += len(wanted)
        missing, surplus = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        self.lost += missing.total()
        self.doubled += surplus.total()
        is_shuffled = not missing and not surplus and [*wanted] != [*found]
        self.out_of_order += is_shuffled
        if missing or surplus or is_shuffled:
            self.remarks.append(f"{self.name}: {what}: expected {list(wanted)}, found {list(found)}")

    def expect_once(self, what: str, times: int) -> None:
        self.expect(what, ["once"], ["once"] * times)

    def require(self, what: str, *, is_so: bool) -> None:
        """The last word on something that is there."""
        if not is_so:
            self.stuck += 1
            self.remarks.append(f"{self.name}: {what}")

    def twice(self, names: Iterable[str]) -> None:
        """Names that may stand there once."""
        for name, times in Counter(names).items():
            if times > 1:
                self.doubled += times - 1
                self.remarks.append(f"{self.name}: {name} is there {times} times")
