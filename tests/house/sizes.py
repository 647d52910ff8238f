"""`make check` ends with this: how long our functions and files are, beside what STYLE allows."""

import ast
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("models", "imaging", "connectors", "bot", "sandbox")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`allowed` are median, 90th percentile and maximum, in lines."""

    name: str
    allowed: tuple[int, int, int]
    lines: Sequence[tuple[int, str]]

    @property
    def found(self) -> tuple[int, int, int]:
        lengths = sorted(length for length, _ in self.lines)
        return round(statistics.median(lengths)), lengths[len(lengths) * 9 // 10], lengths[-1]

    @property
    def longest(self) -> str:
        return max(self.lines)[1]

    def __str__(self) -> str:
        told = [
            f"{name} {found} (<= {allowed})"
            for name, found, allowed in zip(("median", "p90", "max"), self.found, self.allowed, strict=True)
        ]
        return f"{self.name:>9}: {len(self.lines):5} · {' · '.join(told)} · longest {self.longest}"


def sources() -> Iterator[Path]:
    """Every line that somebody wrote; a released revision is a record that Alembic drafted."""
    for room in ROOMS:
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if path.parent.name != "versions")


def functions() -> Measure:
    lengths = [
        (node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.name}")
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    ]
    return Measure(name="functions", allowed=(8, 25, 50), lines=lengths)


def files() -> Measure:
    lengths = [(len(text.splitlines()), name) for name, text in _written()]
    return Measure(name="files", allowed=(120, 300, 400), lines=lengths)


def _written() -> Iterator[tuple[str, str]]:
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if text.strip():
            yield str(path.relative_to(ROOT)), text


if __name__ == "__main__":
    print("Sizes, in lines:")
    for measure in (functions(), files()):
        print(measure)
