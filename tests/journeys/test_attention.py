"""A night, a morning and a holiday from messages: digest, quiet hours, snooze and mute, on the sandbox's clock."""

from bot import clicks
from bot.choices import forms
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Json, Seen
from tests.waiting import eventually

SMALL = (300, 300)


async def test_a_digest_comes_once_a_morning_and_outside_ones_quiet_hours(galley: Galley) -> None:
    await a_digest_in_ones_own_quiet_hours_is_refused_at_its_field(galley)
    await whoever_wants_a_digest_hears_once_a_morning(galley)


async def a_digest_in_ones_own_quiet_hours_is_refused_at_its_field(galley: Galley) -> None:
    home = await opened(galley, "brand")
    assert "Questions and reminders come as messages" in home.words
    form = await click(galley, "brand", home, clicks.CHOOSE)
    night = {forms.ACT_NOW: {"value": "digest"}, forms.DIGEST_AT: {"value": "21:30"}}

    errors = (await galley.stage.submit("brand", form["view_id"], night))["errors"]

    assert errors == {forms.DIGEST_AT: "You want no messages then. Please choose a time after 08:00."}


async def whoever_wants_a_digest_hears_once_a_morning(galley: Galley) -> None:
    stage = galley.stage
    form = await stage.post("slack/command", user="designer1", channel="general", command="/galley", text="notices")
    await stage.submit("designer1", form["view_id"], {forms.ACT_NOW: {"value": "digest"}})
    await dropped(galley, "hero.jpg", seed=1)
    await eventually(lambda: heard(galley, "designer2", 1))

    await stage.advance("PT12H")  # late, and night: the reminders of the others wait for the morning
    assert await stage.direct("designer1") == []

    await stage.advance("PT11H10M")  # 08:10 UTC, and 09:10 in Berlin
    [digest] = await eventually(lambda: direct(galley, "designer1"))
    assert "Waiting on you (1)" in digest.words
    assert "/archives/C0REVIEW/p" in digest.words
    await eventually(lambda: heard(galley, "designer2", 2))

    await stage.advance("P2D")
    await eventually(lambda: heard(galley, "designer1", 2))
    await galley.house.jobs.settled()
    assert [one.is_ours for one in await stage.direct("designer1")] == [True, True]
    assert await reminded(galley, "designer1") == 0


async def test_what_is_muted_or_snoozed_is_quiet_and_the_form_brings_it_back(galley: Galley) -> None:
    stage = galley.stage
    await dropped(galley, "hero.jpg", seed=1)
    await eventually(lambda: heard(galley, "designer1", 1))
    await eventually(lambda: heard(galley, "designer2", 1))
    assert "No more messages about *hero*" in await stage.command("designer1", "general", "mute hero")
    assert "No reminders" in await stage.command("designer2", "general", "snooze 2d")
    assert "called" in await stage.command("stranger", "general", "mute hero")

    await stage.advance("P1D")
    await eventually(lambda: heard(galley, "designer3", 2))
    await galley.house.jobs.settled()
    assert await heard(galley, "designer1", 1)
    assert await heard(galley, "designer2", 1)

    form = await stage.post("slack/command", user="designer1", channel="general", command="/galley", text="notices")
    await stage.submit("designer1", form["view_id"], {forms.MUTED: {"value": []}})
    said = await stage.command("designer1", "general", "mute off hero")
    assert "Messages about *hero* come again" in said


async def dropped(galley: Galley, name: str, *, seed: int) -> None:
    await galley.stage.drop("uploader", "intake", (name, photo(seed, size=SMALL)))


async def direct(galley: Galley, user: str) -> list[Seen]:
    return await galley.stage.direct(user)


async def heard(galley: Galley, user: str, count: int) -> bool:
    return len(await galley.stage.direct(user)) == count


async def reminded(galley: Galley, user: str) -> int:
    return sum(clicks.PUT_OFF in one.actions for one in await galley.stage.direct(user))


async def opened(galley: Galley, user: str) -> Seen:
    await galley.stage.post("slack/home", user=user)

    async def drawn() -> Seen | None:
        home = Seen(await galley.stage.get("slack/home", user=user))
        return home if home.blocks else None

    return await eventually(drawn)  # type: ignore[return-value]


async def click(galley: Galley, user: str, home: Seen, action_id: str) -> Json:
    view_id = (await galley.stage.get("slack/home", user=user))["view_id"]
    value = home.button(action_id)["value"]
    return await galley.stage.post("slack/click", user=user, view_id=view_id, action_id=action_id, value=value)
