"""Fetching: what is damaged is fetched again a few times, and what had no name gets one."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.config import SLACK_API
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.drop import dropped_files
from bot.intake.fetching import TRIES, FetchVersion, Wanted
from bot.jobs.effects import Claim
from bot.slack.files import RemoteFile, SlackFiles
from bot.slack.hosts import Hosts
from bot.storage import Storage
from connectors.errors import ConnectorError, Refused, Unavailable
from models.asset import Asset, Version, title_from
from models.batch import Batch, Origin
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.loopback import loopback
from tests.workspaces import OneWorkspace

WANTED = Wanted(team_id="T1", file_id="F1", file_name="hero.jpg", announced_bytes=10, ceiling=100)


class Shortened(SlackFiles):
    """Says ten bytes and sends four."""

    async def describe(self, team_id: str, file_id: str) -> RemoteFile:
        assert team_id == "T1"
        return RemoteFile(id=file_id, name="hero.jpg", size_bytes=10, mimetype="image/jpeg", url="", user_id="U1")

    async def stream(self, team_id: str, url: str) -> AsyncIterator[bytes]:  # noqa: ARG002
        yield b"hero"


async def keep(_: Mapping[str, str]) -> None:
    raise AssertionError("nothing is kept half-way")


def claim(attempt: int, *, subject: str = "V1") -> Claim:
    return Claim(
        id="J1", key="k", kind="intake.fetch", subject=subject, lane="l", attempt=attempt, checkpoint={}, keep=keep,
        check=lambda: None,
    )  # fmt: skip


def fetching(folder: Path, kind: type[SlackFiles]) -> FetchVersion:
    files = kind(OneWorkspace(), loopback(), hosts=Hosts(SLACK_API))
    return FetchVersion(
        files=files, storage=Storage(folder), history=History(HeldClock()), policies=Policies(Path("galley.yml"))
    )


@pytest.mark.parametrize(("attempt", "kind"), [(1, Unavailable), (TRIES, Refused)])
async def test_a_damaged_file_is_given_up_after_some_tries(
    tmp_path: Path, attempt: int, kind: type[ConnectorError]
) -> None:
    fetch = fetching(tmp_path, Shortened)

    with pytest.raises(kind, match="arrived damaged"):
        await fetch.send(WANTED, claim(attempt))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class Whole(Shortened):
    async def stream(self, team_id: str, url: str) -> AsyncIterator[bytes]:  # noqa: ARG002
        yield b"ten bytes!"


async def test_a_file_of_another_workspace_is_named_as_soon_as_slack_tells(tmp_path: Path, database: Database) -> None:
    (dropped,) = dropped_files([{"id": "F1", "file_access": "check_file_info"}])
    batch = Batch(team_id="T1", channel_id="C1", submitter_id="U1", origin=Origin.DROP, submitted_at=NOON)
    asset = Asset(team_id="T1", batch_id=batch.id, position=1, submitter_id="U1", created_at=NOON)
    asset.describe({"title": title_from(dropped.name)}, file_name=dropped.name)
    version = Version(
        id="V1", team_id="T1", asset_id=asset.id, slack_file_id="F1", file_name=dropped.name, submitter_id="U1",
        submitted_at=NOON,
    )  # fmt: skip
    for row in (batch, asset, version):
        async with database.write() as session:
            session.add(row)
    fetch = fetching(tmp_path, Whole)

    receipt = await fetch.send(WANTED, claim(1))
    async with database.write() as session:
        await fetch.settle(session, claim(1), WANTED, receipt)

    async with database.read() as session:
        named, titled = await session.get_one(Version, "V1"), await session.get_one(Asset, asset.id)
    assert (named.file_name, titled.title) == ("hero.jpg", "hero")
