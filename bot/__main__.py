"""The `galley` command."""

import gc

import typer

from bot.commands.attributes import attributes
from bot.commands.chaos import chaos
from bot.commands.doctor import doctor
from bot.commands.history import history
from bot.commands.jobs import jobs
from bot.commands.keeping import backup, restore
from bot.commands.keys import keys
from bot.commands.migrate import migrate
from bot.commands.policy import policy
from bot.commands.receipt import receipt
from bot.commands.replay import replay
from bot.commands.run import run
from bot.commands.sandbox import sandbox
from bot.commands.tour import tour
from bot.commands.verify import verify

app = typer.Typer(
    name="galley",
    help="Takes a picture from a Slack channel through checks and approval to the library and the project board.",
    epilog="Settings come from the environment or .env (docs/operating.md), the team's rules from galley.yml "
    "(docs/policy.md).",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
for command in (
    run,
    sandbox,
    tour,
    chaos,
    doctor,
    history,
    attributes,
    receipt,
    verify,
    replay,
    jobs,
    keys,
    migrate,
    backup,
    restore,
):
    app.command()(command)
app.add_typer(policy, name="policy")


def main() -> None:
    gc.set_threshold(200_000, 20, 20)  # code is no garbage; looking for some while it is read takes a fifth of a start
    app(prog_name="galley")


if __name__ == "__main__":
    main()
