"""Slack in: files in intake channels and threads, the submit form, the shortcut, and the receipt's buttons."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.fields import WORDS, offers
from bot.intake import forms, views
from bot.intake.correcting import Correcting
from bot.intake.desk import Desk
from bot.intake.drop import Drop, dropped_files
from bot.intake.joining import Joining
from bot.slack.actor import Actor, is_somebody
from bot.slack.modals import close_form, open_view, show_next
from bot.slack.typed import offered
from models.batch import Origin

SEND_TO_REVIEW = "intake.send_to_review"
SUBMIT_FORM = "intake.submit_form"
WRONG_TAG = "intake.wrong_tag"

Json = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk, joining: Joining, correcting: Correcting) -> None:
    _files(app, desk)
    _forms(app, desk)
    _buttons(app, desk)
    _lookalikes(app, joining)
    _corrections(app, correcting, desk)


def _files(app: AsyncApp, desk: Desk) -> None:
    @app.event({"type": "message", "subtype": "file_share"}, matchers=[is_somebody])
    async def dropped(event: Json, actor: Actor, delivery: str | None) -> None:
        drop = Drop(
            team_id=actor.team_id,
            channel_id=event["channel"],
            person_id=actor.person_id,
            files=dropped_files(event.get("files", ())),
            origin=Origin.DROP,
            message_ts=event["ts"],
            thread_ts=event.get("thread_ts"),
            delivery=delivery,
        )
        await desk.take(drop)

    @app.event("file_shared", matchers=[is_somebody])
    async def shared(event: Json, actor: Actor) -> None:
        await desk.expect(actor, event["file_id"], event["channel_id"])

    @app.shortcut({"type": "message_action", "callback_id": SEND_TO_REVIEW})
    async def send_to_review(ack: AsyncAck, shortcut: Json, actor: Actor) -> None:
        message = shortcut["message"]
        await desk.send(actor, message["ts"], message.get("thread_ts"), dropped_files(message.get("files", ())))
        await ack()


def _forms(app: AsyncApp, desk: Desk) -> None:
    @app.shortcut({"type": "shortcut", "callback_id": SUBMIT_FORM})
    async def submit_form(ack: AsyncAck, body: Json, actor: Actor, client: AsyncWebClient) -> None:
        await open_view(client, body["trigger_id"], await desk.submit_form(actor))
        await ack()

    @app.view(forms.SUBMIT)
    async def submitted(ack: AsyncAck, view: Json, actor: Actor) -> None:
        given = forms.written(view, desk.policy)
        if not given.errors:
            await desk.submit(forms.submitted(view, given, by=actor))
        await close_form(ack, given.errors)

    @app.view(forms.FILL)
    async def filled(ack: AsyncAck, view: Json, actor: Actor) -> None:
        given = forms.written(view, desk.policy)
        if not given.errors:
            await desk.fill(view["private_metadata"], given.values, by=actor)
        await close_form(ack, given.errors)


def _buttons(app: AsyncApp, desk: Desk) -> None:
    @app.action(views.REPAIR)
    async def repair(ack: AsyncAck, action: Json, actor: Actor) -> None:
        await desk.repair(action["value"], by=actor)
        await ack()

    @app.action(re.compile(rf"{re.escape(views.DETAILS)}(\.\d+)?$"))
    async def details(ack: AsyncAck, body: Json, action: Json, actor: Actor, client: AsyncWebClient) -> None:
        if form := await desk.details_form(action["value"], by=actor):
            await open_view(client, body["trigger_id"], form)
        await ack()

    @app.options(WORDS)
    async def words(ack: AsyncAck, payload: Json) -> None:
        found = offers(payload.get("block_id", ""), payload.get("value", ""), desk.policy)
        await ack(options=offered(found))

    @app.action(re.compile(rf"{re.escape(views.WHICH)}\.\d+"))
    async def which(ack: AsyncAck, action: Json, actor: Actor) -> None:
        post_id, _, asset_id = action["value"].partition("/")
        await desk.assign(post_id, asset_id, by=actor)
        await ack()


def _lookalikes(app: AsyncApp, joining: Joining) -> None:
    @app.action(views.JOIN)
    async def join(ack: AsyncAck, action: Json, actor: Actor) -> None:
        await joining.join(action["value"], by=actor)
        await ack()

    @app.action(views.TELL_APART)
    async def tell_apart(ack: AsyncAck, action: Json, actor: Actor) -> None:
        await joining.tell_apart(action["value"], by=actor)
        await ack()


def _corrections(app: AsyncApp, correcting: Correcting, desk: Desk) -> None:
    @app.shortcut({"type": "message_action", "callback_id": WRONG_TAG})
    async def wrong_tag(ack: AsyncAck, shortcut: Json, actor: Actor, client: AsyncWebClient) -> None:
        message = shortcut["message"]
        if form := await correcting.of_message(message["ts"], message.get("thread_ts"), by=actor):
            await open_view(client, shortcut["trigger_id"], form)
        await ack()

    @app.view(forms.WHICH)
    async def picked(ack: AsyncAck, view: Json, actor: Actor) -> None:
        form = await correcting.form(forms.picked(view), by=actor)
        await show_next(ack, form)

    @app.view(forms.CORRECT)
    async def corrected(ack: AsyncAck, view: Json, actor: Actor) -> None:
        given = forms.written(view, desk.policy)
        if not given.errors:
            await correcting.correct(view["private_metadata"], given.values, by=actor)
        await close_form(ack, given.errors)
