"""kill -9 at the worst moments: nothing lost, nothing doubled, every lane in order."""

import asyncio
from itertools import cycle, groupby

from sqlmodel import func, select

from models.job import Job, JobState
from tests.bot.jobs import victim
from tests.bot.jobs.sink import Hang, Sink
from tests.databases import opened
from tests.nursery import Child, born

JOBS = 60
KILLS = 4
WORST_MOMENTS = (Hang.AFTER, Hang.BEFORE, Hang.NEVER)


async def test_killed_again_and_again_nothing_is_lost_or_doubled(database_url: str):
    async with Sink().running() as sink:
        for moment, _ in zip(cycle(WORST_MOMENTS), range(KILLS), strict=False):
            await live_and_die(database_url, sink, moment)
        survivor = await start(database_url, sink)
        assert await survivor.wait() == 0

    assert sink.times == {f"{number:03}": 1 for number in range(JOBS)}
    for _, keys in groupby(sorted(sink.accepted, key=lambda one: one[1]), key=lambda one: one[1]):
        ordered = [key for key, _ in keys]
        assert ordered == sorted(ordered)
    assert await ended_well(database_url) == JOBS


async def live_and_die(url: str, sink: Sink, moment: Hang) -> None:
    """Does some work; then, in the middle of a call or right after one, is killed."""
    before = len(sink.accepted)
    doomed = await start(url, sink)
    async with asyncio.timeout(30):
        while len(sink.accepted) < before + 3:
            await sink.took.wait()
        sink.hang = moment
        await (sink.took.wait() if moment is Hang.NEVER else sink.hanging.wait())
    doomed.kill()
    await doomed.wait()
    sink.recover()


async def start(url: str, sink: Sink, kind: type[victim.Post] = victim.Post) -> Child:
    return await born(victim.live, url, f"http://127.0.0.1:{sink.port}", JOBS, kind)


async def ended_well(url: str) -> int:
    async with opened(url) as database, database.read() as session:
        done = select(func.count()).where(Job.state == JobState.DONE, Job.remote_id == "remote-" + Job.key)
        return (await session.exec(done)).one()
