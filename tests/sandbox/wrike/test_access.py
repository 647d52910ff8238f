"""Tokens, the minute's limit, and the login."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.world import World
from sandbox.wrike.app import WrikeStandIn
from tests.loopback import loopback
from tests.sandbox.wrike.conftest import client_of

CLIENT = {"client_id": "sandbox", "client_secret": "sandbox"}
BACK = "http://localhost:3000/cb"


async def test_an_unknown_token_is_not_authorized(wrike: WrikeStandIn):
    async with client_of(wrike, "somebody") as stranger:
        answer = await stranger.get("/account")

    assert answer.status_code == 401
    assert answer.json() == {"errorDescription": "Access token is unknown or invalid", "error": "not_authorized"}


async def test_a_token_may_stand_in_the_query(wrike: WrikeStandIn):
    async with client_of(wrike, "") as client:
        del client.headers["Authorization"]
        answer = await client.get("/account", params={"access_token": "wrike-sandbox"})

    assert answer.status_code == 200


async def test_each_token_is_somebody(api: httpx.AsyncClient, lead: httpx.AsyncClient):
    [galley] = (await api.get("/contacts", params={"me": True})).json()["data"]
    [person] = (await lead.get("/contacts", params={"me": True})).json()["data"]

    assert (galley["id"], galley["me"]) == ("KUAAAA00", True)
    assert person["primaryEmail"] == "lead@sandbox.example"


async def test_another_data_centre_is_300(wrike: WrikeStandIn):
    async with client_of(wrike, "wrike-elsewhere") as client:
        assert (await client.get("/account")).status_code == 300


async def test_the_minutes_limit_is_per_token(api: httpx.AsyncClient, lead: httpx.AsyncClient):
    for _ in range(400):
        await api.get("/version")

    first, second = await api.get("/version"), await api.get("/version")

    assert (first.status_code, first.json()["error"]) == (429, "rate_limit_exceeded")
    assert ("retry-after" in first.headers, "retry-after" in second.headers) == (True, False)
    assert (await lead.get("/version")).status_code == 200


@pytest.fixture
async def login(wrike: WrikeStandIn):
    async with loopback("http://wrike/oauth2", transport=httpx.ASGITransport(wrike.asgi)) as client:
        yield client


async def code_for(login: httpx.AsyncClient, **wishes: str) -> str:
    wishes = {"client_id": "sandbox", "response_type": "code", "redirect_uri": BACK, "state": "s1"} | wishes
    answer = await login.get("/authorize/v4", params=wishes)
    sent_back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert sent_back["state"] == ["s1"]
    return sent_back["code"][0]


async def test_a_code_becomes_tokens_with_the_host(login: httpx.AsyncClient, wrike: WrikeStandIn):
    code = await code_for(login)

    pair = (await login.post("/token", data=CLIENT | {"grant_type": "authorization_code", "code": code})).json()

    assert (pair["token_type"], pair["expires_in"], pair["host"]) == ("bearer", 3600, "127.0.0.1:3")
    async with client_of(wrike, pair["access_token"]) as client:
        [me] = (await client.get("/contacts?me=true")).json()["data"]
    assert me["id"] == "KUAAAA09"


async def test_a_code_works_once_and_for_ten_minutes(login: httpx.AsyncClient, world: World):
    used, old = await code_for(login), await code_for(login)
    await login.post("/token", data=CLIENT | {"grant_type": "authorization_code", "code": used})
    world.clock.advance(timedelta(minutes=10))

    for code in (used, old):
        answer = await login.post("/token", data=CLIENT | {"grant_type": "authorization_code", "code": code})
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_a_refresh_token_dies_when_it_is_used(login: httpx.AsyncClient):
    code = await code_for(login)
    first = (await login.post("/token", data=CLIENT | {"grant_type": "authorization_code", "code": code})).json()
    refresh = CLIENT | {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second, third = await login.post("/token", data=refresh), await login.post("/token", data=refresh)

    assert second.json()["refresh_token"] != first["refresh_token"]
    assert (third.status_code, third.json()["error"]) == (400, "invalid_grant")


async def test_an_access_token_lives_an_hour(login: httpx.AsyncClient, wrike: WrikeStandIn, world: World):
    code = await code_for(login)
    pair = (await login.post("/token", data=CLIENT | {"grant_type": "authorization_code", "code": code})).json()

    world.clock.advance(timedelta(hours=1))

    async with client_of(wrike, pair["access_token"]) as client:
        assert (await client.get("/account")).status_code == 401


@pytest.mark.parametrize(
    "wishes",
    [{"client_id": "other"}, {"response_type": "token"}, {"redirect_uri": "https://evil.example/cb"}],
)
async def test_a_login_for_somebody_else_is_refused(login: httpx.AsyncClient, wishes: dict[str, str]):
    answer = await login.get(
        "/authorize/v4",
        params={"client_id": "sandbox", "response_type": "code", "redirect_uri": BACK} | wishes,
    )

    assert answer.status_code == 400


async def test_a_wrong_secret_is_an_unauthorized_client(login: httpx.AsyncClient):
    answer = await login.post("/token", data={"client_id": "sandbox", "client_secret": "?", "grant_type": "x"})

    assert answer.json()["error"] == "unauthorized_client"
