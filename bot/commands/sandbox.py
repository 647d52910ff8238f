"""`galley sandbox`: the sandbox alone, for a bot that somebody else starts."""

import os
import sys
from typing import Annotated

import typer


def sandbox(port: Annotated[int, typer.Option(help="The page's port; the systems have the next four.")] = 8700) -> None:
    """Start Slack's and Wrike's stand-ins and the page on which one person plays everybody."""
    os.execv(sys.executable, [sys.executable, "-m", "sandbox", "--port", str(port)])  # noqa: S606  it is a stranger
