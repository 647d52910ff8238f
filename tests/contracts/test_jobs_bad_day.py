"""A bad day, with a seed: every fault at every moment, and engines that come and go."""

import random
from datetime import timedelta
from itertools import groupby

import pytest

from connectors.errors import Unavailable
from tests.bot.jobs.house import House
from tests.bot.jobs.remote import lost_reply, patient

JOBS = 40
LANES = 4
HALF_MINUTE = timedelta(seconds=30)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_on_a_bad_day_everything_happens_once_and_in_order(house: House, seed: int):
    luck = random.Random(seed)
    limits = patient(attempts=20)
    await house.close()
    await house.open(limits)

    for number in range(JOBS):
        subject = f"{number:03}"
        plan_misfortune(house, subject, luck)
        await house.ask(subject, lane=f"l{number % LANES}")
    while len(set(house.remote.subjects)) < JOBS or not await is_settled(house):
        if luck.random() < 0.2:
            await house.close()
            await house.open(limits)
        await house.wait(HALF_MINUTE * luck.random())

    assert house.remote.times == {f"{number:03}": 1 for number in range(JOBS)}
    assert house.troubles == []
    for _, lane in groupby(sorted(house.remote.subjects, key=lane_of), key=lane_of):
        in_order = list(lane)
        assert in_order == sorted(in_order)


def plan_misfortune(house: House, subject: str, luck: random.Random) -> None:
    before = [Unavailable("paper", "Away."), Unavailable("paper", "Too many.", retry_after=7), lost_reply()]
    house.remote.before[subject].extend(luck.choices(before, k=luck.randrange(3)))
    if luck.random() < 0.4:
        house.remote.after[subject].append(lost_reply())
    if luck.random() < 0.1:
        house.remote.look_ups.append(lost_reply())


def lane_of(subject: str) -> int:
    return int(subject) % LANES


async def is_settled(house: House) -> bool:
    report = await house.engine.report()
    return not report.waiting and not report.sending
