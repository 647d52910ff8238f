"""What was set aside, as an admin sees it in App Home; and what they decide about it."""

from collections.abc import Awaitable, Callable, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.jobs.ledger import IS_TROUBLED
from bot.jobs.port import Engine, NoSuchJob, Trouble
from bot.jobs.trouble import of_job
from bot.roles import Roles
from bot.slack.actor import Actor
from models.job import Job, WrongState
from models.roles import Deed

SHOWN = 10  # newest first; `galley jobs` lists all


class Tending:
    def __init__(self, *, db: Database, jobs: Engine, roles: Roles, teams: Callable[[], Sequence[str]]) -> None:
        self._db, self._jobs, self._roles, self._teams = db, jobs, roles, teams

    async def troubles(self, session: AsyncSession, of: Actor) -> Sequence[Trouble]:
        """Of their own workspace; nothing for those who may not tend."""
        if await self._roles.against(session, Deed.TEND_JOBS, by=of) is not None:
            return ()
        wanted = select(Job).where(IS_TROUBLED, col(Job.team_id).in_(self._known_to(of)))
        return [of_job(job) for job in await session.exec(wanted.order_by(col(Job.id).desc()).limit(SHOWN))]

    async def admins(self, session: AsyncSession, team_id: str) -> Sequence[str]:
        return await self._roles.admins(session, team_id)

    async def retry(self, job_id: str, *, by: Actor) -> None:
        await self._tend(self._jobs.retry, job_id, by)

    async def drop(self, job_id: str, *, by: Actor) -> None:
        await self._tend(self._jobs.drop, job_id, by)

    async def _tend(self, decide: Callable[[str], Awaitable[None]], job_id: str, by: Actor) -> None:
        await self._roles.must(Deed.TEND_JOBS, by=by)
        async with self._db.read() as session:
            job = await session.get(Job, job_id)
        if job is None or job.team_id not in self._known_to(by):
            return
        try:
            await decide(job_id)
        except (NoSuchJob, WrongState):
            return  # somebody was quicker; what they see is drawn anew anyway

    def _known_to(self, of: Actor) -> Sequence[str]:
        """What is of no workspace may be about anybody, so it is shown where there is but one."""
        return (of.team_id, "") if tuple(self._teams()) == (of.team_id,) else (of.team_id,)
