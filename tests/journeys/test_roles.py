"""Who may not hears who may, in private, and nothing changes; whichever door they try."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from bot import doors
from bot.away.wishes import Wish
from bot.intake.drop import Drop, DroppedFile
from bot.slack.actor import Actor
from models.asset import Asset, Version
from models.batch import Origin
from models.campaign import Campaign, TaskLink
from models.history import Entry
from models.ids import new_id
from models.roles import MAY, NotAllowed, Role
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.waiting import eventually

Try = Callable[[Galley, Actor, Version], Awaitable[Any]]

TRIES: Mapping[str, Try] = {
    "Campaigns.link": lambda galley, by, _: galley.house.steps.campaigns.link(by, "1"),
    "Campaigns.unlink": lambda galley, by, _: galley.house.steps.campaigns.unlink(by),
    "Comparisons.ask": lambda galley, by, one: galley.house.steps.comparisons.ask(one.asset_id, 2, by=by),
    "Comparisons.lay_beside": lambda galley, by, one: galley.house.steps.comparisons.lay_beside(one.id, one.id, by=by),
    "Completeness.next": lambda galley, by, _: galley.house.steps.completeness.next("80/", by=by),
    "Completeness.read": lambda galley, by, _: galley.house.steps.completeness.read("", by=by),
    "Correcting.correct": lambda galley, by, one: galley.house.steps.correcting.correct(one.asset_id, {}, by=by),
    "Correcting.form": lambda galley, by, one: galley.house.steps.correcting.form(one.asset_id, by=by),
    "Joining.join": lambda galley, by, one: galley.house.steps.joining.join(one.id, by=by),
    "Joining.tell_apart": lambda galley, by, one: galley.house.steps.joining.tell_apart(one.id, by=by),
    "Desk.take": lambda galley, by, _: galley.house.steps.desk.take(drop(by)),
    "Desk.send": lambda galley, by, _: galley.house.steps.desk.send(by, new_id(), None, FILES),
    "Desk.submit": lambda galley, by, _: galley.house.steps.desk.submit(drop(by)),
    "Desk.submit_form": lambda galley, by, _: galley.house.steps.desk.submit_form(by),
    "Desk.details_form": lambda galley, by, one: galley.house.steps.desk.details_form(one.asset_id, by=by),
    "Desk.fill": lambda galley, by, one: galley.house.steps.desk.fill(one.asset_id, {"title": "x"}, by=by),
    "Desk.repair": lambda galley, by, one: galley.house.steps.desk.repair(one.id, by=by),
    "Desk.assign": lambda galley, by, one: galley.house.steps.desk.assign("post", one.asset_id, by=by),
    "Away.name": lambda galley, by, _: galley.house.steps.away.name(sent_away(by), by=by),
    "Reports.absences": lambda galley, by, _: galley.house.steps.reports.absences(by),
    "Home.retry": lambda galley, by, _: galley.house.steps.home.retry(new_id(), by=by),
    "Home.drop": lambda galley, by, _: galley.house.steps.home.drop(new_id(), by=by),
    "Intake.receive": lambda galley, by, _: received(galley, by),
    "Intake.catch_up": lambda galley, by, _: caught_up(galley, by),
    "Rulebook.read": lambda galley, by, _: galley.house.steps.rulebook.read(by),
    "Tasks.link": lambda galley, by, _: galley.house.steps.tasks.link(by, "1", "hero"),
}
LATER = {
    "Correcting.of_batch": "knows no such batch; tests/bot/intake/test_correcting.py tries somebody else's",
    "Correcting.of_message": "knows no such message; tests/bot/intake/test_correcting.py tries somebody else's",
    "Away.end": "knows no such absence; tests/bot/away/test_away.py tries somebody else's",
    "ByHand.open": "knows no such stage; tests/bot/approval/test_opening_by_hand.py tries one that waits",
    "Finishing.finish": "knows no such wish; tests/bot/approval/test_finishing.py tries somebody else's",
    "Desk.expect": "asks nothing yet: what it looks for comes in by Intake.catch_up",
}
FILES = (DroppedFile(file_id="F9", name="hero.jpg", size_bytes=9),)


def sent_away(by: Actor) -> Wish:
    """Somebody else, by them."""
    other, day = "U0BRAND" if by.person_id != "U0BRAND" else "U0LEAD", date(2026, 3, 3)
    return Wish(absent_id=other, substitute_id=None, first=day, last=day)


@pytest.fixture
def policy(policy: Path) -> Path:
    policy.write_text(policy.read_text(encoding="utf-8").replace("viewers: []", "viewers: [stranger]"))
    return policy


def drop(by: Actor) -> Drop:
    return Drop(
        team_id=by.team_id, channel_id="C0INTAKE", person_id=by.person_id, files=FILES, origin=Origin.DROP,
        message_ts=new_id(),
    )  # fmt: skip


async def received(galley: Galley, by: Actor) -> None:
    async with galley.house.db.write() as session:
        await galley.house.steps.intake.receive(session, drop(by), may_begin=True)


async def caught_up(galley: Galley, by: Actor) -> None:
    async with galley.house.db.write() as session:
        await galley.house.steps.intake.catch_up(session, drop(by), may_begin=True)


def test_every_door_that_is_not_everybodys_is_tried() -> None:
    kept = {flow for flow, deed in doors.FLOWS.items() if MAY[deed] != frozenset(Role)}

    assert kept == set(TRIES) | set(LATER)


async def test_whoever_may_not_reads_who_may_and_changes_nothing(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await eventually(galley.stage.card)
    version = await _only_version(galley)

    await galley.stage.drop("stranger", "intake", ("mine.jpg", photo(2)))
    await galley.stage.drop("guest", "review", ("hero.jpg", photo(3)), thread_ts=card.ts)

    assert "Only admins and leads" in await galley.stage.command("designer1", "review", "campaign link 1")
    assert "Lea Lead or Ada Admin can help" in await galley.stage.command("uploader", "intake", "campaign unlink")
    assert "may send pictures to review" in await galley.stage.command("stranger", "intake", "submit")
    assert "may tie a picture" in await galley.stage.command("guest", "intake", "task link 1")
    assert "Only admins, leads, approvers" in await _whispered(galley, "stranger", "intake")
    assert "that somebody else brought" in await _whispered(galley, "guest", "review")
    await _nothing_changes(galley, version)


async def _nothing_changes(galley: Galley, version: Version) -> None:
    """By whatever way: a viewer and a guest, wherever theirs is not the role."""
    before = await _counts(galley)
    for who, role in (("U0STRANGER", Role.VIEWER), ("U0GUEST", Role.GUEST)):
        by = Actor(team_id=version.team_id, person_id=who, channel_id="C0INTAKE")
        for flow in (one for one in TRIES if role not in MAY[doors.FLOWS[one]]):
            refusals = await _count(galley, Entry, Entry.event == "DeedRefused")
            with suppress(NotAllowed):
                await TRIES[flow](galley, by, version)
            assert await _count(galley, Entry, Entry.event == "DeedRefused") == refusals + 1, f"{flow} lets a {role} in"
    assert await _counts(galley) == before


async def _counts(galley: Galley) -> list[int]:
    return [await _count(galley, kind) for kind in (Asset, Version, Campaign, TaskLink)]


async def _count(galley: Galley, kind: Any, *where: Any) -> int:
    async with galley.house.db.read() as session:
        return (await session.exec(select(func.count()).select_from(kind).where(*where))).one()


async def _only_version(galley: Galley) -> Version:
    async with galley.house.db.read() as session:
        return (await session.exec(select(Version))).one()


async def _whispered(galley: Galley, user: str, channel: str) -> str:
    async def found() -> str:
        seen = await galley.stage.messages(user, channel)
        return "\n".join(one.words for one in seen if one.is_private)

    return await eventually(found)
