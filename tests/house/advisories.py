"""`python -m tests.house.advisories`: whether an advisory is known against a package that we pin.

One question for all of them to https://api.osv.dev (google.github.io/osv.dev/post-v1-querybatch), which gathers the
advisories of PyPI and GitHub. Where the network does not lead there, one line says so, and nothing fails.
"""

import asyncio
import re
import sys
from collections.abc import Mapping, Sequence

import httpx

from tests.house.sizes import ROOT

SERVICE = "https://api.osv.dev/v1/querybatch"
PATIENCE_S = 4.0
ACCEPTED: Mapping[str, str] = {}
"""Advisories that do not concern us, by their id, each with the reason."""

Pin = tuple[str, str]


def pinned() -> Sequence[Pin]:
    """Names and versions of everything in the locks, those of tests included."""
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", lock, re.MULTILINE)


async def known_against(pins: Sequence[Pin], *, service: str = SERVICE, within: float = PATIENCE_S) -> Sequence[str]:
    """A line for each advisory. Raises httpx.HTTPError, TimeoutError or ValueError where nobody could be asked."""
    asked = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in pins]
    async with asyncio.timeout(within), httpx.AsyncClient(timeout=within) as http:
        answer = await http.post(service, json={"queries": asked})
    results = answer.raise_for_status().json()["results"]
    return [
        f"{name} {version}: {advisory['id']}"
        for (name, version), found in zip(pins, results, strict=True)
        for advisory in found.get("vulns", ())
        if advisory["id"] not in ACCEPTED
    ]


def main(service: str = SERVICE) -> int:
    pins = pinned()
    try:
        found = asyncio.run(known_against(pins, service=service))
    except (httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"Advisories were not looked up: {service} does not answer ({type(error).__name__}).")
        return 0
    for line in found:
        print(line)
    print(f"{len(found) or 'No'} known advisories against {len(pins)} pinned packages.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
