"""Figures beside what is wanted of them. A bench that misses one ends with 1."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Without a bound it is only told."""

    name: str
    found: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_missed(self) -> bool:
        too_much = self.at_most is not None and self.found > self.at_most
        return too_much or (self.at_least is not None and self.found < self.at_least)

    @property
    def wanted(self) -> str:
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "" if self.at_least is None else f"at least {self.at_least:g}"


def tell(title: str, figures: Sequence[Figure]) -> None:
    """Prints them all; ends the process with 1 when one is missed."""
    table = Table("", "measured", "wanted", "", title=title)
    for one in figures:
        verdict = "[red]missed[/red]" if one.is_missed else "[green]✓[/green]" if one.wanted else ""
        table.add_row(one.name, _said(one.found), one.wanted, verdict)
    Console().print(table)
    if any(one.is_missed for one in figures):
        raise SystemExit(1)


def _said(found: float) -> str:
    """What two digits would round away has four."""
    return f"{found:.4f}" if 0 < abs(found) < 0.1 else f"{found:,.2f}"
