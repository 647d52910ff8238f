"""Workflows: parallel stages, a final decider, a version in the midst of it, and second thoughts."""

import asyncio
from pathlib import Path

import pytest

from bot import clicks
from bot.approval import views
from bot.wishes import FINISH
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually

THREE_STAGES = """  workflow:
    - { name: Design, approvers: ["@designers"], rule: quorum, quorum: 2, fail_count: 2 }
    - paths:
        - [{ name: Legal, approvers: [role:legal], rule: all }]
        - [{ name: Market, approvers: [market], when: { file_type: [JPEG] } }]
        - [{ name: Print, approvers: [stranger], when: { file_type: [TIFF] } }]
    - { name: Brand, approvers: [director], final_decider: brand }
"""


@pytest.fixture
def workflow(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", THREE_STAGES))


@pytest.fixture
def policy(policy: Path, workflow: str) -> Path:
    before, _, rest = policy.read_text("utf-8").partition("  stages:")
    after = rest[rest.index("\npeople:") :].replace(
        "admins: [admin]", "roles: { legal: [legal] }\n  admins: [admin]", 1
    )
    policy.write_text(f"{before}{workflow}{after}", "utf-8")
    return policy


async def test_three_stages_two_of_them_beside_one_another_and_a_second_version(galley: Galley) -> None:
    await galley.stage.drop("designer1", "intake", ("hero.jpg", photo(1)))
    card = await shown(galley, "Design*, stage 1 of 3, 0 of 2 yes")
    await galley.stage.click("designer1", card, views.APPROVE)
    await eventually(
        lambda: told(galley, "designer1", "Nobody approves their own work; in Design it is for Deniz Designer")
    )
    await both_at_once(galley, card)

    card = await shown(galley, "*Legal*, stage 2 of 3", "*Market*, stage 2 of 3")
    assert "Print" not in card.words
    await galley.stage.click("market", card, views.APPROVE)
    card = await shown(galley, "*Max Market* approved in Market", "awaited: *Leela Legal*")
    await asks_for_changes(galley, card, "legal", "The logo is an old one")
    await shown(galley, "Changes requested", "The logo is an old one")

    await galley.stage.drop("designer1", "review", ("hero.jpg", photo(2)), thread_ts=card.ts)
    card = await shown(galley, "version 2", "*Design*, stage 1 of 3, 0 of 2 yes")
    assert "approved in Market" not in card.words
    await both_at_once(galley, card)
    card = await shown(galley, "*Legal*, stage 2 of 3", "*Market*, stage 2 of 3")
    for person in ("legal", "market"):
        await galley.stage.click(person, card, views.APPROVE)
    card = await shown(galley, "*Brand*, stage 3 of 3", "Bea Brand, who alone decides")
    await galley.stage.click("director", card, views.REJECT)
    await galley.stage.click("brand", card, views.APPROVE)
    await shown(galley, "In the library")


async def shown(galley: Galley, *words: str) -> Seen:
    """The card, once it says all of this."""

    async def found() -> Seen | None:
        card = await galley.stage.card("lead")
        return card if card is not None and all(one in card.words for one in words) else None

    return await eventually(found)


async def told(galley: Galley, user: str, words: str, *, channel: str = "review") -> bool:
    return any(words in one.words for one in await galley.stage.messages(user, channel))


async def both_at_once(galley: Galley, card: Seen) -> None:
    await asyncio.gather(*(galley.stage.click(one, card, views.APPROVE) for one in ("designer2", "designer3")))


async def asks_for_changes(galley: Galley, card: Seen, user: str, why: str) -> None:
    form = await galley.stage.click(user, card, views.REQUEST_CHANGES)
    await galley.stage.submit(user, form["view_id"], {"reason": {"value": why}})


SECOND_THOUGHTS = """  may_change: true
  may_reopen: [role:lead]
  workflow:
    - { name: Design, approvers: [designer1, designer2], rule: all }
    - { name: Brand, approvers: [brand] }
"""


@pytest.mark.parametrize("workflow", [SECOND_THOUGHTS], indirect=True)
async def test_second_thoughts(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await shown(galley, "Design*, stage 1 of 2, 0 of 2 yes")
    batch = batch_of(card)
    await galley.stage.click("designer1", card, views.APPROVE)
    card = await shown(galley, "1 of 2 yes", "*Dana Designer* approved")
    await galley.stage.click("designer1", card, clicks.MORE, option=f"{clicks.TAKE_BACK}/{batch}")
    card = await shown(galley, "Design*, stage 1 of 2, 0 of 2 yes")
    assert "*Dana Designer* approved" not in card.words

    form = await galley.stage.click("designer1", card, clicks.MORE, option=f"{clicks.WISH}/{batch}")
    await galley.stage.submit("designer1", form["view_id"], {"reason": {"value": "Correct the year"}})
    card = await shown(galley, "*Dana Designer* approved with changes", "Correct the year")
    await galley.stage.click("designer2", card, views.APPROVE)
    card = await shown(galley, "*Brand*, stage 2 of 2")
    form = await galley.stage.click("brand", card, views.REJECT)
    await galley.stage.submit("brand", form["view_id"], {"reason": {"value": "Wrong logo"}})
    await shown(galley, "Rejected: hero")

    assert "This is not for" in await galley.stage.command("designer1", "review", "reopen hero: Brand")
    assert "*Brand* is asked again" in await galley.stage.command("lead", "review", "reopen hero")
    card = await shown(galley, "*Brand*, stage 2 of 2", "awaited: *Bea Brand*")
    assert "is withdrawn" in await galley.stage.command("uploader", "review", "withdraw hero")
    await shown(galley, "Withdrawn: hero")
    assert "*Brand* is asked again" in await galley.stage.command("uploader", "review", "reopen hero: Brand")
    await galley.stage.click("brand", await shown(galley, "awaited: *Bea Brand*"), views.APPROVE)
    await shown(galley, "In the library")
    await does_what_was_asked(galley)


async def does_what_was_asked(galley: Galley) -> None:
    async def outcome() -> Seen | None:
        asks = [one for one in await galley.stage.direct("uploader") if "Dana Designer (Design) asks:" in one.words]
        return next((one for one in asks if f"{FINISH}.1" in one.actions), None)

    outcome_seen = await eventually(outcome)
    card = await shown(galley, "Still to be done")
    assert 'Still to be done by Uma Uploader: "Correct the year"' in await galley.stage.command(
        "uploader", "intake", "why hero"
    )
    await galley.stage.click("market", card, f"{FINISH}.1")
    await eventually(lambda: told(galley, "market", "Only admins and leads may say that the changes"))
    await galley.stage.click("uploader", outcome_seen, f"{FINISH}.1", channel="@uploader")
    await shown(galley, "Done, says Uma Uploader")
    await eventually(lambda: in_thread(galley, card, "*Uma Uploader* did what *Dana Designer* asked of *hero*"))


async def in_thread(galley: Galley, card: Seen, words: str) -> bool:
    thread = await galley.stage.messages("designer1", "review", thread_ts=card.ts)
    return sum(words in one.words for one in thread) == 1


BY_HAND = """  workflow:
    - { name: Design, approvers: [designer1] }
    - { name: Legal, approvers: [legal], opens: hand }
"""


@pytest.mark.parametrize("workflow", [BY_HAND], indirect=True)
async def test_a_stage_that_somebody_opens_by_hand(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await shown(galley, "Next: Legal is asked when Lea Lead opens it.")
    await galley.stage.click("designer1", card, views.APPROVE)
    card = await shown(galley, "Nobody is asked, and nothing happens by itself, before that.")
    assert "waits for the lead since" in await galley.stage.command("uploader", "intake", "why hero")

    await galley.stage.click("designer1", card, f"{clicks.OPEN}.1")
    await eventually(lambda: told(galley, "designer1", "This is not for you to do; Lea Lead may."))
    await galley.stage.click("lead", await eventually(lambda: to_open(galley)), f"{clicks.OPEN}.1", channel="@lead")
    card = await shown(galley, "*Legal*, stage 2 of 2", "awaited: *Leela Legal*")
    await eventually(lambda: told(galley, "lead", "*Legal* does not wait for your hand any more", channel="@lead"))
    await eventually(lambda: in_thread(galley, card, "*Lea Lead* opened *Legal* for hero."))
    await galley.stage.click("legal", card, views.APPROVE)
    await shown(galley, "In the library")


async def to_open(galley: Galley) -> Seen | None:
    """What the lead is told of it."""
    return next((one for one in await galley.stage.direct("lead") if f"{clicks.OPEN}.1" in one.actions), None)


EVERYBODY = """  workflow:
    - { name: Design, approvers: ["@designers"], rule: all, advisers: [director] }
"""


@pytest.mark.parametrize("workflow", [EVERYBODY], indirect=True)
async def test_people_come_and_go_while_they_are_asked(galley: Galley, policy: Path) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await shown(galley, "awaited: *Dana Designer, Deniz Designer and Dora Designer*")
    await eventually(lambda: told(galley, "designer2", "waits for your decision", channel="@designer2"))

    await advises(galley, "director", "The claim is hard to read")
    await galley.stage.post("slack/group", handle="designers", users=["designer1", "brand"])
    await shown(galley, "awaited: *Dana Designer and Bea Brand*")
    await eventually(lambda: told(galley, "brand", "waits for your decision", channel="@brand"))
    await eventually(lambda: told(galley, "designer2", "no longer waits for you", channel="@designer2"))
    await eventually(lambda: threaded(galley, card, "*Bea Brand* is asked from now on"))
    await eventually(lambda: threaded(galley, card, "The claim is hard to read"))

    await galley.stage.post("slack/person", user="brand", deleted=True)
    await galley.house.steps.reseating.read_again("T0SANDBOX")
    await shown(galley, "*stuck*: everybody must say yes, and 1 of them cannot")
    await eventually(lambda: told(galley, "lead", "*hero* cannot be approved any more", channel="@lead"))
    policy.write_text(policy.read_text("utf-8").replace('"@designers"', "designer1"), "utf-8")
    await eventually(lambda: told(galley, "lead", "is not stuck any more", channel="@lead"))
    await galley.stage.click("designer1", await shown(galley, "awaited: *Dana Designer*"), views.APPROVE)
    await shown(galley, "In the library")
    await eventually(lambda: told(galley, "director", "needs no advice of yours any more", channel="@director"))


async def threaded(galley: Galley, card: Seen, words: str) -> bool:
    """Whether the card's thread says so, and once."""
    lines = [one.words for one in await galley.stage.messages("lead", "review", thread_ts=card.ts)]
    return sum(words in one.partition("\n")[2] for one in lines) == 1


async def advises(galley: Galley, user: str, words: str) -> None:
    async def asked() -> Seen | None:
        return next((one for one in await galley.stage.direct(user) if clicks.ADVISE in one.actions), None)

    form = await galley.stage.click(user, await eventually(asked), clicks.ADVISE, channel=f"@{user}")
    await galley.stage.submit(user, form["view_id"], {"advice": {"value": words}})


def batch_of(card: Seen) -> str:
    return str(card.button(clicks.MORE)["options"][0]["value"]).partition("/")[2]
