"""The one place where a test polls: until something is so, or a limit has passed."""

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TypeVar

Found = TypeVar("Found")

PAUSE_S = 0.01


async def eventually(condition: Callable[[], Found | Awaitable[Found]], within: float = 5.0) -> Found:
    """What the condition returns once it is truthy; TimeoutError naming the condition when it stays falsy."""
    last: Found | None = None
    try:
        async with asyncio.timeout(within):
            while True:
                answer = condition()
                last = await answer if isawaitable(answer) else answer
                if last:
                    return last
                await asyncio.sleep(PAUSE_S)
    except TimeoutError as late:
        raise TimeoutError(f"Still {last!r} after {within} s.") from late
