"""Slack delivers best effort: what it forgets to tell is found by the second way."""

from sqlmodel import func, select

from bot.intake.waiting import LookForFile
from models.job import Job, JobState
from sandbox.faults import Kind
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.waiting import eventually


async def test_every_file_of_a_message_that_never_came_is_taken_in(galley: Galley) -> None:
    galley.sandbox.world.faults.arm(system="slack", kind=Kind.DROP, match="event/message", times=1)
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)), ("detail.jpg", photo(2)))

    await eventually(lambda: waits_for_its_message(galley, files=2))
    await galley.stage.advance("PT15S")

    async def has_both() -> bool:
        card = await galley.stage.card()
        return card is not None and "hero" in card.words and "detail" in card.words

    await eventually(has_both)
    cards = [one for one in await galley.stage.messages("designer1", "review") if one.is_card]
    assert len(cards) == 1


async def waits_for_its_message(galley: Galley, *, files: int) -> bool:
    async with galley.house.db.read() as session:
        waiting = await session.exec(
            select(func.count()).where(Job.kind == LookForFile.kind, Job.state == JobState.WAITING)
        )
        return waiting.one() == files
