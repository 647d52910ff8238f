"""What an adviser writes in a card's thread: their advice once they say so, and never a decision. On both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.approval.advising import Advising
from bot.approval.welcoming import welcome
from bot.asides import advise_by
from bot.db import Database
from bot.remarks import advice
from bot.remarks.flow import Remarks
from bot.remarks.heard import Heard
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from models.approval import Decision
from models.history import Entry
from models.post import Post, PostKind
from tests.bot.approval.questions import TEAM
from tests.bot.approval.test_advising import advising, opened, posts  # noqa: F401  a fixture among them
from tests.bot.approval.test_casting import galley_yml  # noqa: F401  fixtures
from tests.bot.approval.test_reseating import Desk, desk  # noqa: F401  a fixture
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock

LOU = Actor(team_id=TEAM, person_id="LOU", channel_id="review")
HEARD = Heard(ts="2.2", thread_ts="1.1", words="lgtm, but the <!channel> claim is hard to read", at=NOON)


async def decides_nothing(*_: object) -> None:
    raise AssertionError("an adviser decides nothing")


@pytest.fixture
def remarks(database: Database, clock: HeldClock, advising: Advising) -> Remarks:  # noqa: F811
    return Remarks(
        db=database, clock=clock, posts=Posts(Ordered(), clock), approve=decides_nothing, ask=decides_nothing,
        welcome=welcome, advise=advise_by(advising),
    )  # fmt: skip


@pytest.fixture
async def asked(database: Database, desk: Desk, advising: Advising) -> str:  # noqa: F811
    """The id of the stage, below whose card Lou's advice is welcome."""
    _, stage_id = await opened(database, desk, advising)
    async with database.write() as session:
        card = (await session.exec(select(Post).where(Post.kind == PostKind.CARD))).one()
        card.ts = "1.1"
    return stage_id


async def offered(database: Database, remarks: Remarks) -> list[str]:
    """What is still asked of Lou alone."""
    async with database.read() as session:
        found = await session.exec(select(Post).where(Post.kind == PostKind.WHISPER))
        told = [await remarks.render_advice(session, post) for post in found if post.details.get("says")]
    return [message.text for message in told if message is not None]


async def the_offer(database: Database) -> str:
    (whisper,) = await posts(database, PostKind.WHISPER)
    return whisper.id


async def advised(database: Database) -> list[str | None]:
    async with database.read() as session:
        assert (await session.exec(select(Decision))).all() == []
        return list((await session.exec(select(Entry.actor_id).where(Entry.event == "AdviceGiven"))).all())


@pytest.mark.usefixtures("asked")
async def test_it_is_their_advice_once_they_say_so_and_only_once(database: Database, remarks: Remarks) -> None:
    await remarks.hear(HEARD, by=LOU)
    await remarks.hear(HEARD, by=LOU)  # Slack brings it twice
    [question] = await offered(database, remarks)
    assert "You advise Legal on" in question
    assert await advised(database) == []

    for _ in range(2):
        assert await remarks.advise(await the_offer(database), by=LOU) == ""

    assert await advised(database) == ["LOU"]
    (line,) = await posts(database, PostKind.LINE)
    assert "&lt;!channel&gt; claim is hard to read" in str(line.details)
    assert await offered(database, remarks) == []


@pytest.mark.usefixtures("asked")
async def test_whoever_only_remarks_is_not_asked_again(database: Database, remarks: Remarks) -> None:
    await remarks.hear(HEARD, by=LOU)
    await remarks.set_aside(await the_offer(database), by=LOU, says=advice.SAYS)

    await remarks.hear(replace(HEARD, ts="3.3"), by=LOU)

    assert len(await posts(database, PostKind.WHISPER)) == 1
    assert await advised(database) == []


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("heard", "by"),
    [
        (HEARD, replace(LOU, person_id="LEAD")),
        (HEARD, replace(LOU, team_id="T2")),
        (replace(HEARD, at=NOON - timedelta(hours=1)), LOU),
        (replace(HEARD, thread_ts="9.9"), LOU),
        (replace(HEARD, words=" "), LOU),
    ],
)
async def test_others_other_threads_and_earlier_words_are_left_alone(
    database: Database, remarks: Remarks, heard: Heard, by: Actor
) -> None:
    await remarks.hear(heard, by=by)

    assert await posts(database, PostKind.WHISPER) == []


@pytest.mark.usefixtures("asked")
async def test_nobody_else_records_it_and_too_late_it_is_refused_with_a_reason(
    database: Database,
    remarks: Remarks,
    desk: Desk,  # noqa: F811
) -> None:
    await remarks.hear(HEARD, by=LOU)
    post_id = await the_offer(database)
    assert "no longer open" in await remarks.advise(post_id, by=replace(LOU, person_id="LARA"))

    await desk.says("LARA")
    await desk.says("LEO")

    assert "already settled" in await remarks.advise(post_id, by=LOU)
    assert await offered(database, remarks) == []
