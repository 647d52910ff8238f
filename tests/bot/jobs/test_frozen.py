"""SIGSTOP past the lease: whoever wakes up sends nothing that another has taken over, on both engines."""

import signal
from time import monotonic

from tests.bot.jobs.sink import Hang, Sink
from tests.bot.jobs.test_kill import JOBS, ended_well, start
from tests.bot.jobs.victim import AskingPost
from tests.waiting import eventually

LEASE_S = 2.2  # the victim's timeout, and a bit


async def test_frozen_between_its_claim_and_its_send_it_sends_nothing_late(database_url: str):
    async with Sink().running() as sink:
        sink.hang = Hang.PLANNING
        frozen = await start(database_url, sink, AskingPost)
        await sink.hanging.wait()
        frozen.send_signal(signal.SIGSTOP)
        frozen_at = monotonic()
        sink.recover()
        others = [] if database_url.startswith("sqlite") else [await start(database_url, sink)]
        if others:
            await eventually(lambda: len(sink.accepted) == JOBS)
        await eventually(lambda: monotonic() > frozen_at + LEASE_S)
        frozen.send_signal(signal.SIGCONT)

        assert [await one.wait() for one in (frozen, *others)] == [0] * (1 + len(others))

    assert sink.times == {f"{number:03}": 1 for number in range(JOBS)}
    assert await ended_well(database_url) == JOBS
