"""`python -m sandbox --port 8700`: the sandbox alone."""

import argparse
import asyncio
import contextlib
import sys

from sandbox.serve import PortTaken, serve
from sandbox.world import World


def main() -> None:
    arguments = argparse.ArgumentParser(prog="sandbox", description="Slack, Wrike and a page to play everybody.")
    arguments.add_argument("--port", type=int, default=8700, help="the page's port; the systems take the next four")
    port: int = arguments.parse_args().port
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(serve(port, ready=_say_where))
        except PortTaken as taken:
            sys.exit(str(taken))


def _say_where(world: World) -> None:
    sys.stdout.write(f"The sandbox is open at {world.addresses.page}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
