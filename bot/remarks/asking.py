"""What this step asks of the approval: app.py hands both in."""

from collections.abc import Awaitable, Callable, Sequence

from slack_sdk.models.views import View

from bot.slack.actor import Actor
from models.review.words import Verdict

Form = View

Approve = Callable[[Sequence[str], Actor], Awaitable[None]]
"""Take somebody's yes to these stages, as a click on the card is taken; whatever does not count is told to them."""

Ask = Callable[[Sequence[str], Verdict, str, Actor], Awaitable[Form | None]]
"""The form of the card that asks for a reason, begun with these words; None where there is nothing left to ask, which
is told to them.
"""
