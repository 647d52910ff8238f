"""What a yes asked for is done once, by whoever brought the picture, or by a lead for them."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.finishing import Finishing
from bot.approval.keeping import read_reviews, tell
from bot.approval.threads import Threads
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from models.approval import Decision
from models.history import Entry
from models.person import Person
from models.post import Post, PostKind
from models.review import supersede
from models.review.words import Rule, Verdict
from models.roles import NotAllowed
from tests import reviews
from tests.bot.approval.questions import SUBMITTER, TEAM, asked
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock

LEAD, ANA = "U0LEAD", "U1"
NAMES = {SUBMITTER: "uploader", LEAD: "lead", ANA: "ana"}


def person(slack_id: str) -> Person:
    handle = NAMES[slack_id]
    return Person(team_id=TEAM, slack_id=slack_id, handle=handle, name=handle.title(), read_at=NOON)


class Directory:
    async def find(
        self, session: AsyncSession, team_id: str, references: Iterable[str]
    ) -> tuple[tuple[Person, ...], tuple[str, ...]]:
        del session, team_id
        return tuple(person(one) for one, handle in NAMES.items() if handle in set(references)), ()


@pytest.fixture
async def finishing(database: Database) -> Finishing:
    clock = HeldClock()
    async with database.write() as session:
        session.add_all(map(person, NAMES))
    history = History(clock)
    roles = Roles(db=database, history=history, policies=Policies(Path("galley.yml")), people=Directory())
    threads = Threads(Posts(Ordered(), clock))
    return Finishing(db=database, clock=clock, history=history, roles=roles, threads=threads)


async def wished(database: Database) -> tuple[str, str]:
    """The ids of the review, and of Ana's decision to approve with changes."""
    _, version, _ = await asked(database, {"Legal": [ANA, "U2"]}, rule=Rule.ALL)
    async with database.write() as session:
        await reviews.say(session, version.id, "Legal", ANA, Verdict.APPROVE_WITH_CHANGES, reason="The year is 2025")
    async with database.read() as session:
        return version.id, (await session.exec(select(Decision.id))).one()


def by(person_id: str, *, team_id: str = TEAM) -> Actor:
    return Actor(team_id=team_id, person_id=person_id, channel_id="C1")


@pytest.mark.parametrize("who", [SUBMITTER, LEAD])
async def test_it_is_done_on_the_row_in_the_facts_and_in_history(
    database: Database, finishing: Finishing, who: str
) -> None:
    review_id, decision_id = await wished(database)

    await finishing.finish(decision_id, by=by(who))

    async with database.read() as session:
        row = (await session.exec(select(Decision))).one()
        told = (await read_reviews(session, [review_id]))[review_id]
    assert (row.done_by, row.done_at, row.is_to_do) == (who, NOON, False)
    assert not told.review.stage("Legal").follow_ups
    [details] = await entries(database, "FollowUpFinished")
    assert (details["asked_by"], details["wish"]) == (ANA, "The year is 2025")


async def test_the_second_click_changes_nothing_and_is_told_so(database: Database, finishing: Finishing) -> None:
    _, decision_id = await wished(database)
    await finishing.finish(decision_id, by=by(SUBMITTER))

    await finishing.finish(decision_id, by=by(LEAD))

    assert len(await entries(database, "FollowUpFinished")) == 1
    assert [one["deed"] for one in await entries(database, "DeedRefused")] == ["finish"]
    assert "What was asked for in Legal is done already" in await whispered(database)


async def test_others_read_who_may(database: Database, finishing: Finishing) -> None:
    _, decision_id = await wished(database)

    with pytest.raises(NotAllowed, match=r"Only admins and leads .* Lead can help"):
        await finishing.finish(decision_id, by=by(ANA))

    assert await entries(database, "FollowUpFinished") == []
    assert len(await entries(database, "DeedRefused")) == 1


async def test_nothing_of_another_workspace_is_found(database: Database, finishing: Finishing) -> None:
    _, decision_id = await wished(database)

    await finishing.finish(decision_id, by=by(SUBMITTER, team_id="T2"))

    assert await entries(database, "FollowUpFinished") == []
    assert "no longer open" in await whispered(database)


async def test_a_newer_version_ends_what_was_asked_of_the_older(database: Database, finishing: Finishing) -> None:
    review_id, decision_id = await wished(database)
    async with database.write() as session:
        await tell(session, review_id, lambda told: supersede(told.review, at=NOON))

    await finishing.finish(decision_id, by=by(SUBMITTER))

    assert await entries(database, "FollowUpFinished") == []
    assert "no longer asked for" in await whispered(database)


async def entries(database: Database, event: str) -> list[dict[str, object]]:
    async with database.read() as session:
        return [entry.details for entry in await session.exec(select(Entry).where(Entry.event == event))]


async def whispered(database: Database) -> str:
    async with database.read() as session:
        return str((await session.exec(select(Post).where(Post.kind == PostKind.WHISPER))).one().details["text"])
