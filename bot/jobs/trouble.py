"""Telling the admins what nobody will try again by himself."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import attempt
from bot.jobs.effects import Effect
from bot.jobs.pace import Gate
from bot.jobs.port import Trouble
from connectors.errors import Unauthorized
from models.job import Job

log = structlog.get_logger(__name__)

OnTrouble = Callable[[AsyncSession, Trouble], Awaitable[None]]
"""Called once per trouble, in the transaction that found it; it may submit jobs."""


async def tell(session: AsyncSession, trouble: Trouble, on_trouble: OnTrouble, effect: Effect[Any] | None) -> None:
    """A messenger that fails does not undo the news, nor is it news itself."""
    log.warning("a job is in trouble", job=trouble.id, kind=trouble.kind, state=trouble.state, problem=trouble.problem)
    if effect is not None and effect.tells_admins:
        return
    try:
        async with attempt(session):
            await on_trouble(session, trouble)
    except Exception:
        log.exception("the admins could not be told", job=trouble.id)


def of_job(job: Job) -> Trouble:
    return Trouble(
        id=job.id,
        kind=job.kind,
        subject=job.subject,
        lane=job.road,
        state=job.state,
        problem=job.problem or "",
        since=job.done_at or job.created_at,
        team_id=job.team_id,
    )


def of_pause(job: Job, gate: Gate, error: Unauthorized, at: datetime) -> Trouble:
    return Trouble(
        id=gate.name,
        kind=job.kind,
        subject=job.subject,
        lane=job.road,
        state="paused",
        problem=error.sentence,
        since=at,
        team_id=job.team_id,
    )
