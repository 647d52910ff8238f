"""What every jobs engine promises, on each database it runs on."""

import asyncio
from datetime import timedelta

import pytest

from bot.jobs.port import NoSuchJob, Order
from models.job import JobState
from tests.bot.jobs.house import House
from tests.bot.jobs.remote import QUARANTINE, lost_reply, patient
from tests.clocks import MONDAY_NOON
from tests.databases import sql
from tests.waiting import eventually

HOUR = timedelta(hours=1)


async def test_an_order_is_sent_after_its_commit(house: House):
    await house.ask("card")
    await house.quiet()

    assert house.remote.accepted == [("card", "card")]
    assert await house.card("card", "remote_id") == "remote-1"


async def test_the_ledger_keeps_the_receipt(house: House):
    await house.ask("card")
    await house.quiet()

    job = await house.job("card")
    assert (job.state, job.remote_id, job.details) == (JobState.DONE, "remote-1", {"by": "post"})


async def test_a_rollback_takes_its_orders_along(house: House):
    async def change_of_mind() -> None:
        async with house.database.write() as session:
            await house.engine.submit(session, kind="post", subject="card", lane="a", key="k")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await change_of_mind()
    await house.quiet()

    assert house.remote.calls == []


async def test_the_same_key_twice_is_one_job(house: House):
    await house.ask("card", key="occasion")
    await house.ask("card", key="occasion")
    await house.quiet()
    await house.ask("card", key="occasion")
    await house.quiet()

    assert house.remote.subjects == ["card"]


async def test_many_orders_may_be_placed_at_once(house: House):
    orders = [Order(kind="post", subject=f"{n:02}", lane="a", key=f"{n}", coalesce=n % 2 == 0) for n in range(20)]

    async with house.database.write() as session:
        for order in orders:
            await house.write_card(session, order.subject, "words")
        await house.engine.submit_all(session, orders)
    await house.settled()

    assert house.remote.subjects == [order.subject for order in orders]


async def test_a_lane_keeps_its_order(house: House):
    subjects = [f"{number:02}" for number in range(30)]

    for subject in subjects:
        await house.ask(subject)
    await house.quiet()

    assert house.remote.subjects == subjects


async def test_one_lane_does_not_wait_for_another(house: House):
    house.remote.held["slow"] = asyncio.Event()

    await house.ask("slow", lane="a")
    await house.ask("behind", lane="a")
    await house.ask("quick", lane="b")
    await eventually(lambda: house.remote.subjects == ["quick"])

    house.remote.held["slow"].set()
    await house.quiet()
    assert house.remote.subjects == ["quick", "slow", "behind"]


async def test_a_promise_for_later_holds_nobody_up(house: House):
    await house.ask("tomorrow", not_before=MONDAY_NOON + 24 * HOUR)
    await house.ask("today")
    await house.quiet()

    assert house.remote.subjects == ["today"]


async def test_a_promise_is_kept_when_the_storys_clock_gets_there(house: House):
    await house.ask("tomorrow", not_before=MONDAY_NOON + 24 * HOUR)
    await house.quiet()

    house.clock.jump(23 * HOUR)
    await house.quiet()
    assert house.remote.subjects == []

    house.clock.jump(HOUR)
    await house.quiet()
    assert house.remote.subjects == ["tomorrow"]


async def test_several_waiting_edits_of_one_card_become_one(house: House):
    house.remote.held["first"] = asyncio.Event()
    await house.ask("first")
    for words in ("one", "two", "three"):
        await house.ask("card", words=words, coalesce=True)

    house.remote.held["first"].set()
    await house.quiet()

    assert house.remote.accepted == [("first", "first"), ("card", "three")]


async def test_an_edit_asked_for_while_one_is_sent_is_sent_too(house: House):
    house.remote.held["card"] = asyncio.Event()
    await house.ask("card", words="old", coalesce=True)
    await eventually(lambda: house.remote.calls == ["card"])
    await house.ask("card", words="new", coalesce=True)

    house.remote.held["card"].set()
    await house.quiet()

    assert house.remote.accepted == [("card", "old"), ("card", "new")]


