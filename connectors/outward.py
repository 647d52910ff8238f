"""Other systems: where our requests may go. Whoever can have an address fetched must not reach the network behind us.

Every client of ours is opened by connectors/http.py, and so looks here before each request, a redirect included.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable

import httpx

from connectors.errors import Refused

Origin = tuple[str, str, int | None]
Resolve = Callable[[str], Awaitable[Iterable[str]]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_OPEN = ipaddress.IPv6Network("2000::/3")  # all that is given out; the rest is local, or was, or stands for an IPv4 one


def only_outward(own: Iterable[str], *, resolve: Resolve | None = None) -> Callable[[httpx.Request], Awaitable[None]]:
    """A request hook: lets through what goes to one of our `own` addresses, as configured, wherever those are; of all
    others only https to the public internet. A name that leads elsewhere a moment later has no certificate there.
    """
    origins = {origin_of(httpx.URL(address)) for address in own if address}

    async def look(request: httpx.Request) -> None:
        if origin_of(request.url) in origins:
            return
        if request.url.scheme != "https":
            raise Refused(request.url.host, "Galley asks other hosts than its own by https only.")
        for address in await (resolve or _resolved)(request.url.host):
            if not is_public(address):
                raise Refused(
                    request.url.host, f"{request.url.host} leads into a private network, so Galley does not go there."
                )

    return look


def origin_of(url: httpx.URL) -> Origin:
    usual = {"https": 443, "http": 80}.get(url.scheme)
    return url.scheme, url.host.lower(), url.port or usual


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it hides an older one in itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is None and ip not in _OPEN:
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


async def _resolved(host: str) -> Iterable[str]:
    """Nothing where a name is unknown here: then the connection fails by itself, or a proxy knows more. Numbers in
    whatever writing (2130706433, 0x7f.1) are read as the system reads them.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return [str(address[0]) for *_, address in found]
