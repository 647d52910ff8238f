"""The one place where a test polls: until something is so, or a limit has passed."""

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from time import perf_counter
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE_S = 30.0  # how long a loaded machine may take; what must be quick is measured in tests/bench
PAUSE_S = 0.02
RESTS = 30  # times as long as the question took, so that asking does not keep the machine from getting there
LONGEST_PAUSE_S = 0.4


async def eventually(condition: Callable[[], Found | Awaitable[Found]], within: float = PATIENCE_S) -> Found:
    """What the condition returns once it is truthy; TimeoutError naming the condition when it stays falsy."""
    last: Found | None = None
    try:
        async with asyncio.timeout(within):
            while True:
                asked_at = perf_counter()
                answer = condition()
                last = await answer if isawaitable(answer) else answer
                if last:
                    return last
                await asyncio.sleep(max(PAUSE_S, min(RESTS * (perf_counter() - asked_at), LONGEST_PAUSE_S)))
    except TimeoutError as late:
        raise TimeoutError(f"Still {last!r} after {within} s.") from late
