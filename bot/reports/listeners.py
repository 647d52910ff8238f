"""Slack in: the next picture to complete."""

from collections.abc import Mapping
from typing import Any, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.reports import inventory
from bot.reports.completing import Completeness
from bot.slack.actor import Actor
from bot.slack.modals import open_view

Json = Mapping[str, Any]


class Details(Protocol):
    """The form in which what is missing is filled in. Raises NotAllowed."""

    async def details_form(self, asset_ids: str, *, by: Actor) -> View | None: ...


def register(app: AsyncApp, completeness: Completeness, details: Details) -> None:
    @app.action(inventory.COMPLETE)
    async def complete(
        ack: AsyncAck, respond: AsyncRespond, body: Json, action: Json, *, actor: Actor, client: AsyncWebClient
    ) -> None:
        found = await completeness.next(action["value"], by=actor)
        if found.opened_id and (form := await details.details_form(found.opened_id, by=actor)):
            await open_view(client, body["trigger_id"], form)
        await respond(**inventory.inventory(found).to_json(), response_type="ephemeral", replace_original=True)
        await ack()
