"""`python -m sandbox --port 8700`: the sandbox alone."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys

from starlette.requests import ClientDisconnect

from sandbox.serve import PortTaken, serve
from sandbox.world import World


def main() -> None:
    arguments = argparse.ArgumentParser(prog="sandbox", description="Slack, Wrike and a page to play everybody.")
    arguments.add_argument("--port", type=int, default=8700, help="the page's port; the systems take the next four")
    port: int = arguments.parse_args().port
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    try:
        asyncio.run(_until_told(port))
    except PortTaken as taken:
        sys.exit(str(taken))


async def _until_told(port: int) -> None:
    running = asyncio.ensure_future(serve(port, ready=_say_where))
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running


def _is_news(record: logging.LogRecord) -> bool:
    """Whoever still waits when the sandbox ends is cut off, and some hang up; to uvicorn those are errors of ours."""
    gone = (asyncio.CancelledError, ClientDisconnect)
    return record.exc_info is None or not isinstance(record.exc_info[1], gone)


def _say_where(world: World) -> None:
    sys.stdout.write(f"The sandbox is open at {world.addresses.page}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
