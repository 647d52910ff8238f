"""A stage that nobody can make pass any more is told once to whoever leads it, on either database."""

import pytest
from sqlmodel import col, select

from bot.approval.following import FollowUp
from bot.approval.leading import Leading
from bot.approval.stuck import Stuck
from bot.approval.threads import Threads
from bot.db import Database
from bot.history import History
from bot.jobs.effects import Claim, Receipt
from bot.slack.posts import Posts
from models.approval import Stage
from models.asset import Asset, Version
from models.events import StageStuck
from models.history import Entry
from models.post import Post, PostKind
from models.review.words import Verdict
from tests import reviews
from tests.bot.approval.questions import TEAM
from tests.bot.approval.test_casting import begun, galley_yml  # noqa: F401  fixtures
from tests.bot.approval.test_openings import people
from tests.bot.approval.test_reseating import LEGAL, Desk, deactivate, desk  # noqa: F401  a fixture
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock

WHY = "everybody must say yes, and 1 of them cannot"


@pytest.fixture
def stuck(desk: Desk, clock: HeldClock) -> Stuck:  # noqa: F811
    return Stuck(
        clock=clock,
        policies=desk.policies,
        leading=Leading(policies=desk.policies, people=desk.people),
        posts=Posts(Ordered(), clock),
        permalink=lambda post: post.key,
    )


async def test_whoever_is_deactivated_and_needed_makes_it_stuck_and_naming_others_frees_it(
    database: Database,
    desk: Desk,  # noqa: F811
) -> None:
    await begun(database, desk.openings)
    await deactivate(database, "LEO")
    await desk.look_again()
    await desk.look_again()
    assert await reasons(database) == [WHY]
    assert await shown(database) == [WHY]

    await desk.names({**LEGAL, "approvers": ["lara", "lou"]})
    await desk.look_again()
    assert await shown(database) == [""]


async def test_a_no_that_leaves_too_few_is_told_once_whoever_decides_after_it(
    database: Database,
    desk: Desk,  # noqa: F811
    clock: HeldClock,
) -> None:
    await desk.names({**LEGAL, "rule": "quorum", "quorum": 2, "fail_count": 2})
    desk.group("LARA", "LEO")
    await begun(database, desk.openings)
    follow_up = FollowUp(history=History(clock), openings=desk.openings, threads=Threads(Posts(Ordered(), clock)))

    for by, verdict in (("LARA", Verdict.REJECT), ("LEO", Verdict.APPROVE)):
        async with database.write() as session:
            version = (await session.exec(select(Version))).one()
            await reviews.say(session, version.id, "Legal", by, verdict, click_id=by)
        async with database.write() as session:
            await follow_up.settle(session, claim(), by, Receipt(remote_id=by))

    assert await reasons(database) == ["2 must say yes, and at most 1 can"]


async def test_the_lead_reads_one_message_for_all_pictures_of_a_batch(
    database: Database,
    desk: Desk,  # noqa: F811
    stuck: Stuck,
) -> None:
    await people(database, lead="LEA")
    asset = await begun(database, desk.openings)
    await deactivate(database, "LEO")
    await desk.look_again()

    for _ in range(2):
        async with database.write() as session:
            await stuck.tell_lead(session, await event(database, asset))

    (post,) = await posts(database)
    assert (post.recipient_id, post.channel_id) == ("LEA", "LEA")
    async with database.read() as session:
        message = await stuck.render(session, post)
    assert message is not None
    assert f"cannot be approved any more in Legal: {WHY}" in message.text


async def test_of_a_campaign_it_is_the_campaigns_lead_who_reads_it(
    database: Database,
    desk: Desk,  # noqa: F811
    stuck: Stuck,
) -> None:
    text = desk.galley_yml.read_text().replace("legal: [leo]", "lead: [lou]")
    await people(database, lead="LEA")
    desk.galley_yml.write_text(text)
    desk.policies.reload()
    asset = await begun(database, desk.openings, campaign="Spring")
    await deactivate(database, "LEO")
    await desk.look_again()

    async with database.write() as session:
        await stuck.tell_lead(session, await event(database, asset))

    assert [post.recipient_id for post in await posts(database)] == ["LOU"]


@pytest.mark.parametrize(("ts", "words"), [(None, None), ("1.1", "Legal is not stuck any more")])
async def test_what_was_freed_meanwhile_is_not_told_and_what_was_told_is_put_right(
    database: Database,
    desk: Desk,  # noqa: F811
    stuck: Stuck,
    ts: str | None,
    words: str | None,
) -> None:
    await people(database, lead="LEA")
    asset = await begun(database, desk.openings)
    await deactivate(database, "LEO")
    await desk.look_again()
    async with database.write() as session:
        await stuck.tell_lead(session, await event(database, asset))
    await deactivate(database, "LEO", is_active=True)
    await desk.look_again()

    (post,) = await posts(database)
    post.ts = ts
    async with database.read() as session:
        message = await stuck.render(session, post)

    assert (message and message.text) == words


async def reasons(database: Database) -> list[str]:
    wanted = select(Entry).where(Entry.event == "StageStuck").order_by(col(Entry.number))
    async with database.read() as session:
        return [entry.details["why"] for entry in await session.exec(wanted)]


async def shown(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.exec(select(Stage.stuck))).all())


async def posts(database: Database) -> list[Post]:
    async with database.read() as session:
        return list((await session.exec(select(Post).where(Post.kind == PostKind.STUCK))).all())


async def event(database: Database, asset: Asset) -> StageStuck:
    async with database.read() as session:
        entry = (await session.exec(select(Entry).where(Entry.event == "StageStuck"))).one()
    return StageStuck(team_id=TEAM, asset_id=asset.id, **entry.details)


def claim() -> Claim:
    async def keep(_: object) -> None: ...

    return Claim(
        id="1", key="1", kind="1", subject="1", lane="1", attempt=1, checkpoint={}, keep=keep, check=lambda: None
    )
