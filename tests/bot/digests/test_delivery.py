"""What somebody is written to about, and what they rather read in their digest; asked when it is sent."""

import pytest
from sqlmodel import select

from models.approval import Seat, Stage
from models.asset import AssetState
from models.choices import ActNow, Choices, ForInformation
from models.history import Entry
from models.post import PostKind
from tests.bot.digests.conftest import DANA, TEAM, UMA, Desk, actor

DIGEST = Choices(act_now=ActNow.DIGEST)


async def test_without_a_choice_everything_is_sent(desk: Desk) -> None:
    waiting, settled = await desk.picture("hero"), await desk.picture("fine", AssetState.APPROVED)

    assert await desk.sends(PostKind.ASK, waiting, DANA)
    assert await desk.sends(PostKind.OUTCOME, settled, UMA)


async def test_a_question_waits_for_the_digest_of_whoever_wants_it_there(desk: Desk) -> None:
    hero = await desk.picture("hero")
    await desk.chooses(DANA, DIGEST)

    assert not await desk.sends(PostKind.ASK, hero, DANA)
    assert await held(desk) == {DANA}


@pytest.mark.parametrize("kind", [PostKind.ADVICE, PostKind.STUCK, PostKind.HAND])
async def test_advice_and_what_is_stuck_keep_to_what_each_has_chosen(desk: Desk, kind: PostKind) -> None:
    hero, other = await desk.picture("hero"), await desk.picture("other")
    async with desk.database.write() as session:
        for stage in (await session.exec(select(Stage))).all():
            stage.called_at = None  # as one that waits for a hand
    assert await desk.sends(kind, hero, UMA)

    await desk.choosing.mute([hero.id], by=actor(UMA))
    assert not await desk.sends(kind, hero, UMA)
    assert await desk.sends(kind, other, UMA)

    desk.budget.above |= {(UMA, other.id)}
    assert not await desk.sends(kind, other, UMA)

    await desk.chooses(DANA, DIGEST)
    assert not await desk.sends(kind, hero, DANA)


@pytest.mark.parametrize("wanted", [ForInformation.DIGEST, ForInformation.THREAD])
async def test_good_news_stays_where_they_want_it_and_bad_news_comes(desk: Desk, wanted: ForInformation) -> None:
    fine, dark = await desk.picture("fine", AssetState.APPROVED), await desk.picture("dark", AssetState.REJECTED)
    await desk.chooses(UMA, Choices(for_information=wanted))

    assert not await desk.sends(PostKind.OUTCOME, fine, UMA)
    assert await desk.sends(PostKind.OUTCOME, dark, UMA)


async def test_what_needs_them_again_is_theirs_to_act_on(desk: Desk) -> None:
    dark = await desk.picture("dark", AssetState.CHANGES_REQUESTED)
    await desk.chooses(UMA, DIGEST)

    assert not await desk.sends(PostKind.OUTCOME, dark, UMA)


async def test_a_muted_picture_is_quiet_and_the_others_are_not(desk: Desk) -> None:
    hero, other = await desk.picture("hero"), await desk.picture("other")
    await desk.choosing.mute([hero.id], by=actor(DANA))
    await desk.choosing.mute([hero.id], by=actor(DANA))

    assert not await desk.sends(PostKind.ASK, hero, DANA)
    assert await desk.sends(PostKind.ASK, other, DANA)
    await desk.choosing.unmute([hero.id], by=actor(DANA))
    assert await desk.sends(PostKind.ASK, hero, DANA)
    assert await events(desk) == ["AssetMuted", "AssetUnmuted"]


async def test_a_reminder_mutes_what_of_its_upload_concerns_one(desk: Desk) -> None:
    hero = await desk.picture("hero")

    assert await desk.choosing.mute_batch(hero.batch_id, by=actor(DANA)) == ["hero"]
    assert await desk.choosing.mute_batch(hero.batch_id, by=actor("USTRANGER")) == []
    assert not await desk.sends(PostKind.ASK, hero, DANA)


async def test_a_reminder_mutes_also_what_one_is_only_told_of(desk: Desk) -> None:
    hero = await desk.picture("hero")
    await desk.concerns(PostKind.HAND, hero, "ULEAD")

    assert await desk.choosing.mute_batch(hero.batch_id, by=actor("ULEAD")) == ["hero"]


async def test_the_form_lifts_what_is_taken_away_there(desk: Desk) -> None:
    hero, other = await desk.picture("hero"), await desk.picture("other")
    await desk.choosing.mute([hero.id, other.id], by=actor(DANA))

    await desk.choosing.choose(Choices(), still_muted=(other.id,), by=actor(DANA))

    assert (await desk.choosing.open(actor(DANA))).muted == [("other", other.id)]


async def test_above_the_noise_budget_it_waits_for_the_digest(desk: Desk) -> None:
    hero, fine = await desk.picture("hero"), await desk.picture("fine", AssetState.APPROVED)
    desk.budget.above |= {(DANA, hero.id), (UMA, fine.id)}

    assert not await desk.sends(PostKind.ASK, hero, DANA)
    assert not await desk.sends(PostKind.OUTCOME, fine, UMA)


async def test_a_reminder_asks_the_budget_once_more_when_it_leaves(desk: Desk) -> None:
    """Another may have come due in the same instant. What nobody answers reaches the lead whatever the budget says."""
    hero = await desk.picture("hero")
    async with desk.database.read() as session:
        about = {"rung": "at", "stages": list((await session.exec(select(Stage.id))).all())}
    assert await desk.sends(PostKind.REMINDER, hero, DANA, **about)

    desk.budget.above.add((DANA, hero.id))

    assert not await desk.sends(PostKind.REMINDER, hero, DANA, **about)
    assert await desk.sends(PostKind.REMINDER, hero, DANA, **about | {"rung": "escalation"})


async def test_the_same_choice_again_is_no_news(desk: Desk) -> None:
    await desk.chooses(DANA, DIGEST)
    await desk.chooses(DANA, DIGEST)

    assert await events(desk) == ["NoticesChosen"]


async def held(desk: Desk) -> set[str]:
    """Of all that waits for Dana."""
    async with desk.database.read() as session:
        waits = {(DANA, stage_id) for stage_id in (await session.exec(select(Stage.id))).all()}
        return {person for person, _ in await desk.delivery.held(session, TEAM, waits)}


async def events(desk: Desk) -> list[str]:
    async with desk.database.read() as session:
        return list((await session.exec(select(Entry.event).order_by(Entry.number))).all())  # type: ignore[arg-type]


async def test_whoever_stands_in_is_written_to_as_they_themselves_chose(desk: Desk) -> None:
    hero = await desk.picture("hero")
    async with desk.database.write() as session:
        (await session.exec(select(Seat))).one().substitute_id = UMA
    assert await desk.sends(PostKind.ASK, hero, UMA)

    await desk.chooses(UMA, DIGEST)

    assert not await desk.sends(PostKind.ASK, hero, UMA)
