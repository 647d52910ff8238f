"""How fast every jobs engine goes: lanes with a spacing, buckets that lanes share."""

import asyncio
from datetime import timedelta

from bot.jobs.effects import Bucket
from connectors.errors import Unavailable
from tests.bot.jobs.house import House
from tests.bot.jobs.remote import patient
from tests.waiting import eventually

SECOND = timedelta(seconds=1)


async def test_sends_of_one_lane_keep_their_distance(house: House):
    await house.close()
    await house.open(patient(spacing=1.2 * SECOND))
    for subject in ("one", "two", "three"):
        await house.ask(subject)

    await house.quiet()
    assert house.remote.subjects == ["one"]

    await house.wait(1.1 * SECOND)
    assert house.remote.subjects == ["one"]

    await house.wait(0.1 * SECOND)
    assert house.remote.subjects == ["one", "two"]


async def test_the_distance_outlives_the_process(house: House):
    await house.close()
    await house.open(patient(spacing=1.2 * SECOND))
    await house.ask("one")
    await house.quiet()
    await house.close()

    await house.open(patient(spacing=1.2 * SECOND))
    await house.ask("two")
    await house.quiet()

    assert house.remote.subjects == ["one"]


async def test_a_bucket_is_shared_by_all_lanes(house: House):
    await house.close()
    await house.open(patient(bucket=Bucket(name="token", per_minute=60)))
    for number in range(5):
        await house.ask(f"{number}", lane=f"{number}")

    await house.quiet()
    assert len(house.remote.subjects) == 1

    for _ in range(3):
        await house.wait(SECOND)
    assert len(house.remote.subjects) == 4


async def test_a_bucket_lets_a_burst_through_at_once(house: House):
    await house.close()
    await house.open(patient(bucket=Bucket(name="token", per_minute=60, burst=3)))
    for number in range(5):
        await house.ask(f"{number}", lane=f"{number}")

    await house.quiet()
    assert len(house.remote.subjects) == 3

    await house.wait(SECOND)
    assert len(house.remote.subjects) == 4


async def test_a_retry_after_holds_the_whole_bucket(house: House):
    await house.close()
    await house.open(patient(bucket=Bucket(name="token", per_minute=600, burst=5)))
    house.remote.before["first"].append(Unavailable("paper", "Too many.", retry_after=30))
    await house.ask("first", lane="a")
    await house.quiet()
    await house.ask("second", lane="b")

    await house.wait(29 * SECOND)
    assert house.remote.subjects == []

    await house.wait(2 * SECOND)
    await house.wait(2 * SECOND)
    assert sorted(house.remote.subjects) == ["first", "second"]


async def test_slow_jobs_leave_room_for_other_kinds(house: House):
    await house.close()
    await house.open(patient(at_once=2))
    for number in range(5):
        house.remote.held[f"{number}"] = asyncio.Event()
        await house.ask(f"{number}", lane=f"{number}")
    await house.ask("file", kind="upload", lane="other")

    await eventually(lambda: "file" in house.remote.subjects and len(_held(house)) == 2)

    for event in house.remote.held.values():
        event.set()
    await house.quiet()
    assert len(house.remote.subjects) == 7


def _held(house: House) -> list[str]:
    """The calls that have come in and are not answered."""
    return [subject for subject in house.remote.calls if subject in house.remote.held]
