"""Tokens are renewed once for all who wait, and a pair is never lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from connectors.declaration import Limits
from connectors.errors import Unauthorized, Unavailable
from connectors.http import Client, open_client
from connectors.oauth import BearerAuth, RenewingAuth, TokenEndpoint, TokenKeeper
from tests.connectors.tokens import NOON, Drawer

LIMITS = Limits(calls_per_minute=None, in_flight=10, timeout=2.0, quarantine=0.0)


class Vendor:
    """Gives out tokens a1/r1, a2/r2 ...; a refresh token works once, and a second use ends everything."""

    def __init__(self) -> None:
        self.turn = 1
        self.renewals = 0
        self.trouble: Response | None = None
        self.waits = asyncio.Event()
        self.waits.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer = await (self.token(request) if request.url.path == "/token" else self.api(request))
        await answer(scope, receive, send)

    async def token(self, request: Request) -> Response:
        await self.waits.wait()
        form = await request.form()
        self.renewals += 1
        if self.trouble:
            return self.trouble
        if form.get("refresh_token", form.get("code")) != f"r{self.turn}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.turn += 1
        return JSONResponse({"access_token": f"a{self.turn}", "refresh_token": f"r{self.turn}", "host": "eu.example"})

    async def api(self, request: Request) -> Response:
        is_known = request.headers["authorization"] == f"Bearer a{self.turn}"
        return Response(await request.body(), 200 if is_known else 401)


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


def opened(vendor: Vendor, auth: httpx.Auth | None = None) -> Client:
    transport = httpx.ASGITransport(app=vendor)
    return open_client(system="sys", base_url="https://sys.example", limits=LIMITS, auth=auth, transport=transport)


def endpoint(vendor: Vendor) -> TokenEndpoint:
    return TokenEndpoint(opened(vendor), path="/token", client_id="id", client_secret="secret", now=lambda: NOON)


def replica(vendor: Vendor, drawer: Drawer) -> Client:
    keeper = TokenKeeper(endpoint(vendor), drawer, now=lambda: NOON)
    return opened(vendor, RenewingAuth(keeper))


async def test_a_permanent_token_is_sent_as_it_is(vendor: Vendor) -> None:
    async with opened(vendor, BearerAuth("a1")) as client:
        assert (await client.send("GET", "/thing")).status == 200


async def test_a_consent_becomes_the_first_pair_and_tells_the_host(vendor: Vendor) -> None:
    tokens = await endpoint(vendor).redeem("r1", redirect_uri="https://galley.example/callback")

    assert (tokens.access, tokens.refresh, tokens.host) == ("a2", "r2", "eu.example")
    assert tokens.expires_at == NOON + timedelta(hours=1)


async def test_a_token_about_to_expire_is_renewed_before_it_is_used(vendor: Vendor, drawer: Drawer) -> None:
    drawer.tokens = replace(drawer.tokens, expires_at=NOON + timedelta(seconds=59))

    async with replica(vendor, drawer) as client:
        await client.send("GET", "/thing")

    assert drawer.tokens.access == "a2"


async def test_a_token_that_died_early_is_renewed_and_the_call_replayed(vendor: Vendor, drawer: Drawer) -> None:
    drawer.tokens = replace(drawer.tokens, access="dead")

    async with replica(vendor, drawer) as client:
        answer = await client.send("POST", "/thing", form={"title": "once"})

    assert answer.body == b"title=once"
    assert vendor.renewals == 1


async def test_many_calls_on_two_replicas_renew_once(vendor: Vendor, drawer: Drawer) -> None:
    drawer.tokens = replace(drawer.tokens, access="dead")

    async with replica(vendor, drawer) as one, replica(vendor, drawer) as other:
        await asyncio.gather(*(client.send("GET", "/thing") for client in (one, other) for _ in range(5)))

    assert vendor.renewals == 1


async def test_a_token_that_stays_refused_is_unauthorized_not_a_loop(vendor: Vendor, drawer: Drawer) -> None:
    async with replica(vendor, drawer) as client:
        await client.send("GET", "/thing")
        vendor.turn = 7
        drawer.tokens = replace(drawer.tokens, refresh="r7")
        vendor.trouble = JSONResponse({"access_token": "still wrong"})
        with pytest.raises(Unauthorized):
            await client.send("GET", "/thing")

    assert vendor.renewals == 1


async def test_a_revoked_consent_asks_for_a_person(vendor: Vendor, drawer: Drawer) -> None:
    drawer.tokens = replace(drawer.tokens, access="dead", refresh="revoked")

    async with replica(vendor, drawer) as client:
        with pytest.raises(Unauthorized, match="connect it again"):
            await client.send("GET", "/thing")


@pytest.mark.parametrize("status", [429, 503])
async def test_trouble_at_the_token_address_signs_nobody_out(vendor: Vendor, drawer: Drawer, status: int) -> None:
    drawer.tokens = replace(drawer.tokens, access="dead")
    vendor.trouble = Response(status_code=status)

    async with replica(vendor, drawer) as client:
        with pytest.raises(Unavailable):
            await client.send("GET", "/thing")
        vendor.trouble = None
        assert (await client.send("GET", "/thing")).status == 200


async def test_a_pair_that_could_not_be_saved_is_saved_at_the_next_use(vendor: Vendor, drawer: Drawer) -> None:
    drawer.tokens, drawer.is_broken = replace(drawer.tokens, access="dead"), True

    async with replica(vendor, drawer) as client:
        with pytest.raises(OSError, match="locked"):
            await client.send("GET", "/thing")
        drawer.is_broken = False
        await client.send("GET", "/thing")

    assert drawer.tokens.refresh == "r2"
    assert vendor.renewals == 1


async def test_a_caller_who_gives_up_does_not_lose_the_new_pair(vendor: Vendor, drawer: Drawer) -> None:
    keeper = TokenKeeper(endpoint(vendor), drawer, now=lambda: NOON)
    vendor.waits.clear()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await keeper.renewed(burnt="a1")
    vendor.waits.set()

    assert await keeper.access() == "a2"
    assert drawer.tokens.refresh == "r2"


def test_a_pair_does_not_show_itself() -> None:
    assert "a1" not in repr(Drawer().tokens)
