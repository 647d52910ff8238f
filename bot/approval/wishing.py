"""Approving with changes: the form behind the overflow of a card."""

from slack_sdk.models.views import View

from bot.approval import answers
from bot.approval.forms import reason_form
from bot.approval.second_thoughts import SecondThoughts
from bot.slack.actor import Actor
from bot.slack.parts import Message
from models.review.words import Verdict


class Wishing:
    def __init__(self, thoughts: SecondThoughts) -> None:
        self._thoughts = thoughts

    async def __call__(self, batch_id: str, *, by: Actor) -> Message | View:
        questions = await self._thoughts.questions(batch_id, by=by)
        return reason_form(questions, Verdict.APPROVE_WITH_CHANGES) if questions else answers.nothing_waits()
