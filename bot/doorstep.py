"""The web port's patience: how long it waits for whoever sends or reads, and how much it takes of them.

uvicorn has no limits of its own for a request that never ends (www.uvicorn.org/settings, "Timeouts"): a sender of one
letter a minute would be waited for for ever. These stand below it, where bytes come in.
"""

import asyncio
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Patient(HttpToolsProtocol):
    """uvicorn's own, with an end to everything. Seconds, bytes, and connections at once."""

    head_s = 10.0  # from the connection, or from the first byte of a request, to the end of its headers
    body_s = 20.0  # from there to the end of its body
    read_s = 30.0  # how long somebody may leave an answer unread
    largest_head = 32 * 1024
    most = 400  # connections; one that has sent no whole request makes room for the next

    def __init__(self, *how: Any, **more: Any) -> None:
        super().__init__(*how, **more)
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._head = 0  # bytes of an unfinished head that came in, of which the parser may not have told us yet
        self._told = 0  # those that it told us of
        self._is_in_head = True
        self._is_too_large = False
        self._names_a_host = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self._make_room()
        self._wait(self.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait(None)
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A header that has not ended yet is nowhere but in the parser, so it is counted here."""
        if self._is_in_head:
            self._head += len(data)
        super().data_received(data)
        if self._is_in_head and self._head > self.largest_head and not self.transport.is_closing():
            self._refuse_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._told, self._names_a_host = True, 0, False
        self._wait(self.head_s)

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._must_be_short(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._must_be_short(len(name) + len(value))
        if name.lower() == b"host":
            self._must_be_the_only_host()

    def on_headers_complete(self) -> None:
        self._is_in_head, self._head = False, 0
        self._wait(self.body_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._wait(None)
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.read_s, self.transport.abort)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Whatever the parser could not read, and what we stopped it from reading."""
        if self._is_too_large:
            self._refuse_head()
        else:
            super().send_400_response(msg)

    def _must_be_short(self, more: int) -> None:
        self._told += more
        if self._told > self.largest_head:
            self._is_too_large = True
            raise httptools.HttpParserError("headers too large")

    def _must_be_the_only_host(self) -> None:
        """Of two, a proxy may have looked at the other (RFC 9112, 3.2)."""
        if self._names_a_host:
            raise httptools.HttpParserError("two hosts")
        self._names_a_host = True

    def _refuse_head(self) -> None:
        self.transport.write(
            b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )
        self.transport.close()

    def _wait(self, seconds: float | None) -> None:
        """For the next step, as long as that; None: for nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self.loop.call_later(seconds, self._end)

    def _end(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.abort()

    def _make_room(self) -> None:
        """Whoever waited longest without a whole request goes; with nobody like that, whoever came last."""
        idle = [one for one in self.connections if isinstance(one, Patient) and one.ends_at is not None]
        first = min(idle, key=lambda one: one.ends_at or 0, default=self)
        first.transport.abort()

    @property
    def ends_at(self) -> float | None:
        """When it is given up; None while it is being answered."""
        return self._timer.when() if self._timer is not None else None
