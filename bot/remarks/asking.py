"""What this step asks of the approval: app.py hands both in."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from slack_sdk.models.views import View
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.slack.actor import Actor
from models.remark import Shown
from models.review.words import Verdict

Form = View

Approve = Callable[[Sequence[str], Actor], Awaitable[None]]
"""Take somebody's yes to these stages, as a click on the card is taken; whatever does not count is told to them."""

Advise = Callable[[Sequence[str], str, Actor], Awaitable[str]]
"""Take somebody's words as their advice in these stages. Answers, in a sentence, why not; empty where it is taken."""


class Welcome(Protocol):
    """The pictures of a card on which somebody's advice is still welcome, as of this moment where one is given."""

    async def __call__(
        self, session: AsyncSession, batch_id: str, person_id: str, *, at: datetime | None = None
    ) -> Sequence[Shown]: ...


Ask = Callable[[Sequence[str], Verdict, str, Actor], Awaitable[Form | None]]
"""The form of the card that asks for a reason, begun with these words; None where there is nothing left to ask, which
is told to them.
"""
