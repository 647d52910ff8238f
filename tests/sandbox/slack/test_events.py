"""Events: to whom, how often, and what happens when nobody takes them."""

from typing import Any

import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.sandbox.slack.playing import Desk
from tests.waiting import eventually


class Ear:
    """A bare Socket Mode client that writes down every envelope, and acknowledges while it is willing."""

    def __init__(self, client: SocketModeClient) -> None:
        self.client = client
        self.envelopes: list[SocketModeRequest] = []
        self.is_willing = True
        client.socket_mode_request_listeners.append(self._take)

    async def _take(self, client: Any, request: SocketModeRequest) -> None:
        self.envelopes.append(request)
        if self.is_willing:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    @property
    def events(self) -> list[dict[str, Any]]:
        return [one.payload["event"] for one in self.envelopes if one.type == "events_api"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    async def hear(self, count: int) -> list[dict[str, Any]]:
        await eventually(lambda: len(self.events) >= count)
        return self.events


@pytest.fixture
async def listen(sandbox: Sandbox):
    ears: list[Ear] = []

    async def connected() -> Ear:
        web = AsyncWebClient(base_url=f"{sandbox.world.addresses.slack}/api/")
        client = SocketModeClient(app_token="xapp-sandbox", web_client=web)
        ears.append(Ear(client))
        await client.connect()
        return ears[-1]

    yield connected
    for ear in ears:
        await ear.client.close()


async def test_an_upload_is_told_twice_in_two_ways(desk: Desk, listen: Any):
    ear = await listen()
    dropped = await desk.upload("uploader", "intake", "hero.png", "side.png")
    await ear.hear(3)

    [message] = ear.of("message")
    assert (message["subtype"], message["channel"], message["channel_type"]) == ("file_share", "C0INTAKE", "channel")
    assert [file["id"] for file in message["files"]] == dropped["files"]
    assert [(one["file_id"], one["file"]) for one in ear.of("file_shared")] == [
        (file_id, {"id": file_id}) for file_id in dropped["files"]
    ]


async def test_an_event_is_wrapped_as_slack_wraps_it(desk: Desk, listen: Any):
    ear = await listen()
    await desk.message(user="brand", channel="review", text="hello")
    await ear.hear(1)

    envelope = ear.envelopes[0]
    assert (envelope.accepts_response_payload, envelope.retry_attempt) == (False, 0)
    payload = envelope.payload
    assert (payload["type"], payload["team_id"], payload["api_app_id"]) == ("event_callback", "T0SANDBOX", "A0GALLEY")
    assert payload["event_id"].startswith("Ev")
    assert payload["authorizations"][0]["user_id"] == "U0GALLEY"


async def test_a_mention_and_a_link_come_beside_the_message(desk: Desk, listen: Any):
    ear = await listen()
    await desk.message(user="brand", channel="review", text="<@U0GALLEY> see http://127.0.0.1:9/asset/1")
    events = await ear.hear(3)

    assert {event["type"] for event in events} == {"message", "app_mention", "link_shared"}
    assert ear.of("link_shared")[0]["links"] == [{"domain": "127.0.0.1", "url": "http://127.0.0.1:9/asset/1"}]


async def test_changes_and_deletions_are_told(desk: Desk, listen: Any):
    ear = await listen()
    sent = await desk.message(user="brand", channel="review", text="a")
    await desk.edit(user="brand", channel="review", ts=sent["ts"], text="b")
    await desk.delete(user="brand", channel="review", ts=sent["ts"])
    [_, changed, deleted] = await ear.hear(3)

    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "b",
        "a",
    )
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", sent["ts"])


async def test_what_becomes_of_a_user_group_is_told(desk: Desk, listen: Any):
    ear = await listen()
    await desk.group(handle="lawyers", users=["legal"])
    await desk.group(handle="lawyers", users=["lead"])
    await desk.group(handle="lawyers", users=["lead"], disabled=False)
    await desk.group(handle="lawyers", disabled=True)
    await ear.hear(4)

    assert [one["subteam"]["users"] for one in ear.of("subteam_created")] == [["U0LEGAL"]]
    [changed] = ear.of("subteam_members_changed")
    assert (changed["added_users"], changed["removed_users"]) == (["U0LEAD"], ["U0LEGAL"])
    assert [one["subteam"]["date_delete"] > 0 for one in ear.of("subteam_updated")] == [False, True]


