"""App Home: what waits for a person, decided there; and where their own pictures stand."""

import re
from collections.abc import Callable
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import clicks
from bot.home import views
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.jobs.port import Order
from connectors.errors import Refused
from models.job import Job, JobState
from sandbox.faults import Kind
from sandbox.slack.names import TEAM
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Json, Seen
from tests.waiting import eventually

SMALL = (300, 300)
MANY = 21  # three pages
TITLE = re.compile(r"\*(<[^|>]*\|)?(?P<title>[^*>]+)")  # a link to its card, once that is up


async def test_home_is_drawn_for_whoever_opens_it_and_what_waits_is_decided_there(galley: Galley) -> None:
    await in_review(galley, 1)

    await whoever_never_opened_it_causes_no_call(galley)
    await an_empty_home_says_what_to_do(galley)
    await it_shows_what_waits_with_its_buttons_and_the_way_to_the_card(galley)
    await a_decision_there_counts_and_is_shown(galley)


async def whoever_never_opened_it_causes_no_call(galley: Galley) -> None:
    assert await publishes(galley) == 0


async def an_empty_home_says_what_to_do(galley: Galley) -> None:
    home = await opened(galley, "stranger")

    assert "Nothing waits for you" in home.words
    assert "Drop a picture into an intake channel" in home.words


async def it_shows_what_waits_with_its_buttons_and_the_way_to_the_card(galley: Galley) -> None:
    home = await until(galley, "designer1", lambda seen: "/archives/C0REVIEW/p" in seen.words)

    assert "Waiting on me (1)" in home.words
    assert "shot 1" in home.words
    assert {clicks.APPROVE, clicks.REQUEST_CHANGES, clicks.REJECT} <= set(home.actions)


async def a_decision_there_counts_and_is_shown(galley: Galley) -> None:
    await click(galley, "designer1", await opened(galley, "designer1"), clicks.APPROVE)

    await eventually(lambda: shows(galley, "designer1", "Nothing waits for you"))
    await eventually(lambda: names(galley, "*Brand*"))


async def test_a_card_that_comes_late_is_shown_once_it_is_up_and_a_click_that_comes_late_is_explained(
    galley: Galley,
) -> None:
    await the_way_to_a_card_is_shown_as_soon_as_it_is_up(galley)
    too_late = await opened(galley, "designer2")
    await offline_home(galley)

    await a_rejection_asks_for_its_reason(galley)
    await click(galley, "designer2", too_late, clicks.APPROVE)

    await eventually(lambda: reads(galley, "uploader", "Too dark"))
    await eventually(lambda: reads(galley, "designer2", "Design was already settled by Dana Designer"))


async def the_way_to_a_card_is_shown_as_soon_as_it_is_up(galley: Galley) -> None:
    galley.sandbox.world.faults.arm(system="slack", kind=Kind.RATE_LIMIT, match="chat.postMessage")
    await galley.stage.drop("uploader", "intake", ("shot_1.jpg", photo(1, size=SMALL)))
    await opened(galley, "designer1")
    await eventually(lambda: shows(galley, "designer1", "Waiting on me (1)"))
    assert not await shows(galley, "designer1", "/archives/C0REVIEW/p")
    galley.sandbox.world.faults.disarm()

    await eventually(lambda: shows(galley, "designer1", "/archives/C0REVIEW/p"))


async def a_rejection_asks_for_its_reason(galley: Galley) -> None:
    form = await click(galley, "designer1", await current(galley, "designer1"), clicks.REJECT)
    await galley.stage.submit("designer1", form["view_id"], {"reason": {"value": "Too dark"}})


async def reads(galley: Galley, who: str, words: str) -> bool:
    """In a direct message."""
    return any(words in message.words for message in await galley.stage.direct(who))


async def test_my_submissions_follow_what_others_decide_and_are_drawn_at_most_every_two_seconds(
    galley: Galley,
) -> None:
    await opened(galley, "uploader")
    drawn = await publishes(galley)
    await in_review(galley, 1)
    await eventually(lambda: shows(galley, "uploader", "Design, 0 of 1 yes"))
    assert await publishes(galley) - drawn <= 2

    await they_say_what_comes_next(galley)
    await they_follow_what_others_decide(galley)


async def they_say_what_comes_next(galley: Galley) -> None:
    theirs = await until(galley, "uploader", lambda seen: "Design, 0 of 1 yes" in seen.words)

    assert "Brand is asked" in theirs.words
    assert "Without an answer, they are reminded" in theirs.words


async def they_follow_what_others_decide(galley: Galley) -> None:
    await opened(galley, "designer2")
    card = await galley.stage.card()
    assert card is not None

    await galley.stage.click("designer1", card, clicks.APPROVE)

    await eventually(lambda: shows(galley, "designer2", "Nothing waits for you"))
    await eventually(lambda: shows(galley, "uploader", "Brand, 0 of 1 yes"))


