"""Who is away, from when to when, and who decides meanwhile; on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from models.absence import AppSubstitute, CampaignGone
from models.campaign import Campaign
from models.post import Post
from models.review.refusals import IsSubstitute, SubstituteAway, TwoSubstitutes
from models.roles import NotAllowed
from tests.bot.away.conftest import APP, BEA, DANA, LEA, TEAM, Studio, actor
from tests.clocks import MONDAY_NOON


async def test_whoever_stands_in_does_so_from_the_first_day_to_the_last(studio: Studio) -> None:
    await studio.goes(DANA, BEA, first=1, days=1)

    found = []
    for _ in range(4):
        found.append(await studio.standing_in(DANA, BEA))
        studio.clock.advance(timedelta(days=1))

    assert found == [{}, {DANA: BEA}, {DANA: BEA}, {}]


async def test_days_are_those_of_the_absent_person_and_move_with_their_zone(studio: Studio) -> None:
    await studio.goes(BEA, DANA, first=1, days=0)  # Tuesday in New York begins at 05:00 UTC
    studio.clock.advance(timedelta(hours=16, minutes=59))
    assert await studio.standing_in(BEA) == {}

    studio.clock.advance(timedelta(minutes=1))
    assert await studio.standing_in(BEA) == {BEA: DANA}

    await studio.moves(BEA, "Pacific/Honolulu")
    assert await studio.standing_in(BEA) == {}


async def test_it_begins_and_ends_by_itself_and_history_says_so_once(studio: Studio) -> None:
    await studio.goes(DANA, BEA, first=1, days=1, hands_over=True)
    for _ in range(4):
        await asyncio.gather(studio.days.keep(), studio.days.keep())
        studio.clock.advance(timedelta(days=1))

    told = [event for event, _ in await studio.told()]
    assert told == ["AbsenceNamed", "AbsenceBegan", "AbsenceEnded"]


async def test_one_that_nobody_noticed_in_time_ends_without_having_begun(studio: Studio) -> None:
    await studio.goes(DANA, BEA, first=1, days=1)
    studio.clock.advance(timedelta(days=9))

    await studio.days.keep()

    assert [event for event, _ in await studio.told()] == ["AbsenceNamed", "AbsenceEnded"]


async def test_a_night_that_loses_an_hour_ends_an_absence_at_midnight_all_the_same(studio: Studio) -> None:
    studio.clock.advance(timedelta(days=26))  # Saturday; Berlin's clocks are put forward in that night
    await studio.goes(DANA, BEA, first=26, days=1)
    studio.clock.advance(timedelta(days=1, hours=9, minutes=59))  # 23:59 of Sunday in Berlin
    assert await studio.standing_in(DANA) == {DANA: BEA}

    studio.clock.advance(timedelta(minutes=1))
    assert await studio.standing_in(DANA) == {}


async def test_the_same_form_twice_is_one_absence_and_another_one_is_refused(studio: Studio) -> None:
    first, again = await studio.goes(DANA, BEA), await studio.goes(DANA, BEA)
    other = await studio.goes(DANA, LEA, first=2)

    assert first.absence is not None
    assert again.absence is not None
    assert first.absence.id == again.absence.id
    assert type(other.refusal) is TwoSubstitutes
    assert [event for event, _ in await studio.told()] == ["AbsenceNamed", "AbsenceBegan"]


async def test_of_two_who_name_one_another_at_once_one_is_refused(studio: Studio) -> None:
    answers = await asyncio.gather(studio.goes(DANA, BEA), studio.goes(BEA, DANA))

    refusals = [type(one.refusal) for one in answers if one.refusal]
    assert len(refusals) == 1
    assert refusals[0] in (SubstituteAway, IsSubstitute)


async def test_an_app_stands_in_for_nobody(studio: Studio) -> None:
    assert type((await studio.goes(DANA, APP)).refusal) is AppSubstitute
    assert await studio.told() == []


async def test_a_campaign_narrows_it_and_one_that_is_not_there_does_not_widen_it(studio: Studio) -> None:
    spring = Campaign(
        id="spring", team_id=TEAM, channel_id="C1", board="none", project_id="P", title="Spring", permalink="",
        linked_by=LEA, linked_at=MONDAY_NOON,
    )  # fmt: skip
    async with studio.database.write() as session:
        session.add(spring)

    refused = await studio.goes(DANA, BEA, campaign_ids=("elsewhere",))
    await studio.goes(DANA, BEA, campaign_ids=("spring",))

    assert type(refused.refusal) is CampaignGone
    assert await studio.standing_in(DANA, campaign="spring") == {DANA: BEA}
    assert await studio.standing_in(DANA, campaign="Autumn") == {}


async def test_a_lead_writes_it_down_for_somebody_who_is_gone_and_history_says_who(studio: Studio) -> None:
    await studio.goes(DANA, BEA, by=LEA)

    assert await studio.told() == [("AbsenceNamed", LEA), ("AbsenceBegan", None)]
    assert await recipients(studio) == [BEA, DANA]


async def test_nobody_else_writes_down_or_ends_what_is_not_theirs(studio: Studio) -> None:
    with pytest.raises(NotAllowed, match="Only admins and leads may write down that somebody else is away"):
        await studio.goes(DANA, LEA, by=BEA)

    standing = (await studio.goes(DANA, LEA)).absence
    assert standing is not None
    with pytest.raises(NotAllowed):
        await studio.away.end(standing.id, by=actor(BEA))
    assert await studio.standing_in(DANA) == {DANA: LEA}


async def test_ended_now_it_holds_no_more_and_the_days_are_free_again(studio: Studio) -> None:
    standing = (await studio.goes(DANA, BEA)).absence
    assert standing is not None

    await studio.away.end(standing.id, by=actor(DANA))
    await studio.away.end(standing.id, by=actor(DANA))

    assert await studio.standing_in(DANA) == {}
    assert [event for event, _ in await studio.told()].count("AbsenceEnded") == 1
    assert (await studio.goes(DANA, LEA)).absence


async def test_the_substitute_is_told_once_and_whoever_wrote_it_down_never(studio: Studio) -> None:
    await studio.goes(DANA, BEA)
    await studio.goes(DANA, BEA)

    assert await recipients(studio) == [BEA]


async def test_what_is_over_before_it_could_be_read_is_never_said(studio: Studio) -> None:
    standing = (await studio.goes(DANA, BEA)).absence
    assert standing is not None
    assert "You stand in for Udana" in await said(studio)

    await studio.away.end(standing.id, by=actor(DANA))

    assert await said(studio) == ""


async def recipients(studio: Studio) -> list[str]:
    async with studio.database.read() as session:
        return sorted(one or "" for one in (await session.exec(select(Post.recipient_id))).all())


async def said(studio: Studio) -> str:
    async with studio.database.read() as session:
        post = (await session.exec(select(Post))).one()
        message = await studio.telling.render(session, post)
    return message.text if message else ""
