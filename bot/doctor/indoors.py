"""The doctor at home: galley.yml, the database, the jobs, and whether Galley runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from http import HTTPStatus

import httpx

from bot import migrate, resealing
from bot.clock import Clock, FollowedClock, SystemClock
from bot.config import Config
from bot.db import Database, DatabaseError
from bot.doctor.findings import Finding, ill, note, well
from bot.doctor.replicas import replicas
from bot.galley_yml import InvalidPolicy, read, read_pilot
from bot.jobs import report
from bot.jobs.port import Report
from bot.policy_lint.lint import lint
from bot.vault import WrongKey
from connectors.http import open_http
from models.migrations import head

LONG_WAIT = timedelta(minutes=10)


async def running(config: Config) -> AsyncIterator[Finding]:
    address = f"http://{config.host}:{config.port}"
    try:
        async with open_http(base_url=address, timeout=5) as http:
            answer = await http.get("/ready")
            problems = answer.json().get("problems", [])
    except (httpx.HTTPError, ValueError):
        yield note("Galley", f"Nothing answers at {address}: Galley is not running.", "Start it with: galley run")
        return
    if answer.status_code == HTTPStatus.OK:
        yield well("Galley", "It is running and ready.")
    for problem in problems:
        yield ill("Galley", f"It is running, but: {problem}", "Its log says more; the systems below may tell why.")


async def policy(config: Config) -> AsyncIterator[Finding]:
    try:
        edition = read(config.policy)
        pilot = read_pilot(config.policy, edition.policy)
    except InvalidPolicy as invalid:
        for mistake in invalid.mistakes:
            yield ill("galley.yml", str(mistake), "docs/policy.md explains every key.")
    else:
        yield well("galley.yml", f"It is valid (digest {edition.digest[:12]}).")
        if pilot and (trial := edition.policy.pilot):
            where = ", ".join(trial.channels)
            yield well("galley.yml", f"{trial.file} is on trial in {where} (digest {pilot.digest[:12]}).")
        if found := lint(edition, at=SystemClock().now(), pilot=pilot):
            yield note("galley.yml", f"{found[0]}", f"galley policy lint tells all of what it finds: {len(found)}.")


async def database(config: Config) -> AsyncIterator[Finding]:
    try:
        standing = migrate.standing(config.database)
    except DatabaseError as error:
        yield ill("database", str(error), "Check GALLEY_DATABASE_URL, and that the database runs.")
        return
    found = standing.revision
    if found is None:
        yield note("database", "It is empty: Galley has not run yet.", "galley run fills it by itself.")
    elif found < head() or not standing.is_open_to(head()):
        newer = found > head()
        remedy = "Start the newer Galley." if newer else "Run: galley migrate (galley run does so by itself)"
        yield ill("database", f"Its revision is {found}, this Galley's is {head()}.", remedy)
    else:
        beside = " of a newer Galley, beside which this one may run" if found > head() else ""
        yield well("database", f"It is up to date: revision {found}{beside}.")
        async for finding in replicas(config):
            yield finding
        async for finding in _jobs(config):
            yield finding
        async for finding in _secrets(config):
            yield finding


async def _secrets(config: Config) -> AsyncIterator[Finding]:
    try:
        found = await resealing.look(config)
    except (DatabaseError, WrongKey) as error:
        yield ill("secrets", str(error), "docs/operating.md says how secrets are kept.")
        return
    for one in found.unreadable:
        remedy = "Put the key that sealed it back into GALLEY_KEYS, or into the file keys in GALLEY_DATA."
        yield ill("secrets", f"No key opens {one}.", remedy)
    if not found.unreadable:
        yield well("secrets", f"All are sealed, and can be opened ({found.current + found.older}).")


async def _jobs(config: Config) -> AsyncIterator[Finding]:
    db = Database(config.database)
    try:
        await db.open(alone=False)
        async with _story_clock(config) as clock, db.read() as session:
            found = await report.read(session, now=clock.now(), wall=clock.wall())
    except DatabaseError as error:
        yield ill("jobs", str(error), "Try again; if it stays so, look at the disk and at other processes.")
        return
    finally:
        await db.close()
    for finding in _of_jobs(found):
        yield finding


def _of_jobs(found: Report) -> list[Finding]:
    troubles = [
        ill(
            "jobs",
            f"{one.kind} {one.id} ({one.state.replace('_', ' ')} since {one.since:%Y-%m-%d %H:%M} UTC): {one.problem}",
            "Put right what it names, then: galley jobs --retry ID, or --drop ID",
        )
        for one in found.troubles
    ]
    pauses = [note("jobs", f"{one.name} pauses until {one.until:%H:%M:%S} UTC: {one.problem}") for one in found.pauses]
    return [_of_waiting(found), *troubles, *pauses]


def _of_waiting(found: Report) -> Finding:
    if found.oldest_waiting is None:
        return well("jobs", "Nothing waits.")
    oldest = timedelta(seconds=round(found.oldest_waiting.total_seconds()))
    sentence = f"{found.waiting} wait, {found.sending} are being sent; the oldest waits for {oldest}."
    if found.oldest_waiting > LONG_WAIT:
        return ill("jobs", sentence, "Is Galley running? Is the system it waits for away? The lines here say so.")
    return well("jobs", sentence)


@asynccontextmanager
async def _story_clock(config: Config) -> AsyncIterator[Clock]:
    """In the sandbox its clock; the machine's when it is away."""
    if config.sandbox_url is None:
        yield SystemClock()
        return
    async with open_http(timeout=5, own=[config.sandbox_url]) as http:
        clock = FollowedClock(config.sandbox_url, http)
        try:
            await clock.read()
        except httpx.HTTPError:
            yield SystemClock()
        else:
            yield clock
