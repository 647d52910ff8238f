"""A file that arrives damaged is fetched again a few times; then its uploader hears of it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import SLACK_API
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.fetching import TRIES, FetchVersion, Wanted
from bot.jobs.effects import Claim
from bot.slack.files import RemoteFile, SlackFiles
from bot.storage import Storage
from connectors.errors import ConnectorError, Refused, Unavailable
from tests.clocks import HeldClock

WANTED = Wanted(file_id="F1", file_name="hero.jpg", announced_bytes=10, ceiling=100)


class Shortened(SlackFiles):
    """Says ten bytes and sends four."""

    async def describe(self, file_id: str) -> RemoteFile:
        return RemoteFile(id=file_id, name="hero.jpg", size_bytes=10, mimetype="image/jpeg", url="", user_id="U1")

    async def stream(self, url: str) -> AsyncIterator[bytes]:  # noqa: ARG002
        yield b"hero"


async def keep(_: Mapping[str, str]) -> None:
    raise AssertionError("nothing is kept half-way")


def claim(attempt: int) -> Claim:
    return Claim(
        id="J1", key="k", kind="intake.fetch", subject="V1", lane="l", attempt=attempt, checkpoint={}, keep=keep,
        check=lambda: None,
    )  # fmt: skip


@pytest.mark.parametrize(("attempt", "kind"), [(1, Unavailable), (TRIES, Refused)])
async def test_a_damaged_file_is_given_up_after_some_tries(
    tmp_path: Path, attempt: int, kind: type[ConnectorError]
) -> None:
    files = Shortened(AsyncWebClient(), httpx.AsyncClient(), token="xoxb-1", api_url=SLACK_API)
    fetch = FetchVersion(
        files=files, storage=Storage(tmp_path), history=History(HeldClock()), policies=Policies(Path("galley.yml"))
    )

    with pytest.raises(kind, match="arrived damaged"):
        await fetch.send(WANTED, claim(attempt))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
