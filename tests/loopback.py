"""The client with which tests reach what runs on this machine. It trusts nobody: that is what takes 30 ms elsewhere."""

import ssl
from typing import Any

import httpx

NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def loopback(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, trust_env=False, verify=NOBODY, **options)
