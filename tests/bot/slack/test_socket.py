"""Socket Mode: what happens in the sandbox reaches the listeners, and what they answer reaches the person."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.courtesy import Courtesy
from bot.db import Database
from bot.slack import listeners, modals
from bot.slack.actor import Actor
from bot.slack.app import build_app, take_the_rest
from bot.slack.installations import Installations
from bot.slack.mishaps import Mishaps
from bot.slack.parts import actions, button, modal, text
from bot.slack.people import People
from bot.slack.presence import Presence
from bot.slack.reception import Reception
from bot.slack.socket import Socket
from bot.vault import Vault, new_key
from models.events import TroubleFound
from models.post import PostKind
from models.review.refusals import NotAsked
from sandbox.serve import Sandbox
from sandbox.slack import names
from tests.bot.slack.conftest import GENERAL, REVIEW, House
from tests.clocks import HeldClock
from tests.loopback import loopback
from tests.waiting import eventually
from tests.workspaces import OneWorkspace, let_in


@pytest.fixture
async def app(client: AsyncWebClient, lite: Database) -> AsyncIterator[AsyncApp]:
    people = People(OneWorkspace(client), lite, HeldClock())
    await people.refresh(names.TEAM)
    yield build_app(client=client, signing_secret="", let_in=let_in, people=people, mishaps=Mishaps())
    await people.close()


@pytest.fixture
async def socket(app: AsyncApp) -> AsyncIterator[Socket]:
    socket = Socket(app, app_token=names.APP_TOKEN, courtesy=Courtesy())
    await socket.start()
    await eventually(socket.is_connected)
    yield socket
    await socket.close()


class Hands:
    """A person's hands in the sandbox."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def do(self, what: str, **how: Any) -> Any:
        answer = await self._http.post(f"/control/slack/{what}", json=how)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def whispers(self, user: str, channel: str = "review") -> list[str]:
        answer = await self._http.get("/control/slack/messages", params={"user": user, "channel": channel})
        return [one["text"] for one in answer.json()["messages"] if one.get("ephemeral")]


@pytest.fixture
async def hands(sandbox: Sandbox, socket: Socket) -> AsyncIterator[Hands]:
    del socket  # somebody must be listening
    async with loopback(sandbox.world.addresses.page) as http:
        yield Hands(http)


async def draw_a_button(client: AsyncWebClient) -> str:
    row = actions(button("Approve", action_id="approval.approve", value="s1"))
    return str((await client.chat_postMessage(channel=REVIEW, text="Approve?", blocks=[row]))["ts"])


async def test_a_refused_click_is_one_private_sentence(app: AsyncApp, client: AsyncWebClient, hands: Hands):
    @app.action("approval.approve")
    async def refuse() -> None:
        raise NotAsked(stage="Brand", can_help=("Bea",))

    ts = await draw_a_button(client)
    await hands.do("click", user="lead", channel="review", ts=ts, action_id="approval.approve", value="s1")

    assert await hands.whispers("lead") == ["Brand asks others; it is for Bea to decide."]
    assert await hands.whispers("brand") == []


