"""What every jobs engine promises when something goes wrong, on each database it runs on."""

import asyncio
from datetime import timedelta

from bot.jobs.runner import UPGRADE
from connectors.errors import NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from models.job import JobState
from tests.bot.jobs.house import House
from tests.bot.jobs.remote import LIMITS, QUARANTINE, lost_reply, patient

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


async def test_a_system_that_is_away_is_tried_again_and_the_lane_keeps_its_order(house: House):
    house.remote.before["first"].append(Unavailable("paper", "Nobody answers."))
    await house.ask("first")
    await house.ask("second")
    await house.quiet()
    assert house.remote.subjects == []

    await house.wait(MINUTE)

    assert house.remote.subjects == ["first", "second"]


async def test_pauses_grow(house: House):
    house.remote.before["card"].extend(Unavailable("paper", "Nobody answers.") for _ in range(3))
    await house.ask("card")
    await house.quiet()

    await house.wait(1.2 * SECOND)
    await house.wait(1.2 * SECOND)
    assert house.remote.calls == ["card"] * 2

    await house.wait(1.2 * SECOND)
    assert house.remote.calls == ["card"] * 3


async def test_after_many_tries_a_job_is_set_aside_and_the_lane_goes_on(house: House):
    house.remote.before["first"].extend(Unavailable("paper", "Nobody answers.") for _ in range(LIMITS.attempts))
    await house.ask("first")
    await house.ask("second")
    await house.wait_long()

    assert house.remote.subjects == ["second"]
    assert [(one.subject, one.state, one.problem) for one in house.troubles] == [
        ("first", JobState.SET_ASIDE, "Nobody answers.")
    ]
    assert await house.card("first", "given_up") == "Nobody answers."


async def test_a_lane_without_order_lets_the_others_pass(house: House):
    await house.close()
    await house.open(patient(in_order=False))
    house.remote.before["first"].append(Unavailable("paper", "Nobody answers."))

    await house.ask("first")
    await house.ask("second")
    await house.quiet()
    assert house.remote.subjects == ["second"]

    await house.wait(MINUTE)
    assert house.remote.subjects == ["second", "first"]


async def test_a_no_is_told_once_and_does_not_stop_the_lane(house: House):
    house.remote.before["first"].append(Refused("paper", "No such channel."))
    await house.ask("first")
    await house.ask("second")
    await house.wait_long()

    assert house.remote.calls == ["first", "second"]
    assert await house.card("first", "refused") == "No such channel."
    assert [one.problem for one in house.troubles] == ["No such channel."]


async def test_a_no_that_the_domain_deals_with_troubles_nobody(house: House):
    await house.close()
    post = await house.open()
    post.deals_with_refusals = True
    house.remote.before["card"].append(NotFound("paper", "It was deleted."))

    await house.ask("card")
    await house.quiet()

    assert (await house.job("card")).state is JobState.DONE
    assert house.troubles == []


async def test_a_refused_credential_pauses_the_system_and_burns_no_job(house: House):
    house.remote.always = Unauthorized("paper", "The token was revoked.")
    for lane in ("a", "b"):
        await house.ask(lane, lane=lane)
        await house.quiet()
    assert house.remote.calls == ["a"]

    await house.wait_long(steps=40)
    house.remote.always = None
    await house.wait_long()

    assert sorted(house.remote.subjects) == ["a", "b"]
    assert [(one.id, one.state) for one in house.troubles] == [("system:paper", "paused")]


async def test_while_a_system_is_paused_one_lane_tries_for_all(house: House):
    house.remote.always = Unauthorized("paper", "The token was revoked.")
    for number in range(10):
        await house.ask(f"{number}", lane=f"{number}")
        await house.quiet()
    await house.wait(MINUTE)
    assert len(house.remote.calls) == 2

    house.remote.always = None
    await house.wait(2 * MINUTE)

    assert len(house.remote.subjects) == 10


async def test_a_retry_after_moves_the_lane_and_no_other(house: House):
    house.remote.before["first"].append(Unavailable("paper", "Too many.", retry_after=30))
    await house.ask("first", lane="a")
    await house.ask("second", lane="a")
    await house.ask("other", lane="b")
    await house.quiet()
    assert house.remote.subjects == ["other"]

    await house.wait(29 * SECOND)
    assert house.remote.subjects == ["other"]

    await house.wait(SECOND)
    assert house.remote.subjects == ["other", "first", "second"]


async def test_many_retry_afters_never_give_a_job_up(house: House):
    tries = LIMITS.attempts * 2
    house.remote.before["card"].extend(Unavailable("paper", "Too many.", retry_after=30) for _ in range(tries))
    await house.ask("card")
    await house.wait_long(steps=tries + 1)

    assert house.remote.subjects == ["card"]
    assert house.troubles == []


async def test_a_bug_in_a_plan_poisons_one_job_only(house: House):
    await house.close()
    post = await house.open()
    post.bugs["plan first"] = 100

    await house.ask("first")
    await house.ask("second")
    await house.wait_long()

    assert house.remote.subjects == ["second"]
    assert (await house.job("first")).state is JobState.SET_ASIDE
    assert [one.problem for one in house.troubles] == ["KeyError: 'plan first'"]


async def test_a_bug_that_passes_costs_nothing(house: House):
    await house.close()
    post = await house.open()
    post.bugs["plan card"] = 2

    await house.ask("card")
    await house.wait_long()

    assert house.remote.subjects == ["card"]
    assert house.troubles == []


