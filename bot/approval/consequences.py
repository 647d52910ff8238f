"""What follows from facts that nobody clicked for: each is told of, in the order in which it happened."""

from collections.abc import Iterator

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import seats, telling
from bot.history import History
from models.asset import Asset, AssetState
from models.events import ApprovalSettled, Event
from models.projection import Step
from models.review.facts import (
    ReviewSettled,
    SeatGivenBack,
    SeatHandedOver,
    SeatsReassigned,
    StageEscalated,
    StageSettled,
    StageStuck,
)


async def record_all(history: History, session: AsyncSession, asset: Asset, step: Step) -> None:
    for event in _led_to(asset, step):
        if isinstance(event, ApprovalSettled):
            asset.state = AssetState(event.outcome)  # they are called alike
            await session.flush()
        await history.record(session, event)


def _led_to(asset: Asset, step: Step) -> Iterator[Event]:
    for fact in step.facts:
        match fact:
            case StageEscalated():
                yield telling.escalated(asset, step, fact)
            case SeatsReassigned():
                yield seats.reassigned(asset, step, fact)
            case SeatHandedOver():
                yield seats.others_asked(asset, step, fact, fact.to)
            case SeatGivenBack() if fact.seat in step.after.stage(fact.stage).awaited:
                yield seats.others_asked(asset, step, fact, fact.seat)
            case StageStuck():
                yield telling.stuck(asset, step, fact)
            case StageSettled():
                yield telling.stage_settled(asset, step, fact)
            case ReviewSettled():
                yield telling.answered(asset, step, fact)
