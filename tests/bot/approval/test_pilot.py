"""A pilot: what begins in its channel is asked about by the edition on trial, everything else by the one in force."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlmodel import col, select

from bot import why
from bot.absences import Absences
from bot.approval.cards import Cards
from bot.approval.covering import Covering
from bot.approval.openings import Openings
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.links import Links
from bot.outlook import Outlooks
from bot.replay.reading import read_policy
from bot.slack.channels import Channels
from bot.slack.people import People
from bot.slack.posts import Posts
from bot.vault import Vault, new_key
from models.approval import Approval, Stage
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.post import Post, PostKind
from tests import reviews
from tests.bot.approval.questions import TEAM, pictured
from tests.bot.approval.test_casting import seats, write
from tests.bot.approval.test_openings import people
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

DESIGN, LEGAL = {"name": "Design", "approvers": ["dana"]}, {"name": "Legal", "approvers": ["lara"]}
NAMED = {"spring": "C1"}  # where questions.pictured drops its pictures


class Office:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.galley_yml, self.tried = database, folder / "galley.yml", folder / "next.yml"
        write(self.tried, LEGAL)
        self.save(DESIGN)
        self.policies, clock = Policies(self.galley_yml), HeldClock()
        self.openings = Openings(
            db=database, clock=clock, history=History(clock), policies=self.policies,
            people=People(OneWorkspace(), database, clock), jobs=Ordered(), covering=Covering(Absences()),
            channel=lambda _, name: NAMED.get(name),
        )  # fmt: skip

    def save(self, *stages: Mapping[str, Any], channels: tuple[str, ...] = ("spring",)) -> None:
        write(self.galley_yml, *stages)
        if channels:
            _add(self.galley_yml, pilot={"channels": list(channels), "file": "next.yml"})

    async def begun(self) -> Asset:
        async with self.database.write() as session:
            await self.policies.adopt(session, at=HeldClock().now())
            asset, version = await pictured(session)
            await self.openings.begin(session, asset, version.id)
        return asset

    async def approvals(self) -> list[tuple[str, bool]]:
        """By which edition each goes, and whether it is on trial."""
        names = {self.policies.digest: "in force", self.policies.pilot_digest: "next.yml"}
        async with self.database.read() as session:
            wanted = select(Approval.policy_digest, Approval.is_pilot).order_by(col(Approval.id))
            return [(names.get(digest, "over"), is_pilot) for digest, is_pilot in await session.exec(wanted)]


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    await people(database, dana="DANA", lara="LARA", leo="LEO")
    return Office(database, tmp_path)


async def test_what_begins_in_its_channel_is_asked_by_the_edition_on_trial(office: Office) -> None:
    await office.begun()

    assert await seats(office.database) == {"Legal": {"LARA"}}
    assert await office.approvals() == [("next.yml", True)]


async def test_elsewhere_and_where_nobody_knows_the_channel_the_edition_in_force_asks(office: Office) -> None:
    office.save(DESIGN, channels=("summer", "C2"))
    office.policies.reload()

    await office.begun()

    assert await seats(office.database) == {"Design": {"DANA"}}
    assert await office.approvals() == [("in force", False)]


async def test_what_runs_when_a_pilot_begins_keeps_its_stages(office: Office) -> None:
    brand = {"name": "Brand", "approvers": ["leo"]}
    office.save(DESIGN, brand, channels=())
    office.policies.reload()
    asset = await office.begun()
    office.save(DESIGN, brand)
    office.policies.reload()

    await _says_yes(office, asset, "Design", "DANA")

    assert await seats(office.database) == {"Design": {"DANA"}, "Brand": {"LEO"}}


@pytest.mark.parametrize("is_promoted", [True, False])
async def test_what_began_in_it_keeps_its_stages_when_it_is_promoted_or_dropped(
    office: Office, is_promoted: bool
) -> None:
    write(office.tried, LEGAL, {"name": "Brand", "approvers": ["role:rights"]})
    _add(office.tried, people={"lead": "lead", "admins": ["admin"], "roles": {"rights": ["leo"]}})
    office.policies.reload()
    asset = await office.begun()
    if is_promoted:
        office.tried.replace(office.galley_yml)
    else:
        office.save(DESIGN, channels=())
    office.policies.reload()

    await _says_yes(office, asset, "Legal", "LARA")

    assert await seats(office.database) == {"Legal": {"LARA"}, "Brand": {"LEO"}}
    assert await office.approvals() == [("in force" if is_promoted else "over", True)]


async def test_a_new_version_after_the_pilot_is_asked_about_by_what_is_in_force(office: Office) -> None:
    asset = await office.begun()
    office.save(DESIGN, channels=())
    office.policies.reload()

    async with office.database.write() as session:
        first = (await session.exec(select(Version))).one()
        session.add(Version(**first.model_dump() | {"id": "v2", "number": 2, "sha256": "2", "slack_file_id": "F2"}))
        await session.flush()
        await office.openings.begin(session, await session.get_one(Asset, asset.id), "v2")

    async with office.database.read() as session:
        names = (await session.exec(select(Stage.name).where(Stage.approval_id == "v2"))).all()
    assert names == ["Design"]


async def test_before_anybody_is_asked_why_names_the_first_stage_of_the_edition_that_will_ask(office: Office) -> None:
    outlooks = Outlooks(
        clock=HeldClock(), policies=office.policies, permalink=lambda post: post.key,
        channel=lambda _, name: NAMED.get(name),
    )  # fmt: skip
    async with office.database.write() as session:
        tried, _ = await pictured(session)
        elsewhere, _ = await pictured(session)
        (await session.get_one(Batch, elsewhere.batch_id)).channel_id = "C2"
        tried.state = elsewhere.state = AssetState.CHECKING

    async with office.database.read() as session:
        said = [why.why(one) for one in await outlooks.read(session, [tried, elsewhere])]

    assert "Once it passes, Legal is asked." in said[0]
    assert "Once it passes, Design is asked." in said[1]


def _add(path: Path, **keys: Any) -> None:
    yaml = YAML(typ="safe")
    policy = yaml.load(path) | keys
    with path.open("w") as file:
        yaml.dump(policy, file)


async def _says_yes(office: Office, asset: Asset, stage: str, by: str) -> None:
    async with office.database.write() as session:
        version = (await session.exec(select(Version))).one()
        await reviews.say(session, version.id, stage, by)
        await office.openings.open_called(session, await session.get_one(Asset, asset.id), version.id)


async def test_its_card_says_so_and_can_be_shown_again_by_the_edition_that_it_rests_on(office: Office) -> None:
    asset = await office.begun()
    clock, workspaces = HeldClock(), OneWorkspace()
    cards = Cards(
        clock=clock, policies=office.policies, posts=Posts(Ordered(), clock), permalink=lambda post: post.key,
        people=People(workspaces, office.database, clock), channels=Channels(workspaces, clock),
        links=Links(vault=Vault([new_key()]), policies=office.policies, base=None),
    )  # fmt: skip
    post = Post(
        team_id=TEAM, kind=PostKind.CARD, subject_id=asset.batch_id, key="card", channel_id="C1", created_at=NOON
    )

    async with office.database.read() as session:
        message = await cards.render_card(session, post)
        assert message is not None
        edition = await read_policy(session, message.basis["policy"])

    assert f"on trial where it came in, edition `{office.policies.pilot_digest[:12]}`" in message.text
    assert [stage.name for stage in edition.review.every_stage] == ["Legal"]
