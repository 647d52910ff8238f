"""What the stand-ins call by themselves: webhooks, events, addresses of pictures."""

import ssl
from functools import cache
from typing import Any

import httpx


def outgoing(**options: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(trust_env=False, verify=_authorities(), **options)


@cache
def _authorities() -> ssl.SSLContext:
    """Read once for all worlds: it takes 30 ms."""
    return httpx.create_ssl_context(trust_env=False)
