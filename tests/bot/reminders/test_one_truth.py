"""Whoever asks what happens next is told the same: the card and /galley why, and by the reminders that are planned."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot import why
from bot.absences import Absences
from bot.approval.cards import Cards
from bot.approval.covering import Covering
from bot.approval.openings import Openings
from bot.budget import above_budget
from bot.choices.delivery import Delivery
from bot.choices.flow import Choosing
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.links import Links
from bot.outlook import Outlooks
from bot.reminders.flow import Reminders
from bot.slack.actor import Actor
from bot.slack.channels import Channels
from bot.slack.parts import when
from bot.slack.people import People
from bot.slack.posts import BREATH, NEWS_EVERY, Posts
from bot.vault import Vault, new_key
from models.approval import Stage
from models.asset import Asset, Version
from models.choices import ActNow, Choices
from models.events import StageOpened
from models.people_events import AssetMuted, NoticesChosen
from models.person import Person
from models.post import Post, PostKind
from models.reminder import Reminder
from models.review.words import Verdict
from tests import reviews
from tests.bot.approval.questions import TEAM, pictured
from tests.bot.approval.test_casting import galley_yml, write  # noqa: F401  a fixture
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

LEGAL = {"name": "Legal", "approvers": ["lara", "leo"], "rule": "all"}
HOUR = timedelta(hours=1)


class Office:
    """Lara is eleven hours ahead of the team, and Leo where it is."""

    def __init__(self, database: Database, path: Path) -> None:
        self.database, self.clock, self.jobs = database, HeldClock(), Ordered()
        history, policies, workspaces = History(self.clock), Policies(path), OneWorkspace()
        staff, posts = People(workspaces, database, self.clock), Posts(self.jobs, self.clock)
        common: dict[str, Any] = {"clock": self.clock, "policies": policies, "people": staff}
        covering, links = Covering(Absences()), Links(vault=Vault([new_key()]), policies=policies, base=None)
        self._openings = Openings(**common, db=database, history=history, jobs=self.jobs, covering=covering)
        held = Delivery(above_budget).held
        self.reminders = Reminders(**common, db=database, history=history, posts=posts, held=held)
        self.choosing = Choosing(db=database, clock=self.clock, history=history, policies=policies)
        self._cards = Cards(
            **common, posts=posts, channels=Channels(workspaces, self.clock), permalink=lambda post: post.key,
            links=links, held=held,
        )  # fmt: skip
        self._outlooks = Outlooks(clock=self.clock, policies=policies, permalink=lambda post: post.key, held=held)
        history.follow(
            {
                StageOpened: [self.reminders.plan],
                NoticesChosen: [self._cards.promise],
                AssetMuted: [self._cards.promise],
            }
        )

    async def begin(self) -> Asset:
        async with self.database.write() as session:
            for name, zone in (("lara", "Australia/Sydney"), ("leo", "Europe/Berlin"), ("lead", "Europe/Berlin")):
                person = {"slack_id": name.upper(), "handle": name, "name": name.title(), "zone": zone}
                await session.merge(Person(team_id=TEAM, read_at=NOON, **person))
            asset, version = await pictured(session)
            await self._openings.begin(session, asset, version.id)
            session.add(self._post(asset, ts="1"))
        return asset

    async def told(self, asset: Asset) -> tuple[str, str]:
        """By the card, and by /galley why."""
        async with self.database.read() as session:
            message = await self._cards.render_card(session, self._post(asset))
            (outlook,) = await self._outlooks.read(session, [await session.get_one(Asset, asset.id)])
        assert message is not None
        return message.text, why.why(outlook)

    def _post(self, asset: Asset, ts: str | None = None) -> Post:
        what = {"kind": PostKind.CARD, "subject_id": asset.batch_id, "key": f"card:{asset.batch_id}", "ts": ts}
        return Post(team_id=TEAM, channel_id="C1", created_at=NOON, **what)

    async def planned(self) -> list[datetime]:
        async with self.database.read() as session:
            wanted = select(Reminder.due_at).where(Reminder.settled_at.is_(None), Reminder.person_id != "")  # type: ignore[union-attr]
            return sorted((await session.exec(wanted)).all())


@pytest.fixture
def office(database: Database, galley_yml: Path) -> Office:  # noqa: F811
    write(galley_yml, LEGAL)
    return Office(database, galley_yml)


async def test_card_and_why_name_the_same_moment_whatever_quiet_hours_do(office: Office) -> None:
    asset = await office.begin()

    for _ in range(16):
        card, said = await office.told(asset)
        upcoming = [moment for moment in await office.planned() if moment > office.clock.now()]
        if upcoming:
            assert f"out {when(upcoming[0])}" in card or f"told {when(upcoming[0])}" in card
            assert when(upcoming[0]) in said
        assert ("late, was due" in card) is ("It was due" in said)
        office.clock.advance(3 * HOUR)
        await office.reminders.send_due()


async def test_who_has_answered_is_not_the_next_who_is_reminded(office: Office) -> None:
    asset = await office.begin()
    before = await office.told(asset)
    async with office.database.write() as session:
        version = (await session.exec(select(Version))).one()
        await reviews.say(session, version.id, "Legal", "LEO")

    after = await office.told(asset)

    lara = [moment for moment in await office.planned() if moment.hour in (21, 22)]  # the morning in Sydney
    assert when(lara[0]) not in before[0]
    assert when(lara[0]) in after[0]
    assert when(lara[0]) in after[1]


async def test_a_stage_that_cannot_pass_any_more_promises_no_next_one(
    database: Database,
    galley_yml: Path,  # noqa: F811
) -> None:
    write(galley_yml, {**LEGAL, "settles": "when_all_decided"}, {"name": "Brand", "approvers": ["lead"]})
    office = Office(database, galley_yml)
    asset = await office.begin()
    assert all("Brand is asked" in told for told in await office.told(asset))

    async with database.write() as session:
        version = (await session.exec(select(Version))).one()
        await reviews.say(session, version.id, "Legal", "LEO", Verdict.REJECT, reason="Too dark")

    for told in await office.told(asset):
        assert "Brand" not in told
        assert "ends once all have decided, because enough have said no" in told


async def test_at_the_deadline_the_card_is_drawn_again_though_nobody_may_be_written_to(
    database: Database,
    galley_yml: Path,  # noqa: F811
) -> None:
    write(galley_yml, {**LEGAL, "approvers": ["lara"]})
    office = Office(database, galley_yml)
    asset = await office.begin()
    async with database.read() as session:
        due_at = (await session.exec(select(Stage.due_at))).one() or NOON
    office.clock.advance(due_at - NOON - HOUR)
    await office.reminders.send_due()
    office.jobs.orders.clear()

    office.clock.advance(HOUR)
    await office.reminders.send_due()

    assert [order.kind for order in office.jobs.orders] == ["slack.edit_card"]  # it is ten in the evening in Sydney
    card, said = await office.told(asset)
    assert "late, was due" in card
    assert "It was due" in said


async def test_many_cards_of_one_moment_leave_slack_room_for_decisions(office: Office) -> None:
    """A workspace may edit some fifty messages a minute."""
    for _ in range(4):
        await office.begin()
    office.jobs.orders.clear()

    office.clock.advance(48 * HOUR)
    await office.reminders.send_due()

    cards = [order for order in office.jobs.orders if order.kind == "slack.edit_card"]
    drawn = {order.subject: order.not_before - office.clock.now() for order in cards if order.not_before}
    assert sorted(drawn.values()) == [BREATH + number * NEWS_EVERY for number in range(4)]
    assert {order.not_before for order in cards} == {office.clock.now() + pause for pause in drawn.values()}


async def test_a_snooze_is_told_on_the_card_too(office: Office) -> None:
    asset = await office.begin()
    for person in ("LEO", "LARA"):
        await office.reminders.snooze(Actor(team_id=TEAM, person_id=person), batch_id=asset.batch_id, pause=48 * HOUR)

    card, said = await office.told(asset)

    (first, *_) = await office.planned()
    assert when(first) in card
    assert when(first) in said


async def test_whoever_reads_a_digest_is_promised_no_reminder(office: Office) -> None:
    asset = await office.begin()
    assert all("remind" in told for told in await office.told(asset))

    for person in ("LEO", "LARA"):
        office.jobs.orders.clear()
        chosen = Choices(act_now=ActNow.DIGEST)
        await office.choosing.choose(chosen, still_muted=None, by=Actor(team_id=TEAM, person_id=person))
        assert [order.kind for order in office.jobs.orders] == ["slack.edit_card"]

    for told in await office.told(asset):
        assert "remind" not in told
        assert "is told" in told  # an escalation is a message, whatever anybody chose


async def test_whoever_has_muted_it_is_promised_no_reminder_of_it(office: Office) -> None:
    asset = await office.begin()
    for person in ("LEO", "LARA"):
        await office.choosing.mute([asset.id], by=Actor(team_id=TEAM, person_id=person))

    assert not any("remind" in told for told in await office.told(asset))


async def test_before_its_date_the_first_stage_is_announced_and_nothing_was_decided(
    database: Database,
    galley_yml: Path,  # noqa: F811
) -> None:
    dated: Mapping[str, Any] = {**LEGAL, "opens": "date", "opens_at": "2026-03-05 09:00"}
    write(galley_yml, dated)
    office = Office(database, galley_yml)
    asset = await office.begin()

    card, said = await office.told(asset)

    moment = when(datetime.fromisoformat("2026-03-05T08:00+00:00"))
    assert f"Legal is asked {moment}, by itself." in card
    assert f"for {moment}, because galley.yml opens Legal then" in said
    assert "decided" not in card
