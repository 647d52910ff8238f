"""`galley history ASSET`: everything that happened to one picture; or an export of the whole append-only record."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO
from zoneinfo import ZoneInfo

import typer

from bot.commands.telling import failing, refuse, say, show, tell_json

if TYPE_CHECKING:
    from bot.biography import Biography
    from bot.config import Config

MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]


def history(
    asset: Annotated[
        str | None, typer.Argument(help="An asset's id, its title, or the name of one of its files.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
    export: Annotated[str | None, typer.Option(help="Write all of history to this file; - is standard output.")] = None,
    form: Annotated[
        str, typer.Option("--format", help="jsonl, which galley verify proves; or csv, for spreadsheets.")
    ] = "jsonl",
    since: Annotated[datetime | None, typer.Option(formats=MOMENTS, help="Export from this day or moment on.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=MOMENTS, help="Export up to this day or moment.")] = None,
) -> None:
    """Print the history of one asset: what happened, when, and who did it; or export the history of all."""
    from bot import playground
    from bot.config import Config

    with failing():
        config = playground.beside(Config())
        if export is not None and asset is None:
            _export(config, export, form, since=since, until=until)
        elif asset is not None and export is None:
            _print(config, one_of(config, asset), as_json=as_json)
        else:
            raise refuse("Name one asset, or write all of history to a file with --export FILE.")


def one_of(config: "Config", named: str) -> "Biography":
    """The asset that is called so; which ones, if there are several."""
    from bot import biography

    found = asyncio.run(biography.look_up(config, named))
    if not found:
        raise refuse(f"No asset is called {named!r}. Use its id, its title, or the name of one of its files.")
    if len(found) > 1:
        _tell_which(found)
        raise typer.Exit(1)
    return found[0]


def _export(config: "Config", place: str, form: str, *, since: datetime | None, until: datetime | None) -> None:
    from bot import archives
    from bot.audit.exporting import Format, Wanted
    from bot.galley_yml import time_zone

    if form not in list(Format):
        raise refuse(f"There is no format {form!r}: use jsonl or csv.")
    zone = time_zone(config.policy)
    wanted = Wanted(since=_moment(since, zone), until=_end(until, zone))
    with _opened(place) as out:
        asyncio.run(archives.export(config, out, Format(form), wanted))


def _moment(given: datetime | None, zone: ZoneInfo) -> datetime | None:
    """In the team's zone unless it names another."""
    return given if given is None or given.tzinfo else given.replace(tzinfo=zone)


def _end(given: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A day is meant to its last moment."""
    moment = _moment(given, zone)
    is_day = given is not None and given.tzinfo is None and given.time() == datetime.min.time()
    return moment + timedelta(days=1) if moment and is_day else moment


@contextmanager
def _opened(place: str) -> Iterator[BinaryIO]:
    """A file has its name only once it is complete."""
    if place == "-":
        yield sys.stdout.buffer
        return
    arriving = Path(f"{place}.part")
    try:
        with arriving.open("wb") as out:
            yield out
        arriving.replace(place)
    except OSError as error:
        raise refuse(f"{error.filename}: {error.strerror}") from error


def _tell_which(found: "list[Biography]") -> None:
    say("Several assets are called so. Say which one, by its id:")
    show(("id", "title", "state", "since"), [(one.asset_id, one.title, one.state, one.since) for one in found])


def _print(config: "Config", one: "Biography", *, as_json: bool) -> None:
    from bot.galley_yml import time_zone

    if as_json:
        tell_json(one.to_json())
        return
    say("[bold]{title}[/bold] · {id} · {state}", title=one.title, id=one.asset_id, state=one.state)
    show(
        (f"when ({time_zone(config.policy).key})", "who", "what"),
        [(line.when, line.who, line.what) for line in one.lines],
    )