async def test_a_bug_after_the_call_does_not_repeat_the_call(house: House):
    await house.close()
    post = await house.open()
    post.bugs["settle card"] = 100

    await house.ask("card")
    await house.wait_long()
    assert house.remote.times == {"card": 1}
    assert (await house.job("card")).state is JobState.SET_ASIDE

    post.bugs.clear()
    await house.engine.retry((await house.job("card")).id)
    await house.quiet()
    assert house.remote.times == {"card": 1}
    assert await house.card("card", "remote_id") == "remote-1"


async def test_a_bug_in_dealing_with_a_no_still_sets_the_job_aside(house: House):
    await house.close()
    post = await house.open()
    post.bugs["refused card"] = 1
    house.remote.before["card"].append(Refused("paper", "No such channel."))

    await house.ask("card")
    await house.quiet()

    assert [one.problem for one in house.troubles] == ["No such channel."]
    assert await house.card("card", "given_up") == "No such channel."


async def test_a_bug_in_hearing_of_the_end_neither_hides_it_nor_leaves_half_of_it(house: House):
    await house.close()
    post = await house.open()
    post.bugs["given_up card"] = 1
    house.remote.before["card"].append(Refused("paper", "No such channel."))

    await house.ask("card")
    await house.quiet()

    assert (await house.job("card")).state is JobState.SET_ASIDE
    assert [one.problem for one in house.troubles] == ["No such channel."]
    assert await house.card("card", "given_up") is None


async def test_what_cannot_be_proved_needs_a_look_and_does_not_stop_the_lane(house: House):
    house.remote.after["hush"].append(lost_reply())
    await house.ask("hush", kind="whisper")
    await house.ask("next")
    await house.quiet()
    await house.wait(QUARANTINE)

    assert (await house.job("hush")).state is JobState.NEEDS_LOOK
    assert house.remote.subjects == ["hush", "next"]
    assert [one.problem for one in house.troubles] == ["Nobody can tell whether hush was heard."]


async def test_a_look_up_that_fails_is_repeated_not_taken_for_a_no(house: House):
    house.remote.after["card"].append(lost_reply())
    house.remote.look_ups.extend([OutcomeUnknown("paper", "500"), Unavailable("paper", "Nobody answers.")])
    await house.ask("card")
    await house.wait_long()

    assert house.remote.times == {"card": 1}
    assert await house.card("card", "remote_id") == "remote-1"


async def test_a_look_up_that_always_fails_ends_with_a_look(house: House):
    house.remote.after["card"].append(lost_reply())
    house.remote.look_ups.extend(OutcomeUnknown("paper", "500") for _ in range(20))
    await house.ask("card")
    await house.wait_long(steps=30)

    assert house.remote.times == {"card": 1}
    assert (await house.job("card")).state is JobState.NEEDS_LOOK


async def test_no_answer_in_time_is_an_unknown_outcome(house: House):
    await house.close()
    await house.open(patient(timeout=timedelta(seconds=0.05)))
    house.remote.held["card"] = asyncio.Event()

    await house.ask("card")
    await house.quiet()

    job = await house.job("card")
    assert (job.state, job.problem) == (JobState.SENDING, "There was no answer in time.")


async def test_a_worker_that_slept_past_its_lease_sends_nothing(house: House):
    await house.close()
    post = await house.open()
    post.before_send = lambda: house.clock.advance(LIMITS.timeout)

    await house.ask("card")
    await house.quiet()
    assert house.remote.calls == []

    post.before_send = lambda: None
    await house.wait(QUARANTINE)
    assert house.remote.subjects == ["card"]


async def test_a_job_of_an_unknown_kind_waits_for_a_newer_replica_and_is_then_set_aside(house: House):
    await house.ask("card", kind="telegram")
    await house.ask("next")
    await house.quiet()
    assert (house.remote.subjects, house.troubles) == ([], [])

    await house.wait(UPGRADE)

    assert house.remote.subjects == ["next"]
    assert [one.problem for one in house.troubles] == ["Nothing here knows how to do 'telegram'."]


async def test_an_admin_may_try_again(house: House):
    house.remote.before["card"].append(Refused("paper", "No such channel."))
    await house.ask("card")
    await house.quiet()

    await house.engine.retry(house.troubles[0].id)
    await house.quiet()

    assert house.remote.subjects == ["card"]


async def test_an_admin_may_drop_a_job(house: House):
    house.remote.before["card"].append(Refused("paper", "No such channel."))
    await house.ask("card")
    await house.quiet()

    await house.engine.drop(house.troubles[0].id)

    assert (await house.job("card")).state is JobState.DROPPED
    assert (await house.engine.report()).troubles == []


async def test_the_report_names_what_waits_and_what_is_in_trouble(house: House):
    house.remote.before["no"].append(Refused("paper", "No such channel."))
    house.remote.before["busy"].append(Unavailable("paper", "Too many.", retry_after=300))
    await house.ask("no")
    await house.ask("busy", lane="b")
    await house.wait(MINUTE)

    report = await house.engine.report()

    assert (report.waiting, report.sending, report.oldest_waiting) == (1, 0, MINUTE)
    assert [one.subject for one in report.troubles] == ["no"]
    assert [(one.name, one.problem) for one in report.pauses] == [("lane:b", "Too many.")]


async def test_a_messenger_that_fails_does_not_stop_the_lane(house: House):
    async def stumble(*_: object) -> None:
        raise KeyError("the messenger")

    house.hear = stumble  # type: ignore[method-assign]
    await house.close()
    await house.open()
    house.remote.before["card"].append(Refused("paper", "No such channel."))
    await house.ask("card")
    await house.ask("next")
    await house.quiet()

    assert (await house.job("card")).state is JobState.SET_ASIDE
    assert house.remote.subjects == ["next"]