async def test_only_subscribed_and_permitted_events_come(desk: Desk, listen: Any):
    ear = await listen()
    await desk.app(subscriptions=["message.channels", "file_shared", "reaction_added"])
    await desk.scopes(remove=["files:read"])
    sent = await desk.upload("uploader", "intake", "hero.png")
    await desk.react(user="brand", channel="intake", ts=sent["ts"], name="eyes")
    await desk.message(user="brand", channel="@brand", text="in a direct message")
    await desk.message(user="brand", channel="review", text="last")
    events = await ear.hear(2)

    assert [(event["type"], event["channel"]) for event in events] == [
        ("message", "C0INTAKE"),
        ("message", "C0REVIEW"),
    ]


async def test_nothing_is_told_of_a_channel_that_the_bot_is_not_in(desk: Desk, listen: Any):
    ear = await listen()
    await desk.kick(channel="review")
    await desk.message(user="brand", channel="review", text="unheard")
    await desk.invite(user="brand", channel="review")
    await desk.message(user="brand", channel="review", text="heard")
    [_, joined, heard] = await ear.hear(3)

    assert (joined["type"], joined["user"], joined["inviter"]) == ("member_joined_channel", "U0GALLEY", "U0BRAND")
    assert heard["text"] == "heard"


async def test_an_event_that_nobody_takes_comes_again(desk: Desk, listen: Any):
    ear = await listen()
    ear.is_willing = False
    await desk.message(user="brand", channel="review", text="hello")
    await eventually(lambda: len(ear.envelopes) == 2)

    assert len({one.payload["event_id"] for one in ear.envelopes}) == 1
    assert [(one.retry_attempt, one.retry_reason) for one in ear.envelopes] == [(0, ""), (1, "timeout")]


async def test_an_event_waits_a_moment_for_a_bot_that_comes_back(desk: Desk, listen: Any):
    await desk.message(user="brand", channel="review", text="is anybody there?")
    ear = await listen()

    assert (await ear.hear(1))[0]["text"] == "is anybody there?"


async def test_every_payload_goes_to_one_of_the_sockets(desk: Desk, listen: Any):
    ears = [await listen(), await listen()]
    for number in range(4):
        await desk.message(user="brand", channel="review", text=str(number))
    await eventually(lambda: sum(len(ear.events) for ear in ears) == 4)

    assert [len(ear.events) for ear in ears] == [2, 2]


async def test_a_dropped_event_never_comes_and_a_doubled_one_comes_twice(desk: Desk, listen: Any):
    ear = await listen()
    await desk.fault(kind="drop", match="event", times=1)
    await desk.message(user="brand", channel="review", text="lost")
    await desk.fault(kind="duplicate", match="event", times=1)
    await desk.message(user="brand", channel="review", text="doubled")
    events = await ear.hear(2)

    assert [event["text"] for event in events] == ["doubled", "doubled"]
    assert len({one.payload["event_id"] for one in ear.envelopes}) == 1


async def test_a_reordered_event_lets_the_next_one_pass(desk: Desk, listen: Any):
    ear = await listen()
    await desk.fault(kind="reorder", match="event", times=1)
    await desk.message(user="brand", channel="review", text="first")
    await desk.message(user="brand", channel="review", text="second")

    assert [event["text"] for event in await ear.hear(2)] == ["second", "first"]


async def test_a_disconnected_bot_comes_back_by_itself(desk: Desk, listen: Any):
    ear = await listen()
    await desk.disconnect()
    await eventually(ear.client.is_connected)
    await desk.message(user="brand", channel="review", text="again")

    assert (await ear.hear(1))[0]["text"] == "again"


async def test_the_eleventh_socket_is_turned_away(sandbox: Sandbox, listen: Any):
    for _ in range(10):
        await listen()
    sockets = sandbox.slack.workspace.sockets
    await eventually(lambda: sockets.count == 10)
    eleventh = await listen()
    eleventh.client.auto_reconnect_enabled = False

    assert sockets.count <= 10


async def test_a_ticket_opens_one_socket(listen: Any):
    ear = await listen()

    async with ear.client.aiohttp_client_session.get(ear.client.wss_uri.replace("ws:", "http:")) as answer:
        assert answer.status in (403, 404)


async def test_after_a_reset_the_bot_is_still_there(desk: Desk, listen: Any):
    ear = await listen()
    await desk.message(user="brand", channel="review", text="before")
    await ear.hear(1)
    await desk.client.post("/control/reset")
    await desk.message(user="brand", channel="review", text="after")

    assert [event["text"] for event in await ear.hear(2)] == ["before", "after"]
    assert [one["text"] for one in await desk.messages("brand", "review")] == ["after"]
