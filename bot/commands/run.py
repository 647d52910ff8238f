"""`galley run`: the bot; without Slack credentials the sandbox beside it."""

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telling import failing, say

if TYPE_CHECKING:
    from bot.app import House
    from bot.config import Config, Role


def run(
    sandbox_port: Annotated[
        int | None, typer.Option(help="Where the sandbox's page is; its systems have the next four ports.")
    ] = None,
    role: Annotated[
        str | None, typer.Option(help="all, web or worker: what this process does of the whole (docs/operating.md).")
    ] = None,
) -> None:
    """Start Galley. Without Slack credentials the sandbox starts too, and one line says where its page is."""
    from bot import logs, service
    from bot.config import Config, keep_to_ourselves

    with failing(), ExitStack() as stack:
        config = Config() if role is None else Config(role=_role(role))
        keep_to_ourselves()
        logs.configure(level=config.log_level, as_json=config.log_json, secrets=config.secrets)
        if config.has_slack:
            asyncio.run(service.run(config, ready=_ready))
        else:
            _play(config, stack, sandbox_port)


def _role(name: str) -> "Role":
    from bot.config import Role

    try:
        return Role(name)
    except ValueError:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(Role)}.", param_hint="--role") from None


def _play(config: "Config", stack: ExitStack, port: int | None) -> None:
    """In one world of the sandbox after the other: each reset begins a new one."""
    from bot import playground, service

    def starting() -> None:
        say("No Slack credentials: starting the sandbox ...")

    port = port or playground.port_of(config)
    companion: playground.Playground | None = stack.enter_context(playground.companion(port, starting=starting))
    while companion is not None:
        playground.forget_others(config, companion)
        was_reset = asyncio.run(service.run(companion.settings(config), ready=_ready))
        companion = playground.look(port) if was_reset else None


def _ready(house: "House") -> None:
    if house.config.sandbox_url is None:
        say("Galley is running. Stop it with Ctrl-C.")
    else:
        address = house.config.sandbox_url
        say("Galley is running. Open [bold]{address}[/bold] and drop a picture. Ctrl-C stops it.", address=address)
