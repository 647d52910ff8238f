"""A way takes orders, a line each, and answers what each took. Standard library only: rivals have their own Pythons."""

import hashlib
import json
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Order = dict[str, Any]  # "source", "into", and "outputs": what bench_imaging.OUTPUTS says
Measured = dict[str, float]  # "cpu_s", "peak_mb"


def take_turns(fill: Callable[[Order], Measured | None]) -> None:
    """Unless `fill` measured by itself, processor time and peak memory are this process's and its children's."""
    _say({"ready": True})
    for line in sys.stdin:
        began = cpu_seconds()
        measured = fill(json.loads(line))
        own = {"cpu_s": cpu_seconds() - began, "peak_mb": peak_mb()}
        _say(own if measured is None else measured)


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def digest(order: Order) -> str:
    with Path(order["source"]).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cpu_seconds() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_mb() -> float:
    """The larger of this process's and its largest child's. Where /proc tells it, it is this process's own: what
    getrusage(2) says begins with the memory of whoever started it.
    """
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    return max(own / unit if sys.platform == "darwin" else memory_mb("VmHWM"), children / unit)


def memory_mb(what: str, pid: int | str = "self") -> float:
    """proc(5), status: VmRSS is what a process takes now, VmHWM the most that it ever took."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) * 1024 / 1e6
