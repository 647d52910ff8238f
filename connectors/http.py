"""Other systems: the one HTTP client factory, and the one place where answers become errors."""

import asyncio
import json
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from time import monotonic
from types import TracebackType
from typing import Any, NoReturn, Self

import httpx

from connectors.declaration import Limits
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from connectors.outward import only_outward
from connectors.traffic import exchanged

READS = frozenset({"GET", "HEAD"})
LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")  # never through a proxy of the environment
CONNECT_S = 5.0
KEEP_ALIVE_S = 4.0  # shorter than the 5 s after which many servers hang up, so that no write meets a closing connection
LARGEST_ANSWER = 32 * 1024 * 1024  # bytes; a page of 1,000 Wrike tasks is about 3 MB


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, read completely. `method` and `address` say to what."""

    method: str
    address: str
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def is_read(self) -> bool:
        return self.method in READS


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the vendor said about a failure: a sentence for a person and the vendor's own code."""

    sentence: str
    code: str | None = None


def plain_words(answer: Answer) -> Words:
    """The beginning of a text body, for vendors without an error format of their own."""
    text = " ".join(answer.body[:300].decode("utf-8", "replace").split())
    return Words(sentence=text or f"answered {answer.status} without a word")


def open_client(
    *,
    system: str,
    base_url: str,
    limits: Limits,
    auth: httpx.Auth | None = None,
    words: Callable[[Answer], Words] = plain_words,
    transport: httpx.AsyncBaseTransport | None = None,
) -> "Client":
    """One long-lived client of one system. Redirects are never followed: no credential reaches another host."""
    address = httpx.URL(base_url)
    if address.scheme not in {"http", "https"} or not address.host:
        raise ValueError(f"The address of {system} must begin with https://; it is {base_url!r}.")
    http = open_http(
        base_url=base_url,
        timeout=limits.timeout,
        auth=auth,
        limits=httpx.Limits(max_connections=limits.in_flight, keepalive_expiry=KEEP_ALIVE_S),
        transport=transport,
    )
    http.headers["Accept"] = "application/json"
    return Client(http, system=system, limits=limits, words=words)


def open_http(
    *,
    base_url: str = "",
    timeout: float,
    auth: httpx.Auth | None = None,
    limits: httpx.Limits | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    own: Iterable[str] = (),
) -> httpx.AsyncClient:
    """The bare client that all of ours are made of; `timeout` in seconds. It goes to `base_url` and to what else is our
    `own`, and otherwise to the open internet only.
    """
    return httpx.AsyncClient(
        event_hooks={"request": [only_outward([base_url, *own])]},
        base_url=base_url,
        auth=auth,
        timeout=httpx.Timeout(timeout, connect=min(CONNECT_S, timeout)),
        limits=limits or httpx.Limits(keepalive_expiry=KEEP_ALIVE_S),
        headers={"User-Agent": f"galley/{version('galley')}"},
        follow_redirects=False,
        mounts=dict.fromkeys(LOOPBACK),
        transport=transport,
        verify=_authorities(),
    )


@cache
def _authorities() -> ssl.SSLContext:
    """Whom we trust, read once: it takes 30 ms."""
    return httpx.create_ssl_context()


