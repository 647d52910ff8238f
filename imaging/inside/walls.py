"""The walls of the child: what the system will not let it take, whatever a picture makes it do."""

import resource
import signal

from imaging.limits import Limits


def raise_walls(limits: Limits) -> list[str]:
    """Set the limits that hold for the child's whole life; returns those that this system refused ("memory", ...).

    macOS has RLIMIT_AS but does not take a value below what a process has already mapped.
    """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file over its limit is an OSError, not a death
    walls = {
        "memory": (resource.RLIMIT_AS, limits.memory_bytes),
        "output": (resource.RLIMIT_FSIZE, limits.max_output_bytes),
        "core dump": (resource.RLIMIT_CORE, 0),
    }
    return [name for name, (which, ceiling) in walls.items() if not _set(which, ceiling)]


def grant_cpu(seconds: int) -> None:
    """From now on the child may use so many seconds of processor time; then SIGXCPU ends it, even inside a codec."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _set(which: int, ceiling: int) -> bool:
    _, hard = resource.getrlimit(which)
    wanted = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
    try:
        resource.setrlimit(which, (wanted, hard))
    except (ValueError, OSError):
        return False
    return resource.getrlimit(which)[0] == wanted
