"""Other systems: who we are there. A permanent token, or OAuth tokens that are renewed once for all who wait."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Protocol

import httpx

from connectors.errors import NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from connectors.http import Answer, Client, parsed_json, unintelligible

EARLY = timedelta(seconds=60)  # a token with less than this left is renewed before it is used
LIFETIME_S = 3600  # when an answer does not say: what Wrike and MediaValet give


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """One pair. `expires_at` is aware UTC. `host` is where the API answers for this account, if the vendor says so."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime
    host: str | None = None


class TokenStore(Protocol):
    """Where a pair is kept, encrypted. `exclusive` holds a lock on it across all replicas."""

    async def load(self) -> Tokens: ...
    async def save(self, tokens: Tokens) -> None: ...
    def exclusive(self) -> AbstractAsyncContextManager[None]: ...


class BearerAuth(httpx.Auth):
    """A permanent token."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class RenewingAuth(httpx.Auth):
    """OAuth tokens: renewed shortly before they expire, and once more when they are refused; then one replay."""

    def __init__(self, keeper: "TokenKeeper") -> None:
        self._keeper = keeper

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        access = await self._keeper.access()
        request.headers["Authorization"] = f"Bearer {access}"
        response = yield request
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            access = await self._keeper.renewed(burnt=access)
            request.headers["Authorization"] = f"Bearer {access}"
            yield request


class TokenEndpoint:
    """The vendor's token address. Client credentials travel in the form, as Wrike wants them."""

    def __init__(
        self, client: Client, *, path: str, client_id: str, client_secret: str, now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._path = path
        self._form = {"client_id": client_id, "client_secret": client_secret}
        self._now = now

    async def redeem(self, code: str, *, redirect_uri: str) -> Tokens:
        """A person's consent becomes the first pair."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return self._pair(await self._ask(form), before=None)

    async def renew(self, tokens: Tokens) -> Tokens:
        """The next pair; the old one is dead from here on. Unauthorized: a person must connect again."""
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        return self._pair(await self._ask(form), before=tokens)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _ask(self, form: dict[str, str]) -> Answer:
        try:
            return await self._client.send("POST", self._path, form=self._form | form)
        except OutcomeUnknown as error:  # of the renewal; the call that needs it was not sent
            raise Unavailable(error.system, f"could not renew our access ({error.sentence})") from error
        except (Refused, NotFound) as error:
            raise Unauthorized(error.system, f"gives us no access ({error.sentence}); connect it again") from error

    def _pair(self, answer: Answer, *, before: Tokens | None) -> Tokens:
        """RFC 6749 lets an answer leave out what did not change: then the stored value stays."""
        said = parsed_json(answer, system=self._client.system)
        access = said.get("access_token") if isinstance(said, dict) else None
        refresh = said.get("refresh_token", before and before.refresh) if isinstance(said, dict) else None
        if not isinstance(access, str) or not isinstance(refresh, str):
            raise unintelligible(answer, system=self._client.system, problem="no tokens")
        lifetime = timedelta(seconds=int(said.get("expires_in", LIFETIME_S)))
        host = said.get("host", before and before.host)
        return Tokens(access=access, refresh=refresh, expires_at=self._now() + lifetime, host=host)


class TokenKeeper:
    """The one holder of a pair in this process. A refresh token works once, so only one task of one replica renews."""

    def __init__(self, endpoint: TokenEndpoint, store: TokenStore, *, now: Callable[[], datetime]) -> None:
        self._endpoint = endpoint
        self._store = store
        self._now = now
        self._turn = asyncio.Lock()
        self._tokens: Tokens | None = None
        self._unsaved_since: str | None = None
        self._renewals: set[asyncio.Task[str]] = set()

    async def access(self) -> str:
        """An access token with life left in it."""
        async with self._turn:
            tokens = await self._known()
        if tokens.expires_at - self._now() >= EARLY:
            return tokens.access
        return await self.renewed(burnt=tokens.access)

    async def renewed(self, *, burnt: str) -> str:
        """Another access token than this one. A caller who gives up waiting does not stop the renewal: the answer to a
        spent refresh token is the only copy of the next one.
        """
        renewal = asyncio.create_task(self._renewed(burnt))
        self._renewals.add(renewal)
        renewal.add_done_callback(self._renewals.discard)
        return await asyncio.shield(renewal)

    async def _renewed(self, burnt: str) -> str:
        async with self._turn:
            tokens = await self._known()
            if tokens.access == burnt:
                tokens = await self._renew(burnt)
            return tokens.access

    async def _known(self) -> Tokens:
        if self._tokens is None:
            self._tokens = await self._store.load()
        if self._unsaved_since is not None:
            self._tokens = await self._save_late(self._tokens, replaces=self._unsaved_since)
        return self._tokens

    async def _renew(self, burnt: str) -> Tokens:
        async with self._store.exclusive():
            stored = await self._store.load()
            if stored.access != burnt:  # another replica was faster
                self._tokens = stored
                return stored
            self._tokens = await self._endpoint.renew(stored)
            self._unsaved_since = burnt
            await self._store.save(self._tokens)
            self._unsaved_since = None
        return self._tokens

    async def _save_late(self, tokens: Tokens, *, replaces: str) -> Tokens:
        """A pair that could not be saved lives only here; the stored one is burnt, unless somebody connected anew."""
        async with self._store.exclusive():
            stored = await self._store.load()
            if stored.access == replaces:
                await self._store.save(tokens)
                stored = tokens
        self._unsaved_since = None
        return stored
