"""One digest a person and day, with what is true then; never an empty one. On both databases."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Stage
from models.asset import AssetState, Version
from models.choices import ActNow, Choices, ForInformation
from models.person import Person
from models.post import PostKind
from tests.bot.digests.conftest import DANA, TEAM, UMA, Desk, actor

BY_DIGEST = Choices(act_now=ActNow.DIGEST, for_information=ForInformation.DIGEST)
DAY = timedelta(days=1)


async def test_whoever_wants_one_gets_one_a_day_however_many_look_at_once(desk: Desk) -> None:
    await desk.picture("hero")
    await desk.chooses(DANA, BY_DIGEST)

    for _ in range(2):
        await asyncio.gather(*(desk.digests.send_due() for _ in range(3)))
        desk.clock.advance(DAY)

    assert await desk.told() == [(DANA, "2026-03-02"), (DANA, "2026-03-03")]


async def test_whoever_has_nothing_to_read_gets_none(desk: Desk) -> None:
    await desk.chooses(DANA, BY_DIGEST)
    await desk.chooses(UMA, BY_DIGEST)

    await desk.digests.send_due()

    assert await desk.told() == []


async def test_what_came_later_in_the_day_waits_for_the_next_morning(desk: Desk) -> None:
    await desk.chooses(DANA, BY_DIGEST)
    await desk.digests.send_due()
    await desk.picture("hero")

    await desk.digests.send_due()
    assert await desk.told() == []

    desk.clock.advance(DAY)
    await desk.digests.send_due()
    assert await desk.told() == [(DANA, "2026-03-03")]


async def test_it_tells_what_is_true_when_it_is_sent(desk: Desk) -> None:
    hero = await desk.picture("hero")
    await desk.chooses(DANA, BY_DIGEST)
    await desk.digests.send_due()
    assert "Waiting on you (1)" in await desk.digest()

    async with desk.database.write() as session:
        for stage in await _stages(session, hero.id):
            stage.settled_at = desk.clock.now()

    assert await desk.digest() == ""


async def test_what_else_concerns_one_is_told_in_it_as_long_as_it_is_so(desk: Desk) -> None:
    hero, dark = await desk.picture("hero"), await desk.picture("dark")
    await desk.chooses(UMA, BY_DIGEST)
    await desk.concerns(PostKind.ADVICE, hero, UMA)
    await desk.concerns(PostKind.STUCK, dark, UMA, why="nobody sits in it")  # it is not any more

    await desk.digests.send_due()
    said = await desk.digest()
    assert "your advice is welcome, while *Design* decides" in said
    assert "stuck" not in said
    assert await desk.told() == [(UMA, "2026-03-02")]

    await desk.settles(hero)

    assert "advice" not in await desk.digest()


async def test_whoever_is_not_asked_and_has_muted_it_reads_of_it_in_a_digest(desk: Desk) -> None:
    hero = await desk.picture("hero")
    await desk.concerns(PostKind.ADVICE, hero, UMA)
    await desk.digests.send_due()
    assert await desk.told() == []  # it comes as a message

    await desk.choosing.mute([hero.id], by=actor(UMA))
    await desk.digests.send_due()

    assert await desk.told() == []
    desk.clock.advance(DAY)
    await desk.digests.send_due()
    assert await desk.told() == [(UMA, "2026-03-03")]


async def test_news_of_ones_own_pictures_is_told_once_and_what_needs_one_first(desk: Desk) -> None:
    await desk.chooses(UMA, BY_DIGEST)
    await desk.digests.send_due()
    desk.clock.advance(timedelta(hours=1))
    await desk.picture("fine", AssetState.APPROVED)
    await desk.picture("dark", AssetState.REJECTED)

    desk.clock.advance(DAY)
    await desk.digests.send_due()
    said = await desk.digest()
    desk.clock.advance(DAY)
    await desk.digests.send_due()

    assert said.index("dark") < said.index("fine")
    assert await desk.told() == [(UMA, "2026-03-03")]


async def test_after_days_without_galley_there_is_one_that_tells_it_all(desk: Desk) -> None:
    await desk.chooses(UMA, BY_DIGEST)
    await desk.digests.send_due()
    desk.clock.advance(timedelta(hours=1))
    await desk.picture("fine", AssetState.APPROVED)

    desk.clock.jump(3 * DAY)
    await desk.digests.send_due()
    await desk.digests.send_due()

    assert await desk.told() == [(UMA, "2026-03-05")]
    assert "fine" in await desk.digest()


async def test_whoever_is_away_reads_it_on_their_return(desk: Desk) -> None:
    await desk.chooses(UMA, BY_DIGEST)
    await desk.picture("fine", AssetState.APPROVED)
    await desk.goes_away(UMA, 1)

    for _ in range(3):
        await desk.digests.send_due()
        desk.clock.advance(DAY)

    assert await desk.told() == [(UMA, "2026-03-04")]


async def test_a_deactivated_person_gets_none(desk: Desk) -> None:
    await desk.picture("hero")
    await desk.chooses(DANA, BY_DIGEST)
    await desk.digests.send_due()
    await desk.changes(DANA, _deactivate)

    assert await desk.digest() == ""
    desk.clock.advance(DAY)
    await desk.digests.send_due()
    assert len(await desk.told()) == 1


async def test_whoever_travels_reads_it_at_nine_where_they_are(desk: Desk) -> None:
    await desk.picture("hero")
    await desk.chooses(DANA, BY_DIGEST)
    await desk.changes(DANA, _fly)  # it is 07:00 in New York
    await desk.digests.send_due()
    assert await desk.told() == []

    desk.clock.advance(timedelta(hours=2))
    await desk.digests.send_due()
    assert await desk.told() == [(DANA, "2026-03-02")]


async def test_above_the_noise_budget_it_comes_without_being_chosen(desk: Desk) -> None:
    hero = await desk.picture("hero")
    await desk.digests.send_due()
    assert await desk.told() == []

    desk.budget.above.add((DANA, hero.id))
    desk.clock.advance(DAY)
    await desk.digests.send_due()
    assert await desk.told() == [(DANA, "2026-03-03")]


async def test_a_lead_who_wants_messages_reads_of_the_team_once_a_week_and_only_if_there_is_news(desk: Desk) -> None:
    await desk.picture("hero")
    for number in range(9):
        desk.news.lines = ["Nobody is there."] if number else []
        async with desk.database.read() as session:
            desk.news.leading = [await session.get_one(Person, (TEAM, DANA))]
        await desk.digests.send_due()
        desk.clock.advance(DAY)

    assert await desk.told() == [(DANA, "2026-03-09")]
    assert "Nobody is there." in await desk.digest()


def _deactivate(person: Person) -> None:
    person.is_active = False


def _fly(person: Person) -> None:
    person.zone = "America/New_York"


async def _stages(session: AsyncSession, asset_id: str) -> Sequence[Stage]:
    wanted = select(Stage).join(Version, col(Version.id) == Stage.version_id).where(Version.asset_id == asset_id)
    return (await session.exec(wanted)).all()
