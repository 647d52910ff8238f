"""Story S4: nobody answers, over Easter and five and a half hours ahead. What the card says happens as it says."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import clicks
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually

LATE = """  workflow:
    - name: Legal
      approvers: [legal]
      due_in: 8h
      late: [{ after: 6h, tell: [role:lead] }, { after: 10h, ask_instead: [brand] }, { after: 14h, expire: true }]
"""
SMALL = (300, 300)
MAUNDY_THURSDAY, EASTER_TUESDAY, WEDNESDAY = "2026-04-02", "2026-04-07", "2026-04-08"


@pytest.fixture
def policy(policy: Path) -> Path:
    """Leela alone decides, in Kolkata; the team works in Bavaria, which keeps Good Friday and Easter Monday."""
    before, _, rest = policy.read_text("utf-8").partition("  stages:")
    text = before + LATE + rest[rest.index("\npeople:") :]
    policy.write_text(text.replace("# holidays: DE-BY", "holidays: DE-BY"), "utf-8")
    return policy


async def test_nobody_answers_from_before_easter_until_it_ends_and_a_new_file_asks_again(galley: Galley) -> None:
    await it_is(galley, MAUNDY_THURSDAY, "09:00")  # 14:30 in Kolkata
    ts = await dropped(galley, seed=1)
    await shown(galley, "awaited: *Leela Legal*", "07 Apr 2026, 08:", "a reminder goes out")  # 8 hours of work
    await eventually(lambda: rung(galley, "legal", "Thu 09"))

    await her_evening_and_the_holidays_are_hers(galley)
    await while_she_snoozes_the_lead_hears_of_it(galley)
    await somebody_else_is_asked_and_it_ends(galley)
    await a_new_file_asks_again(galley, ts)

    await eventually(lambda: rung(galley, "legal", "Thu 09", "Tue 02", "Wed 13"))
    await eventually(lambda: rung(galley, "lead", "Tue 14"))
    await eventually(lambda: rung(galley, "brand", "Wed 09"))
    await eventually(lambda: rung(galley, "uploader", "Wed 13", "Wed 13"))


async def her_evening_and_the_holidays_are_hers(galley: Galley) -> None:
    await it_is(galley, MAUNDY_THURSDAY, "14:30")  # 20:00 there; the reminder was due at 18:30
    await eventually(lambda: why(galley, "they are reminded", "07 Apr 2026, 02:30 UTC"))  # 08:00 there
    await it_is(galley, EASTER_TUESDAY, "02:35")
    await eventually(lambda: rung(galley, "legal", "Thu 09", "Tue 02"))


async def while_she_snoozes_the_lead_hears_of_it(galley: Galley) -> None:
    assert "No reminders" in await galley.stage.command("legal", "general", "snooze hero 2d")
    await eventually(lambda: why(galley, "Lea Lead is told", "07 Apr 2026, 14:"))
    await it_is(galley, EASTER_TUESDAY, "14:05")  # two reminders were due meanwhile
    await eventually(lambda: told(galley, "lead", "*hero* is late in Legal"))
    await shown(galley, "*late*", "Bea Brand is asked instead")


async def somebody_else_is_asked_and_it_ends(galley: Galley) -> None:
    await it_is(galley, WEDNESDAY, "09:05")
    card = await shown(galley, "awaited: *Bea Brand*", "nobody is asked any more, and it ends")
    await galley.stage.click("legal", card, clicks.APPROVE)
    await eventually(lambda: told(galley, "legal", "Legal asks others; it is for Bea Brand to decide", "review"))
    await eventually(lambda: rung(galley, "brand", "Wed 09"))
    await it_is(galley, WEDNESDAY, "13:05")
    await shown(galley, "Ended without an answer", "A new file in this thread asks again")
    await eventually(lambda: told(galley, "uploader", "*hero*: nobody answered in time"))


async def a_new_file_asks_again(galley: Galley, ts: str) -> None:
    await dropped(galley, seed=2, thread_ts=ts)
    card = await shown(galley, "version 2", "awaited: *Leela Legal*")
    await eventually(lambda: told(galley, "legal", "*hero*, version 2, waits for your decision"))
    await galley.stage.click("legal", card, clicks.APPROVE)
    await shown(galley, "In the library")


async def it_is(galley: Galley, day: str, clock: str) -> None:
    await galley.stage.post("clock", set=f"{day}T{clock}:00Z")


async def dropped(galley: Galley, *, seed: int, thread_ts: str = "") -> str:
    return await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(seed, size=SMALL)), thread_ts=thread_ts)


async def shown(galley: Galley, *words: str) -> Seen:
    """The card, once it says all of this."""

    async def found() -> Seen | None:
        card = await galley.stage.card("lead")
        return card if card is not None and all(one in card.words for one in words) else None

    return await eventually(found)


async def why(galley: Galley, *words: str) -> bool:
    said = await galley.stage.command("uploader", "review", "why hero")
    return all(one in said for one in words)


async def told(galley: Galley, user: str, words: str, channel: str = "") -> bool:
    return any(words in one.words for one in await galley.stage.messages(user, channel or f"@{user}"))


async def rung(galley: Galley, user: str, *hours: str) -> bool:
    """Whether their phone rang in these hours and at no other time; UTC."""
    rings = [datetime.fromtimestamp(float(one.ts), UTC) for one in await galley.stage.buzzes(user)]
    return [f"{at:%a %H}" for at in rings] == list(hours)
