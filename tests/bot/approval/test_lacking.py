"""No door leads past what galley.yml asks to be known first: a yes is refused, and nothing goes to the library."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot import doors
from bot.approval.flow import Approvals
from bot.approval.lacking import lacks_by
from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.db import Database
from bot.distribution.flow import Distribution
from bot.galley_yml import Policies
from bot.history import History
from bot.slack.channels import Channels
from bot.slack.posts import Posts
from models.asset import Asset, AssetState, Version
from models.events import AttributesGiven, RenditionsMade
from models.review.words import Outcome, Verdict
from models.roles import Deed
from tests.bot.approval.questions import asked
from tests.bot.approval.test_clicking import answer, click
from tests.bot.approval.test_openings import openings  # noqa: F401  a fixture
from tests.bot.intake.uploads import TEAM, asset, batch, keep, version
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock
from tests.house.sizes import ROOT
from tests.workspaces import OneWorkspace


@pytest.fixture
def policies(tmp_path: Path) -> Policies:
    text = Path("galley.yml").read_text(encoding="utf-8")
    declared = """
  rights: { label: Rights, required_in: approved }
  alt: { label: Alt text, required_in: published }
  tags:"""
    path = tmp_path / "galley.yml"
    path.write_text(text.replace("\n  tags:", declared, 1), encoding="utf-8")
    return Policies(path)


async def test_a_yes_waits_for_what_has_to_be_known_and_the_click_names_the_picture(
    database: Database,
    clock: HeldClock,
    jobs: Ordered,
    openings: Openings,  # noqa: F811
    policies: Policies,
) -> None:
    approvals = Approvals(
        db=database, clock=clock, history=History(clock), jobs=jobs, openings=openings,
        threads=Threads(Posts(jobs, clock)), lacks=lacks_by(policies),
    )  # fmt: skip
    *_, [stage] = await asked(database, {"Legal": ("U1",)})

    early, stranger = await click(approvals, "U1", stage), await click(approvals, "U9", stage)
    wishing = await click(approvals, "U1", stage, Verdict.APPROVE_WITH_CHANGES)
    refused = await click(approvals, "U1", stage, Verdict.REJECT)

    assert "This picture cannot be approved before Title and Rights are known" in early.refused
    assert early.lacking == wishing.lacking
    assert (len(early.lacking), stranger.lacking, refused.refused) == (1, (), "")
    assert (await answer(database)).outcome is Outcome.REJECTED


async def test_nothing_goes_to_the_library_before_all_is_known_and_then_it_goes_by_itself(
    database: Database, policies: Policies
) -> None:
    jobs, clock = Ordered(), HeldClock()
    distribution = Distribution(
        clock=clock, jobs=jobs, posts=Posts(jobs, clock), policies=policies, channels=Channels(OneWorkspace(), clock)
    )
    upload = batch()
    hero = asset(upload, 1, state=AssetState.APPROVED)
    file = version(hero)
    await keep(database, upload, hero, file)

    await rendered(database, distribution, hero, file)
    held = [order.kind for order in jobs.orders]
    await given(database, distribution, hero, {"rights": "ours"})
    still_held = [order.kind for order in jobs.orders]
    await given(database, distribution, hero, {"alt": "A beach"})

    assert (held, still_held) == ([], [])
    assert [(order.kind, order.key) for order in jobs.orders] == [("library.publish", f"library.publish:{file.id}")]


def test_only_one_place_sends_pictures_to_the_library_and_every_door_that_decides_leads_to_the_same_flow() -> None:
    sends = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if re.search(r'"library\.publish"', path.read_text(encoding="utf-8"))
    ]
    approving = [name for name, deed in doors.ACTIONS.items() if deed is Deed.DECIDE and name.endswith("approve")]

    assert sends == ["bot/distribution/flow.py", "bot/distribution/publishing.py"]
    assert approving == ["approval.approve", "remarks.approve"]


async def rendered(database: Database, distribution: Distribution, hero: Asset, file: Version) -> None:
    async with database.write() as session:
        made = RenditionsMade(team_id=TEAM, asset_id=hero.id, version_id=file.id, names=(), files={})
        await History(HeldClock()).record(session, made)
        await distribution.publish(session, made)


async def given(database: Database, distribution: Distribution, hero: Asset, said: Mapping[str, Any]) -> None:
    async with database.write() as session:
        kept = await session.get_one(Asset, hero.id)
        kept.describe(dict(said), file_name="1.jpg")
        told = AttributesGiven(
            team_id=TEAM, asset_id=hero.id, batch_id=hero.batch_id, fields=tuple(said), title="1", filled=()
        )
        await distribution.resume(session, told)
