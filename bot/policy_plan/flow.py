"""The plan of a new galley.yml, against what is in force."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.config import Config
from bot.db import Database, DatabaseError
from bot.galley_yml import Edition, InvalidPolicy, read, read_pilot
from bot.migrate import standing
from bot.policy_plan.others import others
from bot.policy_plan.people import PersonChange, affected
from bot.policy_plan.running import Running, last_adopted, running
from bot.policy_plan.stages import StageChange, changes
from bot.policy_plan.trials import Trial, ending, trial
from models.migrations import head


class NothingInForce(DatabaseError):
    """There is nothing to compare with."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`running` is None where there is no database to look into."""

    before: str  # digests
    after: str
    source: str  # where what is in force was read
    stages: tuple[StageChange, ...]
    people: tuple[PersonChange, ...]
    others: tuple[str, ...]
    running: tuple[Running, ...] | None
    trial: Trial | None = None
    pilot_ends: str = ""  # a sentence


async def plan(config: Config, path: Path, new: Edition) -> Plan:
    """Writes nothing. Raises DatabaseError, and NothingInForce."""
    async with _looking(config) as session:
        source, before, was = await _in_force(config, path, session)
        pilot = read_pilot(path, new.policy)
        runs = None if session is None else tuple(await running(session, new, pilot))
    return compare(before, new, source=source, runs=runs, was=was, pilot=pilot)


def compare(
    before: Edition,
    new: Edition,
    *,
    source: str,
    runs: tuple[Running, ...] | None,
    was: Edition | None = None,
    pilot: Edition | None = None,
) -> Plan:
    """`was` is on trial now, `pilot` would be."""
    return Plan(
        before=before.digest,
        after=new.digest,
        source=source,
        stages=changes(before.policy, new.policy),
        people=affected(before.policy, new.policy),
        others=others(before.policy, new.policy),
        running=runs,
        trial=trial(new, pilot),
        pilot_ends=ending(before, was, new),
    )


async def _in_force(config: Config, path: Path, session: AsyncSession | None) -> tuple[str, Edition, Edition | None]:
    """Galley's own file with its pilot, as it comes into force when it is saved; where one is broken, or it is the
    new one itself, the edition that came into force last.
    """
    if not _is_own(path, config):
        try:
            before = read(config.policy)
            return str(config.policy), before, read_pilot(config.policy, before.policy)
        except InvalidPolicy as broken:
            problem = f"{broken.path} is broken ({broken.mistakes[0]})"
    else:
        problem = f"{path} is Galley's own galley.yml"
    kept = await last_adopted(session) if session is not None else None
    if kept is None:
        raise NothingInForce(f"{problem}, and the database knows no other edition, so there is nothing to compare.")
    return "the edition that came into force last", kept, None


def _is_own(path: Path, config: Config) -> bool:
    return path.resolve() == config.policy.resolve()


@asynccontextmanager
async def _looking(config: Config) -> AsyncIterator[AsyncSession | None]:
    """Beside a running Galley; None where there is no database yet."""
    found = standing(config.database)
    if found.revision is None:
        yield None
        return
    if not found.is_open_to(head()):
        raise DatabaseError("The database is not up to date. Run: galley migrate")
    db = Database(config.database)
    await db.open(alone=False)
    try:
        async with db.read() as session:
            yield session
    finally:
        await db.close()
