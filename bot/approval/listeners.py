"""Slack in: clicks on a card and answers to its forms."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot import clicks
from bot.approval import forms, views
from bot.approval.advising import Advising
from bot.approval.asked import Answer
from bot.approval.by_hand import ByHand
from bot.approval.finishing import Finishing
from bot.approval.flow import Approvals
from bot.approval.lacking import Details
from bot.approval.reseating import Reseating
from bot.slack.actor import Actor
from bot.slack.modals import open_view
from bot.wishes import FINISH
from models.review.words import Verdict

Json = Mapping[str, Any]

GROUP_EVENTS = ("subteam_created", "subteam_updated", "subteam_members_changed")


def register(app: AsyncApp, approvals: Approvals, finishing: Finishing, by_hand: ByHand, *, details: Details) -> None:
    _approving(app, approvals, details)
    _clicks(app, approvals)
    _answers(app, approvals)
    _wishes(app, finishing)
    _openings(app, by_hand)


def register_advice(app: AsyncApp, advising: Advising) -> None:
    @app.action(clicks.ADVISE)
    async def advise(ack: AsyncAck, body: Json, action: Json, actor: Actor, client: AsyncWebClient) -> None:
        if questions := await advising.questions(clicks.asked_about(action["value"]), by=actor):
            await open_view(client, body["trigger_id"], forms.advice_form(questions))
        await ack()

    @app.view(forms.ADVICE)
    async def advised(ack: AsyncAck, view: Json, actor: Actor) -> None:
        stage_ids, words = forms.advised(view)
        await _close(ack, await advising.advise(stage_ids, words, by=actor), block_id="advice")


def register_groups(app: AsyncApp, reseating: Reseating) -> None:
    for name in GROUP_EVENTS:

        @app.event(name)
        async def changed(context: AsyncBoltContext) -> None:
            await reseating.follow_groups(context.team_id or "")


def _approving(app: AsyncApp, approvals: Approvals, details: Details) -> None:
    @app.action(clicks.APPROVE)
    async def approve(ack: AsyncAck, body: Json, action: Json, actor: Actor, client: AsyncWebClient) -> None:
        answers = [Answer(stage_id=stage, verdict=Verdict.APPROVE) for stage in clicks.asked_about(action["value"])]
        lacking = (await approvals.decide(answers, by=actor)).lacking
        if lacking and (form := await details.details_form(",".join(lacking), by=actor)):
            await open_view(client, body["trigger_id"], form)
        await ack()


def _clicks(app: AsyncApp, approvals: Approvals) -> None:
    @app.action(clicks.REJECT)
    async def reject(ack: AsyncAck, body: Json, action: Json, actor: Actor, client: AsyncWebClient) -> None:
        if questions := await approvals.questions(clicks.asked_about(action["value"]), by=actor):
            await open_view(client, body["trigger_id"], forms.reason_form(questions, Verdict.REJECT))
        await ack()

    @app.action(clicks.REQUEST_CHANGES)
    async def request_changes(ack: AsyncAck, body: Json, action: Json, actor: Actor, client: AsyncWebClient) -> None:
        if questions := await approvals.questions(clicks.asked_about(action["value"]), by=actor):
            await open_view(client, body["trigger_id"], forms.reason_form(questions, Verdict.REQUEST_CHANGES))
        await ack()

    @app.action(views.ONE_BY_ONE)
    async def one_by_one(ack: AsyncAck, body: Json, action: Json, actor: Actor, client: AsyncWebClient) -> None:
        if questions := await approvals.questions(clicks.asked_about(action["value"]), by=actor):
            await open_view(client, body["trigger_id"], forms.each_form(questions))
        await ack()


def _answers(app: AsyncApp, approvals: Approvals) -> None:
    @app.view(forms.REASON[Verdict.APPROVE_WITH_CHANGES])
    async def approved_with_changes(ack: AsyncAck, view: Json, actor: Actor) -> None:
        answers = forms.reasoned(view, Verdict.APPROVE_WITH_CHANGES)
        decided = await approvals.decide(answers, by=actor, in_form=True)
        await _close(ack, decided.against, block_id="reason")

    @app.view(forms.REASON[Verdict.REJECT])
    async def rejected(ack: AsyncAck, view: Json, actor: Actor) -> None:
        decided = await approvals.decide(forms.reasoned(view, Verdict.REJECT), by=actor, in_form=True)
        await _close(ack, decided.against, block_id="reason")

    @app.view(forms.REASON[Verdict.REQUEST_CHANGES])
    async def changes_requested(ack: AsyncAck, view: Json, actor: Actor) -> None:
        answers = forms.reasoned(view, Verdict.REQUEST_CHANGES)
        decided = await approvals.decide(answers, by=actor, in_form=True)
        await _close(ack, decided.against, block_id="reason")

    @app.view(forms.EACH)
    async def decided_each(ack: AsyncAck, view: Json, actor: Actor) -> None:
        answers = forms.each(view)
        if errors := forms.missing_reasons(answers):
            await ack(response_action="errors", errors=errors)
            return
        decided = await approvals.decide(answers, by=actor, in_form=True)
        await _close(ack, decided.against, block_id=f"verdict/{answers[0].stage_id}" if answers else "")


def _wishes(app: AsyncApp, finishing: Finishing) -> None:
    @app.action(re.compile(rf"{re.escape(FINISH)}\.\d+"))
    async def done(ack: AsyncAck, action: Json, actor: Actor) -> None:
        await finishing.finish(action["value"], by=actor)
        await ack()


def _openings(app: AsyncApp, by_hand: ByHand) -> None:
    @app.action(re.compile(rf"{re.escape(clicks.OPEN)}\.\d+"))
    async def opened(ack: AsyncAck, action: Json, actor: Actor) -> None:
        await by_hand.open(clicks.asked_about(action["value"]), by=actor)
        await ack()


async def _close(ack: AsyncAck, against: str, *, block_id: str) -> None:
    """Close the form; where nothing counted, it stays open and says why."""
    if against:
        await ack(response_action="errors", errors={block_id: unescape(against)})  # shown as it is, without mark-up
    else:
        await ack()
