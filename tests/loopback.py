"""The clients with which tests reach what runs on this machine. They trust nobody: that takes 30 ms elsewhere."""

import ssl
from typing import Any

import httpx

from sandbox.serve import Sandbox

NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def loopback(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, trust_env=False, verify=NOBODY, **options)


def at_desk(sandbox: Sandbox) -> httpx.AsyncClient:
    """For people in the sandbox of this process, who look all the time: without a socket that takes a third."""
    return loopback(sandbox.world.addresses.page, transport=httpx.ASGITransport(app=sandbox.desk))
