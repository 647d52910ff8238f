"""Candidates: a newer file gets its number only when it is here, new and readable."""

import json
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.db import Database
from bot.galley_yml import Policies, as_written
from bot.history import History
from bot.intake.inspecting import InspectVersion, Negative
from bot.intake.resembling import Resemblance
from bot.intake.tagging import Tagging
from bot.jobs.effects import Receipt
from bot.storage import Storage
from connectors.errors import Refused
from imaging.darkroom import Darkroom
from imaging.facts import Facts
from models.asset import Asset, AssetState, Version
from tests.bot.intake.test_fetching import claim
from tests.bot.intake.uploads import asset, batch, candidate, keep, version
from tests.clocks import HeldClock

FACTS = Facts(
    format="JPEG", media_type="image/jpeg", width=1600, height=1200, mode="RGB", colour_space="sRGB", icc_name=None,
    bit_depth=8, frames=1, orientation=1, dpi=None, has_alpha=False, has_gps=False, dhash="0" * 16,
)  # fmt: skip


TAGGING = Tagging(clock=HeldClock(), history=History(HeldClock()), channel=as_written)


async def test_two_at_once_are_numbered_as_they_turn_out_to_be_good(database: Database, tmp_path: Path) -> None:
    hero, files = await in_review(database)
    inspect = inspecting(tmp_path)

    for file in reversed(files):
        await settle(database, inspect, file)

    async with database.read() as session:
        numbers = [(await session.get_one(Version, file.id)).number for file in files]
        now = await session.get_one(Asset, hero.id)
    assert numbers == [3, 2]
    assert (now.version_number, now.state) == (3, AssetState.CHECKING)


async def test_an_unreadable_one_leaves_its_asset_alone(database: Database, tmp_path: Path) -> None:
    hero, (file, _) = await in_review(database)
    inspect = inspecting(tmp_path)

    async with database.write() as session:
        assert await inspect.refused(session, claim(1, subject=file.id), Refused("imaging", "It is cut off."))

    async with database.read() as session:
        now = await session.get_one(Asset, hero.id)
    assert (now.version_number, now.state) == (1, AssetState.IN_REVIEW)


async def test_no_two_versions_share_a_number(database: Database) -> None:
    hero, (file, _) = await in_review(database)
    assert file.is_candidate

    with pytest.raises(IntegrityError):
        await keep(database, version(hero))


async def in_review(database: Database) -> tuple[Asset, list[Version]]:
    """A picture that people are asked about, and two newer files of it."""
    upload = batch()
    hero = asset(upload, 1, state=AssetState.IN_REVIEW)
    files = [candidate(hero, sha256="b"), candidate(hero, sha256="c")]
    await keep(database, upload, hero, version(hero, sha256="a"), *files)
    return hero, files


def inspecting(folder: Path) -> InspectVersion:
    return InspectVersion(
        darkroom=Darkroom(), storage=Storage(folder), history=History(HeldClock()),
        policies=(policies := Policies(Path("galley.yml"))),
        tagging=TAGGING, resemblance=Resemblance(
            history=History(HeldClock()), policies=policies, channel=lambda *named: named[-1], permalink=str,
        ),
    )  # fmt: skip


async def settle(database: Database, inspect: InspectVersion, file: Version) -> None:
    receipt = Receipt(remote_id=file.sha256 or "", details={"facts": json.dumps(FACTS.to_json())})
    negative = Negative(sha256=file.sha256 or "", file_name=file.file_name)
    async with database.write() as session:
        await inspect.settle(session, claim(1, subject=file.id), negative, receipt)
