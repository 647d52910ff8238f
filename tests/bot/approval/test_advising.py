"""Advisers are asked for an opinion, on either database: it stands in the thread, and decides nothing."""

import pytest
from sqlmodel import col, select

from bot.approval.advising import Advising
from bot.approval.cards import card_key
from bot.approval.threads import Threads
from bot.db import Database
from bot.history import History
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from models.approval import Stage
from models.asset import Asset
from models.events import SeatsChanged, StageOpened
from models.history import Entry
from models.post import Post, PostKind
from models.review.words import Outcome
from tests.bot.approval.questions import TEAM
from tests.bot.approval.test_casting import begun, galley_yml  # noqa: F401  fixtures
from tests.bot.approval.test_openings import people
from tests.bot.approval.test_reseating import LEGAL, Desk, desk  # noqa: F401  a fixture
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock

LOU = Actor(team_id=TEAM, person_id="LOU")


@pytest.fixture
async def advising(database: Database, desk: Desk, clock: HeldClock) -> Advising:  # noqa: F811
    await desk.names({**LEGAL, "advisers": ["lou"]})
    posts = Posts(Ordered(), clock)
    return Advising(
        db=database,
        clock=clock,
        history=History(clock),
        policies=desk.policies,
        posts=posts,
        threads=Threads(posts),
        permalink=lambda post: post.key,
    )


async def opened(database: Database, desk: Desk, advising: Advising) -> tuple[Asset, str]:  # noqa: F811
    """Answers the picture and its stage, with a card and with its adviser asked."""
    asset = await begun(database, desk.openings)
    async with database.write() as session:
        card = Post(team_id=TEAM, key=card_key(asset.batch_id), kind=PostKind.CARD, subject_id=asset.batch_id)
        card.channel_id, card.created_at = "review", NOON
        session.add(card)
        entry = (await session.exec(select(Entry).where(Entry.event == "StageOpened"))).one()
        await advising.ask(session, StageOpened(team_id=TEAM, asset_id=asset.id, **entry.details))
        return asset, (await session.exec(select(Stage.id))).one()


async def posts(database: Database, kind: PostKind) -> list[Post]:
    async with database.read() as session:
        return list((await session.exec(select(Post).where(Post.kind == kind).order_by(col(Post.id)))).all())


async def test_an_adviser_reads_that_it_is_their_opinion_and_not_their_decision(
    database: Database,
    desk: Desk,  # noqa: F811
    advising: Advising,
) -> None:
    await opened(database, desk, advising)

    (post,) = await posts(database, PostKind.ADVICE)
    async with database.read() as session:
        message = await advising.render(session, post)

    assert post.recipient_id == "LOU"
    assert message is not None
    assert "It is your opinion, not your decision" in message.text


async def test_advice_stands_in_the_thread_and_decides_nothing(
    database: Database,
    desk: Desk,  # noqa: F811
    advising: Advising,
) -> None:
    _, stage_id = await opened(database, desk, advising)

    assert await advising.advise([stage_id], "The <!channel> claim is hard to read", by=LOU) == ""

    (line,) = await posts(database, PostKind.LINE)
    assert "*Lou* advises *Legal*" in str(line.details)
    assert "&lt;!channel&gt; claim" in str(line.details)
    async with database.read() as session:
        assert (await session.exec(select(Stage.outcome))).one() is Outcome.PENDING
        assert (await session.exec(select(Entry.actor_id).where(Entry.event == "AdviceGiven"))).one() == "LOU"


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (Actor(team_id=TEAM, person_id="LARA"), "Legal did not ask you for advice"),
        (Actor(team_id="T2", person_id="LOU"), "no longer open"),
    ],
)
async def test_whoever_is_no_adviser_reads_why_and_nothing_is_kept(
    database: Database,
    desk: Desk,  # noqa: F811
    advising: Advising,
    by: Actor,
    why: str,
) -> None:
    _, stage_id = await opened(database, desk, advising)

    assert await advising.questions([stage_id], by=by) == ()
    assert why in await advising.advise([stage_id], "Brighter", by=by)

    async with database.read() as session:
        assert (await session.exec(select(Entry).where(Entry.event == "AdviceGiven"))).all() == []


async def test_whoever_advises_by_now_is_asked_and_whoever_does_not_reads_so(
    database: Database,
    desk: Desk,  # noqa: F811
    advising: Advising,
) -> None:
    asset, _ = await opened(database, desk, advising)
    await people(database, ada="ADA")
    await desk.names({**LEGAL, "advisers": ["ada"]})
    await desk.look_again()
    async with database.write() as session:
        entry = (await session.exec(select(Entry).where(Entry.event == "SeatsChanged"))).one()
        await advising.ask(session, SeatsChanged(team_id=TEAM, asset_id=asset.id, **entry.details))

    asked = {post.recipient_id: post for post in await posts(database, PostKind.ADVICE)}
    asked["LOU"].ts = "1.1"
    async with database.read() as session:
        told = {who: await advising.render(session, post) for who, post in asked.items()}

    assert set(told) == {"LOU", "ADA"}
    assert told["LOU"] is not None
    assert told["ADA"] is not None
    assert "needs no advice of yours any more" in told["LOU"].text
    assert "Your advice on" in told["ADA"].text