async def test_many_that_wait_are_turned_page_by_page(galley: Galley) -> None:
    for first in (0, 10, 20):
        names = range(first, min(first + 10, MANY))
        await galley.stage.drop("uploader", "intake", *((f"shot_{n}.jpg", photo(n, size=SMALL)) for n in names))
    first_page = await until(
        galley, "designer1", lambda seen: f"Waiting on me ({MANY})" in seen.words and _has_links(seen)
    )

    await click(galley, "designer1", first_page, views.MORE_WAITING)
    second = await until(galley, "designer1", lambda seen: _turned(seen, first_page), opens=False)
    await click(galley, "designer1", second, views.MORE_WAITING)
    third = await until(galley, "designer1", lambda seen: _turned(seen, first_page, second), opens=False)

    pages = [titles(page) for page in (first_page, second, third)]
    assert [len(page) for page in pages] == [10, 10, 1]
    assert {title for page in pages for title in page} == {f"shot {number}" for number in range(MANY)}
    assert views.MORE_WAITING not in third.actions
    await click(galley, "designer1", third, views.FIRST_PAGE)
    await until(galley, "designer1", lambda seen: titles(seen) == pages[0], opens=False)


def _has_links(seen: Seen) -> bool:
    """Each picture on it leads to its card: all the cards are up."""
    return all(title.startswith("shot ") for title in titles(seen))


def _turned(seen: Seen, *before: Seen) -> bool:
    """Whether it shows pictures, and none that an earlier page showed."""
    earlier = {title for page in before for title in titles(page)}
    return bool(titles(seen)) and not earlier & set(titles(seen))


async def test_an_admin_sees_what_was_set_aside_and_decides_and_it_is_nobody_elses_business(galley: Galley) -> None:
    picky = Picky()
    await refuse(galley, picky, "first", "second")
    await galley.house.jobs.settled()

    await nobody_else_sees_it(galley)
    await an_admin_drops_the_one_and_has_the_other_tried_again(galley, picky)


async def nobody_else_sees_it(galley: Galley) -> None:
    home = await opened(galley, "lead")

    assert "Nothing waits for you" in home.words
    assert "Needs an admin" not in home.words


async def an_admin_drops_the_one_and_has_the_other_tried_again(galley: Galley, picky: "Picky") -> None:
    home = await until(galley, "admin", lambda seen: seen.words.count("Not today") == 2)

    await click(galley, "admin", home, views.DROP)
    home = await until(galley, "admin", lambda seen: seen.words.count("Not today") == 1, opens=False)
    picky.is_willing = True
    await click(galley, "admin", home, views.RETRY)
    await until(galley, "admin", lambda seen: "Needs an admin" not in seen.words, opens=False)

    assert sorted([await state(galley, "first"), await state(galley, "second")]) == [JobState.DONE, JobState.DROPPED]


class Picky(Effect[str]):
    kind = "picky.post"
    limits = Limits(system="picky")
    is_willing = False

    async def plan(self, session: AsyncSession, job: Claim) -> str:
        del session
        return job.subject

    async def send(self, plan: str, job: Claim) -> Receipt:
        del job
        if not self.is_willing:
            raise Refused("picky", "Not today.")
        return Receipt(remote_id=plan)


async def refuse(galley: Galley, picky: Picky, *subjects: str) -> None:
    galley.house.jobs.perform([picky])
    orders = [Order(kind=Picky.kind, subject=one, lane=one, key=one, team_id=TEAM) for one in subjects]
    async with galley.house.db.write() as session:
        await galley.house.jobs.submit_all(session, orders)


async def state(galley: Galley, subject: str) -> JobState:
    async with galley.house.db.read() as session:
        return (await session.exec(select(Job.state).where(Job.subject == subject))).one()


async def in_review(galley: Galley, number: int) -> None:
    await galley.stage.drop("uploader", "intake", (f"shot_{number}.jpg", photo(number, size=SMALL)))

    async def asked() -> bool:
        card = await galley.stage.card()
        return card is not None and clicks.APPROVE in card.actions

    await eventually(asked)


async def opened(galley: Galley, user: str) -> Seen:
    """As soon as Galley has drawn it."""
    await galley.stage.post("slack/home", user=user)

    async def drawn() -> Seen | None:
        home = await current(galley, user)
        return home if home.blocks else None

    return await eventually(drawn)  # type: ignore[return-value]


async def current(galley: Galley, user: str) -> Seen:
    """As it stands, without opening it again."""
    return Seen(await galley.stage.get("slack/home", user=user))


async def shows(galley: Galley, user: str, words: str) -> bool:
    return words in (await current(galley, user)).words


async def until(galley: Galley, user: str, condition: Callable[[Seen], bool], *, opens: bool = True) -> Seen:
    if opens:
        await opened(galley, user)

    async def seen() -> Seen | None:
        home = await current(galley, user)
        return home if condition(home) else None

    return await eventually(seen)  # type: ignore[return-value]


async def click(galley: Galley, user: str, home: Seen, action_id: str) -> Json:
    view_id = (await galley.stage.get("slack/home", user=user))["view_id"]
    body: dict[str, Any] = {"value": home.button(action_id)["value"]}
    return await galley.stage.post("slack/click", user=user, view_id=view_id, action_id=action_id, **body)


async def publishes(galley: Galley) -> int:
    return sum(call["path"].endswith("views.publish") for call in await galley.stage.calls("slack"))


async def offline_home(galley: Galley) -> None:
    """Slack does not take Home's changes for a while: what somebody sees there is old."""
    await galley.stage.post("faults", system="slack", kind="error", match="views.publish", seconds=20)


def titles(home: Seen) -> list[str]:
    questions = [block["text"]["text"] for block in home.blocks if block["type"] == "section"]
    named = (TITLE.match(words) for words in questions if "from Uma Uploader" in words)
    return [one["title"] for one in named if one]


async def names(galley: Galley, words: str) -> bool:
    card = await galley.stage.card()
    return card is not None and words in card.words
