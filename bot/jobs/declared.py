"""What a connector declares about its vendor, in the words of the jobs room. The only place that translates."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs import pace, reservations
from bot.jobs.effects import BackOff, Bucket, Limits, Seats
from connectors.declaration import Declaration

SHARE = 0.75  # of the vendor's calls that jobs may use; the rest is for looking what people changed there
BURST = 4  # times as many calls as may be in flight at once


def limits_for(
    declaration: Declaration, *, calls: int, extra: timedelta = timedelta(0), is_repeatable: bool = False
) -> Limits:
    """For a kind of job that costs so many calls; `extra` is the time that it may take beyond one call's.
    `is_repeatable`: done twice it does no harm, so nobody has to wait until its traces show.
    """
    declared = declaration.limits
    return Limits(
        system=declaration.name,
        timeout=timedelta(seconds=declared.timeout) + extra,
        quarantine=timedelta(seconds=0 if is_repeatable else declared.quarantine),
        bucket=_bucket(declaration, calls),
        seats=_seats(declaration),
        back_off=_back_off(declaration),
    )


async def is_held(session: AsyncSession, declaration: Declaration, *, at: datetime) -> bool:
    """Whether one of the replicas was told to wait. For whoever only looks, and has no job that would be held."""
    bucket = _bucket(declaration, calls=1)
    return bucket is not None and await reservations.is_held(session, pace.bucket_gate(bucket, ""), at=at)


async def hold(session: AsyncSession, declaration: Declaration, *, until: datetime, problem: str) -> None:
    """Whoever looked was told to wait: so must everybody."""
    bucket = _bucket(declaration, calls=1)
    if bucket is not None:
        await reservations.hold(session, pace.bucket_gate(bucket, ""), until=until, problem=problem)


def _bucket(declaration: Declaration, calls: int) -> Bucket | None:
    """One bucket per set of credentials: a job that costs more calls moves it further. How many calls go at once is
    kept by the connector itself; a burst here is only what may go without a pause.
    """
    declared = declaration.limits
    if declared.calls_per_minute is None:
        return None
    per_minute = max(1, int(declared.calls_per_minute * SHARE) // calls)
    return Bucket(name=declaration.name, per_minute=per_minute, burst=max(1, BURST * declared.in_flight // calls))


def _seats(declaration: Declaration) -> Seats | None:
    count = declaration.limits.tenant_in_flight
    return None if count is None else Seats(name=declaration.name, count=count)


def _back_off(declaration: Declaration) -> BackOff | None:
    first = declaration.limits.back_off
    return None if first is None else BackOff(first=timedelta(seconds=first))
