"""PostgreSQL is stopped and started again in the midst of work: every job is done, once and in order."""

import asyncio
import tempfile
from itertools import groupby
from pathlib import Path
from uuid import uuid4

import psycopg

from tests.bot.jobs.sink import Hang, Sink
from tests.bot.jobs.test_kill import JOBS, ended_well, start
from tests.bot.jobs.victim import AskingPost
from tests.postgres import HURRIED, serving
from tests.waiting import eventually

REPLICAS = 2


async def test_jobs_survive_a_database_that_is_restarted_under_load():
    folder = Path(tempfile.gettempdir()) / f"galley-pg-{uuid4().hex}"  # a socket's path must be short
    with serving(folder, HURRIED) as server:
        url = server.ready()
        async with Sink().running() as sink:
            sink.hang = Hang.PLANNING
            replicas = [await start(url, sink, AskingPost) for _ in range(REPLICAS)]
            await eventually(lambda: listening(url) == REPLICAS)
            sink.recover()
            await eventually(lambda: len(sink.accepted) > 5)

            assert len(sink.accepted) < JOBS
            await asyncio.to_thread(server.restart)
            assert [await one.wait() for one in replicas] == [0] * REPLICAS

        assert sink.times == {f"{number:03}": 1 for number in range(JOBS)}
        for _, keys in groupby(sorted(sink.accepted, key=lambda one: one[1]), key=lambda one: one[1]):
            in_lane = [key for key, _ in keys]
            assert in_lane == sorted(in_lane)
        assert await ended_well(url) == JOBS


def listening(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
    return found[0] if found else 0
