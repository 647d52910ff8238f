"""Signed requests come in; forged, stale and oversized ones do not; whoever waits reads a sentence."""

import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.courtesy import Courtesy
from bot.db import Database, DatabaseBusy
from bot.slack.actor import Actor, is_somebody
from bot.slack.app import build_app, take_the_rest
from bot.slack.http import build_server
from bot.slack.mishaps import Mishaps
from bot.slack.people import People
from connectors.errors import Unavailable
from models.review.refusals import NotAsked
from sandbox.slack import names
from tests.clocks import HeldClock
from tests.loopback import loopback
from tests.workspaces import OneWorkspace, let_in

SECRET = names.SIGNING_SECRET
FORM = {"type": "modal", "callback_id": "approval.reject", "id": "V1"}
USER = {"id": "U0BRAND", "team_id": names.TEAM}


class Caller:
    """Slack, as far as it calls us."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def post(self, body: str | bytes, *, kind: str, secret: str = SECRET, age_s: int = 0) -> httpx.Response:
        at = str(int(time.time()) - age_s)
        raw = body.encode() if isinstance(body, str) else body
        signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=raw)
        headers = {"content-type": kind, "x-slack-request-timestamp": at, "x-slack-signature": signature or ""}
        return await self._http.post("/slack/events", content=raw, headers=headers)

    async def event(self, kind: str, **more: Any) -> httpx.Response:
        event = {"type": kind, "user": "U0BRAND"} | more
        body = {"type": "event_callback", "team_id": names.TEAM, "event_id": "Ev1", "event": event}
        return await self.post(json.dumps(body), kind="application/json")

    async def command(self, **how: Any) -> httpx.Response:
        form = {"command": "/galley", "text": "help", "team_id": names.TEAM, "user_id": "U0BRAND", "channel_id": "C1"}
        return await self.post(urlencode(form), kind="application/x-www-form-urlencoded", **how)

    async def interactive(self, **payload: Any) -> httpx.Response:
        body = urlencode({"payload": json.dumps({"user": USER, "team": {"id": names.TEAM}} | payload)})
        return await self.post(body, kind="application/x-www-form-urlencoded")


@pytest.fixture
async def app(client: AsyncWebClient, lite: Database) -> AsyncIterator[AsyncApp]:
    people = People(OneWorkspace(client), lite, HeldClock())
    await people.refresh(names.TEAM)
    yield build_app(client=client, signing_secret=SECRET, let_in=let_in, people=people, mishaps=Mishaps())
    await people.close()


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
async def anybody(app: AsyncApp, problems: list[str]) -> AsyncIterator[httpx.AsyncClient]:
    async def found() -> Sequence[str]:
        return problems

    transport = httpx.ASGITransport(build_server(app=app, problems=found, courtesy=Courtesy(), signing_secret=SECRET))
    async with loopback(transport=transport, base_url="http://galley") as http:
        yield http


@pytest.fixture
def slack(anybody: httpx.AsyncClient) -> Caller:
    return Caller(anybody)


async def test_a_listener_learns_who_where_and_by_which_delivery(app: AsyncApp, slack: Caller):
    seen: list[object] = []

    @app.event("app_home_opened")
    async def opened(actor: Actor, delivery: str) -> None:
        seen.extend([actor, delivery])

    answer = await slack.event("app_home_opened", channel="D1")

    assert answer.status_code == 200
    assert seen == [Actor(team_id=names.TEAM, person_id="U0BRAND", channel_id="D1"), "Ev1"]


async def test_who_comes_from_another_workspace_acts_in_ours(app: AsyncApp, slack: Caller):
    seen: list[Actor] = []

    @app.action("approve")
    async def approve(ack: AsyncAck, actor: Actor) -> None:
        seen.append(actor)
        await ack()

    await slack.interactive(type="block_actions", team={"id": "T0THEIRS"}, actions=[{"action_id": "approve"}])

    assert [(actor.team_id, actor.person_id) for actor in seen] == [(names.TEAM, "U0BRAND")]


@pytest.mark.parametrize("how", [{"secret": "forged"}, {"age_s": 301}], ids=["forged", "stale"])
async def test_a_request_that_slack_did_not_sign_just_now_is_refused(app: AsyncApp, slack: Caller, how: dict[str, Any]):
    @app.command("/galley")
    async def never() -> None:
        raise AssertionError("this must not be reached")

    assert (await slack.command(**how)).status_code == 401


async def test_a_request_with_two_signatures_is_refused_though_one_is_right(anybody: httpx.AsyncClient):
    at, kind = str(int(time.time())), "application/x-www-form-urlencoded"
    right = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=b"command=/galley") or ""
    for pair in ((right, "v0=0"), ("v0=0", right)):
        signed = [("x-slack-signature", one) for one in pair]
        headers = [("content-type", kind), ("x-slack-request-timestamp", at), *signed]

        answer = await anybody.post("/slack/events", content=b"command=/galley", headers=headers)

        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * (1024 * 1024 + 1), "application/json", 413),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"payload=%7B", "application/x-www-form-urlencoded", 400),
        (b"a=b&payload=", "application/x-www-form-urlencoded", 400),
        (b"payload=" + b"[" * 100_000, "application/x-www-form-urlencoded", 400),
    ],
    ids=["too large", "cut off", "a list", "deep", "a form cut off", "an empty payload", "a deep payload"],
)
async def test_what_slack_would_never_send_goes_no_further(slack: Caller, body: bytes, kind: str, status: int):
    assert (await slack.post(body, kind=kind)).status_code == status


async def test_slack_may_look_at_our_certificate_unsigned(anybody: httpx.AsyncClient):
    answer = await anybody.post("/slack/events", data={"ssl_check": "1", "token": "old"})

    assert (answer.status_code, answer.text) == (200, "")


async def test_slack_hears_of_success_only_after_the_listener(app: AsyncApp, slack: Caller):
    done: list[bool] = []

    @app.event("file_shared")
    async def fails_first() -> None:
        done.append(True)
        if len(done) == 1:
            raise DatabaseBusy("held")

    assert [(await slack.event("file_shared")).status_code for _ in range(2)] == [500, 200]


async def test_what_nobody_listens_to_is_taken_in(app: AsyncApp, slack: Caller):
    take_the_rest(app)

    for answer in (
        await slack.event("channel_rename"),
        await slack.event("message", subtype="message_changed", channel="C1"),
        await slack.interactive(type="block_actions", actions=[{"action_id": "old.button", "block_id": "b"}]),
    ):
        assert answer.status_code == 200


async def test_what_nobody_in_person_wrote_goes_to_no_listener_that_asks_who(app: AsyncApp, slack: Caller):
    heard: list[str] = []

    @app.event("app_mention", matchers=[is_somebody])
    async def called(actor: Actor) -> None:
        heard.append(actor.person_id)

    take_the_rest(app)
    answers = [await slack.event("app_mention", user=user, channel="C1") for user in (None, "U0BRAND")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert heard == ["U0BRAND"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotAsked(stage="Brand", can_help=("Bea",)), "Brand asks others; it is for Bea to decide."),
        (DatabaseBusy("held"), "Please try again"),
        (Unavailable("wrike", "busy"), "Wrike does not answer just now."),
        (ZeroDivisionError(), "tell an admin of Galley this code"),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_whatever_goes_wrong_the_person_reads_a_sentence(
    app: AsyncApp, slack: Caller, error: Exception, words: str
):
    @app.command("/galley")
    async def fail() -> None:
        raise error

    answer = await slack.command()

    assert answer.status_code == 200
    assert answer.json()["response_type"] == "ephemeral"
    assert words in answer.json()["text"]


async def test_a_step_words_its_own_refusals(client: AsyncWebClient, lite: Database):
    people = People(OneWorkspace(client), lite, HeldClock())
    await people.refresh(names.TEAM)
    mishaps = Mishaps(lambda error: "Ask Bea." if isinstance(error, NotAsked) else None)
    app = build_app(client=client, signing_secret=SECRET, let_in=let_in, people=people, mishaps=mishaps)

    @app.command("/galley")
    async def fail() -> None:
        raise NotAsked(stage="Brand", can_help=("Bea",))

    async with loopback(
        transport=httpx.ASGITransport(
            build_server(app=app, problems=nothing, courtesy=Courtesy(), signing_secret=SECRET)
        ),
        base_url="http://galley",
    ) as http:
        assert (await Caller(http).command()).json()["text"] == "Ask Bea."


async def test_a_form_that_fails_says_so_in_its_place(app: AsyncApp, slack: Caller):
    @app.view("approval.reject")
    async def fail() -> None:
        raise NotAsked(stage="Brand", can_help=("Bea",))

    answer = await slack.interactive(type="view_submission", view=FORM)

    assert answer.json()["response_action"] == "update"
    assert "it is for Bea to decide" in json.dumps(answer.json()["view"])


async def test_a_form_is_closed_by_its_listener(app: AsyncApp, slack: Caller):
    @app.view("approval.reject")
    async def close(ack: AsyncAck) -> None:
        await ack()

    answer = await slack.interactive(type="view_submission", view=FORM)

    assert (answer.status_code, answer.text) == (200, "")


async def test_health_is_being_alive_and_readiness_is_being_able(problems: list[str]):
    async def found() -> Sequence[str]:
        return problems

    transport = httpx.ASGITransport(build_server(app=None, problems=found, courtesy=Courtesy()))
    async with loopback(transport=transport, base_url="http://galley") as http:
        assert (await http.get("/health")).status_code == 200
        assert (await http.get("/ready")).json() == {"ready": True, "problems": []}

        problems.append("The socket to Slack is not connected.")
        answer = await http.get("/ready")
        assert (answer.status_code, answer.json()["problems"]) == (503, problems)
        assert (await http.post("/slack/events")).status_code == 404


async def nothing() -> Sequence[str]:
    return ()
