"""Watching galley.yml while Galley runs: editions are kept, broken ones are told of once."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.policy_watch import PolicyWatch
from models.history import Entry, PolicyEdition
from tests.clocks import HeldClock
from tests.house.sizes import ROOT

DEFAULT = (ROOT / "galley.yml").read_text(encoding="utf-8")
OTHER = DEFAULT.replace("channel: review", "channel: approvals")
PILOT = "\npilot: { channels: [spring], file: next.yml }\n"


class Office:
    """A watched galley.yml and the database of whoever watches it."""

    def __init__(self, path: Path, database: Database) -> None:
        self._path, self.database = path, database
        self.save(DEFAULT)
        self.policies, clock = Policies(path), HeldClock()
        self.watch = PolicyWatch(
            policies=self.policies, db=database, history=History(clock), clock=clock, teams=lambda: ("T0SANDBOX",)
        )

    def save(self, text: str) -> None:
        self._path.write_text(text, encoding="utf-8")

    async def recorded(self) -> Sequence[str]:
        async with self.database.read() as session:
            return (await session.exec(select(Entry.event).order_by(col(Entry.number)))).all()

    async def kept(self) -> Sequence[str]:
        async with self.database.read() as session:
            return (await session.exec(select(PolicyEdition.digest))).all()


@pytest.fixture
async def office(tmp_path: Path, database: Database) -> Office:
    office = Office(tmp_path / "galley.yml", database)
    await office.watch.begin()
    return office


async def test_the_edition_in_force_at_the_start_is_kept_once(office: Office) -> None:
    await office.watch.begin()
    await office.watch.look()

    assert await office.kept() == [office.policies.digest]
    assert await office.recorded() == ["PolicyAdopted"]


async def test_of_several_that_start_at_once_one_keeps_the_edition(tmp_path: Path, database: Database) -> None:
    offices = [Office(tmp_path / "galley.yml", database) for _ in range(3)]

    await asyncio.gather(*(office.watch.begin() for office in offices))

    assert await offices[0].recorded() == ["PolicyAdopted"]


async def test_a_good_edit_is_kept_and_recorded(office: Office) -> None:
    office.save(OTHER)
    await office.watch.look()
    await office.watch.look()

    assert office.policies.current.review.channel == "approvals"
    assert len(await office.kept()) == 2
    assert await office.recorded() == ["PolicyAdopted", "PolicyAdopted"]


async def test_going_back_to_an_older_edition_is_recorded_too(office: Office) -> None:
    for text in (OTHER, DEFAULT):
        office.save(text)
        await office.watch.look()

    assert len(await office.kept()) == 2
    assert await office.recorded() == ["PolicyAdopted"] * 3


async def test_a_start_with_an_edition_of_earlier_is_recorded_too(tmp_path: Path, office: Office) -> None:
    office.save(OTHER)
    await office.watch.look()

    for _ in range(2):
        again = Office(tmp_path / "galley.yml", office.database)  # as it was at first
        await again.watch.begin()

    assert len(await office.kept()) == 2
    assert await office.recorded() == ["PolicyAdopted"] * 3


async def test_of_several_that_see_the_same_edit_one_records_it(tmp_path: Path, database: Database) -> None:
    offices = [Office(tmp_path / "galley.yml", database) for _ in range(3)]
    await offices[0].watch.begin()
    offices[0].save(OTHER)

    await asyncio.gather(*(office.watch.look() for office in offices))

    assert await offices[0].recorded() == ["PolicyAdopted"] * 2


async def test_a_broken_edit_is_told_once_and_changes_nothing(office: Office) -> None:
    digest = office.policies.digest

    office.save("review: [")
    await office.watch.look()
    await office.watch.look()

    assert office.policies.digest == digest
    assert await office.recorded() == ["PolicyAdopted", "TroubleFound"]


async def test_a_comment_is_no_change(office: Office) -> None:
    office.save(DEFAULT + "# nothing new\n")
    await office.watch.look()

    assert await office.recorded() == ["PolicyAdopted"]


async def test_a_pilot_is_kept_and_its_beginning_and_its_end_are_recorded(tmp_path: Path, office: Office) -> None:
    (tmp_path / "next.yml").write_text(OTHER, encoding="utf-8")
    for text in (DEFAULT + PILOT, DEFAULT):
        office.save(text)
        await office.watch.look()
        await office.watch.look()

    assert len(await office.kept()) == 3
    assert (await office.recorded())[1:] == ["PolicyAdopted", "PolicyPiloted"] * 2


async def test_an_edit_of_the_file_on_trial_counts_at_once_and_nothing_else_changes(
    tmp_path: Path, office: Office
) -> None:
    (tmp_path / "next.yml").write_text(OTHER, encoding="utf-8")
    office.save(DEFAULT + PILOT)
    await office.watch.look()
    before = office.policies.digest, office.policies.pilot_digest

    (tmp_path / "next.yml").write_text(OTHER.replace("due_in: 8h", "due_in: 4h"), encoding="utf-8")
    await office.watch.look()

    assert office.policies.digest == before[0]
    assert office.policies.pilot_digest not in ("", before[1])


async def test_a_pilot_whose_file_is_broken_or_missing_does_not_begin_before_it_is_mended(
    tmp_path: Path, office: Office
) -> None:
    office.save(DEFAULT + PILOT)
    await office.watch.look()
    (tmp_path / "next.yml").write_text(OTHER + PILOT, encoding="utf-8")
    await office.watch.look()
    assert office.policies.pilot_digest == ""
    assert await office.recorded() == ["PolicyAdopted", "TroubleFound", "TroubleFound"]

    (tmp_path / "next.yml").write_text(OTHER, encoding="utf-8")
    await office.watch.look()

    assert office.policies.pilot_channels == ("spring",)
    assert (await office.recorded())[3:] == ["PolicyAdopted", "PolicyPiloted"]


async def test_the_next_file_takes_the_place_of_the_one_in_force_in_one_step(tmp_path: Path, office: Office) -> None:
    (tmp_path / "next.yml").write_text(OTHER, encoding="utf-8")
    office.save(DEFAULT + PILOT)
    await office.watch.look()
    tried = office.policies.pilot_digest

    (tmp_path / "next.yml").replace(tmp_path / "galley.yml")
    await office.watch.look()

    assert (office.policies.digest, office.policies.pilot_digest) == (tried, "")