async def test_an_edit_brings_a_promised_one_forward(house: House):
    await house.ask("card", words="later", coalesce=True, not_before=MONDAY_NOON + HOUR)
    await house.ask("card", words="now", coalesce=True)
    await house.quiet()
    await house.wait(2 * HOUR)

    assert house.remote.accepted == [("card", "now")]


async def test_whatever_is_edited_at_once_the_last_word_is_shown(house: House):
    async def edit(number: int) -> None:
        async with house.database.write() as session:
            await sql(session, "UPDATE card SET words = words || :more WHERE subject = 'card'", more=f" {number}")
            await house.engine.submit(session, kind="post", subject="card", lane="a", key="card", coalesce=True)

    async with house.database.write() as session:
        await house.write_card(session, "card", "")
    for wave in range(10):
        await asyncio.gather(*(edit(wave * 10 + number) for number in range(10)))
    await house.settled()

    _, last = house.remote.accepted[-1]
    assert len(last.split()) == 100
    assert len(house.remote.accepted) <= 100


async def test_a_lost_reply_is_adopted_not_repeated(house: House):
    house.remote.after["card"].append(lost_reply())
    await house.ask("card")
    await house.quiet()
    assert await house.card("card", "remote_id") is None

    await house.wait(QUARANTINE)

    assert house.remote.times == {"card": 1}
    assert await house.card("card", "remote_id") == "remote-1"


async def test_a_call_that_never_arrived_is_repeated_after_the_quarantine(house: House):
    house.remote.before["card"].append(lost_reply())
    await house.ask("card")
    await house.quiet()

    await house.wait(QUARANTINE - timedelta(seconds=1))
    assert house.remote.subjects == []

    await house.wait(timedelta(seconds=1))
    assert house.remote.subjects == ["card"]


async def test_the_storys_clock_does_not_shorten_a_quarantine(house: House):
    house.remote.before["card"].append(lost_reply())
    await house.ask("card")
    await house.quiet()

    house.clock.jump(72 * HOUR)
    await house.quiet()

    assert house.remote.subjects == []


async def test_what_was_accepted_half_way_is_not_sent_again(house: House):
    house.remote.before["file"].append(lost_reply())
    await house.ask("file", kind="upload")
    await house.quiet()
    await house.wait(QUARANTINE)

    assert house.remote.times == {"bytes of file": 1, "file": 1}


async def test_what_may_be_done_twice_is_done_again_without_a_quarantine(house: House):
    await house.close()
    await house.open(patient(quarantine=timedelta(0)))
    house.remote.held["card"] = asyncio.Event()
    await house.ask("card")
    await eventually(lambda: house.remote.calls == ["card"])
    await house.close()
    house.remote.held.clear()

    await house.open(patient(quarantine=timedelta(0)))
    await house.quiet()

    assert house.remote.subjects == ["card"]


async def test_a_card_that_is_gone_needs_no_post(house: House):
    async with house.database.write() as session:
        await house.engine.submit(session, kind="post", subject="gone", lane="a", key="k")
    await house.quiet()

    assert house.remote.calls == []
    assert (await house.job("gone")).state is JobState.DONE


async def test_draining_finishes_what_is_being_sent_and_begins_nothing(house: House):
    house.remote.held["card"] = asyncio.Event()
    await house.ask("card")
    await house.ask("next")
    await eventually(lambda: house.remote.calls == ["card"])

    draining = asyncio.create_task(house.engine.drain(within=timedelta(seconds=10)))
    house.remote.held["card"].set()
    await draining

    assert house.remote.subjects == ["card"]
    assert (await house.job("next")).state is JobState.WAITING


async def test_a_new_engine_goes_on_where_the_old_one_stopped(house: House):
    house.remote.held["card"] = asyncio.Event()
    await house.ask("card")
    await house.ask("next")
    await eventually(lambda: house.remote.calls == ["card"])
    await house.close()
    house.remote.held["card"].set()

    await house.open()
    await house.quiet()
    assert house.remote.subjects == []

    await house.wait(QUARANTINE)
    assert house.remote.subjects == ["card", "next"]


async def test_nothing_is_retried_or_dropped_that_does_not_exist(house: House):
    with pytest.raises(NoSuchJob):
        await house.engine.retry("nothing")
    with pytest.raises(NoSuchJob):
        await house.engine.drop("nothing")