async def test_a_trigger_that_was_used_opens_no_second_form(app: AsyncApp, client: AsyncWebClient, hands: Hands):
    @app.action("approval.approve")
    async def ask_twice(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        form = modal("Reject", [text("reason", "Why?")], callback_id="approval.reject", submit="Reject")
        for _ in range(2):
            await modals.open_view(client, body["trigger_id"], form)
        await ack()

    ts = await draw_a_button(client)
    await hands.do("click", user="lead", channel="review", ts=ts, action_id="approval.approve", value="s1")

    assert ["please click again" in one for one in await hands.whispers("lead")] == [True]


async def test_a_socket_that_slack_closes_is_opened_again(app: AsyncApp, socket: Socket, hands: Hands):
    heard: list[str] = []

    @app.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    await hands.do("disconnect")
    await eventually(socket.is_connected)
    await hands.do("message", user="lead", channel="review", text="Are you there?")

    assert await eventually(lambda: heard) == ["Are you there?"]


async def test_a_delivery_in_hand_is_finished_before_the_socket_closes(app: AsyncApp, socket: Socket, hands: Hands):
    taken, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    @app.event("message")
    async def slowly() -> None:
        taken.set()
        await may_end.wait()
        ended.set()

    await hands.do("message", user="lead", channel="review", text="Wait for me.")
    await taken.wait()
    closing = asyncio.create_task(socket.close(within=timedelta(seconds=5)))
    may_end.set()
    await closing

    assert ended.is_set()
    assert not await socket.is_connected()


@pytest.fixture
def present(app: AsyncApp, house: House) -> Presence:
    presence = Presence(
        db=house.database,
        posts=house.posts,
        channels=house.channels,
        history=house.history,
        reception=_reception(house),
        is_intake=lambda _, channel_id: channel_id not in (REVIEW, GENERAL),
    )
    listeners.register(app, presence)
    take_the_rest(app)
    return presence


def _reception(house: House) -> Reception:
    kept = Installations(db=house.database, clock=house.clock, vault=Vault([new_key()]), history=house.history)
    return Reception(
        db=house.database,
        workspaces=house.workspaces,
        people=People(house.workspaces, house.database, house.clock),
        channels=house.channels,
        installations=kept,
    )


@pytest.mark.usefixtures("present")
async def test_an_invitation_releases_what_waited(house: House, hands: Hands):
    await hands.do("kick", channel="general")
    await hands.do("scopes", remove=["chat:write.public"])
    await house.show("b1", "Published", kind=PostKind.ANNOUNCEMENT, channel_id=GENERAL)
    await house.settled()

    await hands.do("invite", user="admin", channel="general")

    async def is_said() -> bool:
        return any(message["text"] == "Published" for message in await house.said_in(GENERAL))

    await eventually(is_said)


@pytest.mark.usefixtures("present")
async def test_an_invitation_releases_what_waited_for_a_private_channel_known_by_name_only(house: House, hands: Hands):
    vault = (await hands.do("channel", name="vault", members=["lead"], is_private=True))["channel"]
    await house.show("b1", "Published", kind=PostKind.ANNOUNCEMENT, channel_id="vault")
    await house.settled()

    await hands.do("invite", user="lead", channel="vault")

    async def is_said() -> bool:
        post = await house.post("card:b1")
        return post.channel_id == vault and post.ts is not None

    await eventually(is_said)


@pytest.mark.usefixtures("present")
async def test_a_mention_is_answered_in_private(hands: Hands):
    await hands.do("message", user="brand", channel="review", text=f"<@{names.BOT_USER}> hello?")

    async def whispers() -> list[str]:
        return await hands.whispers("brand")

    [hint] = await eventually(whispers)
    assert "/galley help" in hint
    assert await hands.whispers("lead") == []


async def test_who_comes_to_an_intake_channel_reads_one_hint_once(present: Presence, house: House, hands: Hands):
    drop = (await hands.do("channel", name="drop", members=["lead"]))["channel"]
    await hands.do("invite", user="lead", channel="drop")
    await hands.do("join", user="brand", channel="drop")

    async def whispers() -> list[str]:
        return await hands.whispers("brand", "drop")

    [hint] = await eventually(whispers)
    assert "go to review" in hint
    await present.met(Actor(team_id=names.TEAM, person_id="U0BRAND", channel_id=drop), drop)
    await present.met(Actor(team_id=names.TEAM, person_id="U0BRAND", channel_id=REVIEW), REVIEW)
    await house.settled()
    assert await whispers() == [hint]
    assert await hands.whispers("brand") == []
    assert await hands.whispers("lead", "drop") == []


@pytest.mark.usefixtures("present")
async def test_being_removed_is_written_down(house: House, hands: Hands):
    await hands.do("revoke", uninstall=True)

    await eventually(lambda: house.events)
    assert isinstance(house.events[0], TroubleFound)
