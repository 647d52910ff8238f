"""Why a journey came to a stop: what Galley still had to do and what it had asked, for the report of its failure."""

from sqlmodel import col, select

from bot.db import Database
from models.job import OPEN, TROUBLED, Job
from sandbox.serve import Sandbox
from tests.databases import sql

LATEST = 30


async def inquest(db: Database, sandbox: Sandbox) -> str:
    async with db.read() as session:
        wanted = select(Job).where(col(Job.state).in_((*OPEN, *TROUBLED))).order_by(col(Job.id))
        jobs = [repr(job) for job in await session.exec(wanted)]
        queued = [] if db.is_sqlite else list(await sql(session, "SELECT * FROM procrastinate_jobs ORDER BY id"))
    calls = [repr(call) for call in sandbox.world.calls.since()[-LATEST:]]
    return "\n".join(["Open jobs:", *jobs, "In the queue:", *map(repr, queued), "The latest calls:", *calls])
