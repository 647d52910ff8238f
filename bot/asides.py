"""Where words in a thread meet the approval: what their author records is decided as any click on the card is."""

from collections.abc import Sequence

from slack_sdk.models.views import View

from bot.approval import forms
from bot.approval.advising import Advising
from bot.approval.asked import Answer
from bot.approval.flow import Approvals
from bot.remarks.asking import Advise, Approve, Ask
from bot.slack.actor import Actor
from models.review.words import Verdict


def approve_by(approvals: Approvals) -> Approve:
    async def approve(stage_ids: Sequence[str], by: Actor) -> None:
        await approvals.decide([Answer(stage_id=one, verdict=Verdict.APPROVE) for one in stage_ids], by=by)

    return approve


def advise_by(advising: Advising) -> Advise:
    async def advise(stage_ids: Sequence[str], words: str, by: Actor) -> str:
        return await advising.advise(stage_ids, words, by=by)

    return advise


def ask_by(approvals: Approvals) -> Ask:
    async def ask(stage_ids: Sequence[str], verdict: Verdict, reason: str, by: Actor) -> View | None:
        questions = await approvals.questions(stage_ids, by=by)
        return forms.reason_form(questions, verdict, reason=reason) if questions else None

    return ask