class Client:
    """Sends requests of one system, never more at once than its limits allow; failures are ConnectorErrors."""

    def __init__(
        self, http: httpx.AsyncClient, *, system: str, limits: Limits, words: Callable[[Answer], Words]
    ) -> None:
        self.system = system
        self._http = http
        self._timeout = limits.timeout
        self._seats = asyncio.Semaphore(limits.in_flight)
        self._held_until = 0.0  # monotonic: a 429 named a time, and it is for all of our calls
        self._words = words

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        content: httpx.AsyncByteStream | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """The answer, if it is a 2xx. `seconds` bounds the whole exchange, for one that may take longer than others."""
        budget = seconds or self._timeout
        request = self._http.build_request(
            method, path, params=query, data=form, headers=headers, content=content, timeout=budget
        )
        async with self._seats:
            self._must_not_be_held()
            answer = await self._counted(request, budget)
        self._heed(answer)
        raise_for(answer, system=self.system, words=self._words)
        return answer

    def _must_not_be_held(self) -> None:
        left = self._held_until - monotonic()
        if left > 0:
            raise Unavailable(self.system, "asked us to slow down a moment ago", retry_after=left)

    def _heed(self, answer: Answer) -> None:
        if answer.status == httpx.codes.TOO_MANY_REQUESTS:
            self._held_until = max(self._held_until, monotonic() + (retry_after(answer.headers) or 0.0))

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _counted(self, request: httpx.Request, budget: float) -> Answer:
        status = None
        try:
            answer = await self._exchange(request, budget)
            status = answer.status
        finally:
            exchanged(self.system, status)
        return answer

    async def _exchange(self, request: httpx.Request, budget: float) -> Answer:
        try:
            async with asyncio.timeout(budget):
                return await self._read(await self._http.send(request, stream=True))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable(self.system, f"could not be reached ({_reason(error)})") from error
        except (httpx.RequestError, TimeoutError) as error:
            _raise_unknown(self.system, f"did not answer ({_reason(error)})", is_read=request.method in READS)

    async def _read(self, response: httpx.Response) -> Answer:
        body = bytearray()
        try:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    _raise_oversized(self.system, is_read=response.request.method in READS)
        finally:
            await response.aclose()
        return Answer(
            method=response.request.method,
            address=str(response.request.url.copy_with(query=None)),
            status=response.status_code,
            headers=response.headers,
            body=bytes(body),
        )


def raise_for(answer: Answer, *, system: str, words: Callable[[Answer], Words] = plain_words) -> None:
    """Nothing for a 2xx, else the error that says what to do next."""
    if 200 <= answer.status < 300:  # noqa: PLR2004
        return
    said = words(answer)
    match answer.status:
        case 401:
            raise Unauthorized(system, said.sentence)
        case 404 | 410:
            raise NotFound(system, said.sentence)
        case 408 | 425 | 429:
            raise Unavailable(system, said.sentence, retry_after=retry_after(answer.headers))
        case status if status >= 500:  # noqa: PLR2004
            _raise_unknown(system, said.sentence, is_read=answer.is_read, retry_after=retry_after(answer.headers))
        case status:
            raise Refused(system, said.sentence, status=status, code=said.code)


def parsed_json(answer: Answer, *, system: str) -> Any:
    """The body as JSON. An answer that is none proves nothing about a write."""
    try:
        return json.loads(answer.body)
    except ValueError:
        _raise_unknown(system, f"answered {answer.status} with something that is not JSON", is_read=answer.is_read)


def unintelligible(answer: Answer, *, system: str, problem: str) -> ConnectorError:
    """The error for a 2xx whose content is not what the vendor documents."""
    sentence = f"answered in a way that we do not understand ({problem})"
    return Refused(system, sentence, status=answer.status) if answer.is_read else OutcomeUnknown(system, sentence)


def retry_after(headers: httpx.Headers) -> float | None:
    """Seconds, from either form of the header (RFC 9110, 10.2.3); a date counts from the answer's own Date."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    until, now = _moment(value), sent_at(headers)
    return max(0.0, (until - now).total_seconds()) if until and now else None


def sent_at(headers: httpx.Headers) -> datetime | None:
    """The system's own time when it answered, aware UTC."""
    return _moment(headers.get("Date", ""))


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _raise_unknown(system: str, sentence: str, *, is_read: bool, retry_after: float | None = None) -> NoReturn:
    if is_read:
        raise Unavailable(system, sentence, retry_after=retry_after)
    raise OutcomeUnknown(system, sentence)


def _raise_oversized(system: str, *, is_read: bool) -> NoReturn:
    sentence = f"answered with more than {LARGEST_ANSWER // 1024 // 1024} MB"
    raise Refused(system, sentence) if is_read else OutcomeUnknown(system, sentence)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
