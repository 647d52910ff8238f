"""`galley chaos`: try it to destruction, and count what people see."""

import secrets
from typing import Annotated, Literal

import typer

from bot.commands.telling import TROUBLE, failing, refuse


def chaos(
    *,
    items: Annotated[int, typer.Option(min=1, help="Pictures that are uploaded.")] = 500,
    replicas: Annotated[int, typer.Option(min=1, help="Processes of Galley; embedded: always one.")] = 3,
    kills: Annotated[int, typer.Option(min=0, help="How often one of them is killed; some never come back.")] = 60,
    seed: Annotated[int | None, typer.Option(help="Repeats a run: everything random comes from it.")] = None,
    engine: Annotated[Literal["embedded", "postgresql"], typer.Option(help="What runs the jobs.")] = "postgresql",
    transport: Annotated[
        Literal["socket", "http"], typer.Option(help="How Slack reaches the replicas: sockets, or a load balancer.")
    ] = "socket",
    database_url: Annotated[
        str | None, typer.Option(help="An empty PostgreSQL database; without it a server is started and thrown away.")
    ] = None,
    restart_command: Annotated[
        str | None, typer.Option(help="What restarts that server, in the midst of the run.")
    ] = None,
    port: Annotated[int, typer.Option(help="The first of the ports to try.")] = 9700,
) -> None:
    """Kill and freeze replicas while people work; exit code 1 if anything is lost, doubled, out of order or stuck."""
    from bot.chaos.play import Engine, Options, play
    from bot.chaos.server import NoServer
    from bot.chaos.telling import Teller

    options = Options(
        items=items,
        replicas=1 if engine == "embedded" else replicas,
        kills=kills,
        seed=secrets.randbelow(1_000_000) if seed is None else seed,
        engine=Engine(engine),
        transport=transport,
        database_url=database_url,
        restart_command=restart_command,
        first_port=port,
    )
    teller = Teller()
    teller.begin(options)
    with failing():
        try:
            judgement = play(options, teller.say)
        except NoServer as error:
            raise refuse(str(error)) from error
    teller.judge(judgement, options)
    raise typer.Exit(TROUBLE if judgement.troubles else 0)
