"""Where a task should stand, from what is true of its picture and from galley.yml."""

from pathlib import Path

import pytest

from bot.galley_yml import Policies
from bot.policy import Policy
from bot.tasks.wanted import all_statuses, wanted_status
from connectors.board import StatusGroup
from models.approval import Approval
from models.asset import Asset, AssetState, Version
from models.review.words import Outcome
from tests.bot.tasks import story
from tests.bot.tasks.story import TEAM, UPLOADER
from tests.clocks import MONDAY_NOON


@pytest.fixture
def policy() -> Policy:
    return Policies(Path("galley.yml")).current


@pytest.fixture
def approval() -> Approval:
    asset = Asset(team_id=TEAM, batch_id="-", position=1, submitter_id=UPLOADER, created_at=MONDAY_NOON)
    version = Version(
        team_id=TEAM, asset_id=asset.id, file_name="hero.jpg", submitter_id=UPLOADER, submitted_at=MONDAY_NOON
    )
    return story.approval(asset, version, at=MONDAY_NOON)


def name(state: AssetState, approval: Approval | None, policy: Policy) -> str | None:
    wanted = wanted_status(state, approval, policy)
    return wanted.name if wanted else None


def test_an_open_stage_has_its_own_status(approval: Approval, policy: Policy) -> None:
    assert name(AssetState.IN_REVIEW, approval, policy) == "Design Review"


def test_a_stage_without_one_is_in_review(approval: Approval, policy: Policy) -> None:
    approval.stages[0].name = "Proofreading"

    assert name(AssetState.IN_REVIEW, approval, policy) == "In Review"


def test_between_two_stages_the_task_stays(approval: Approval, policy: Policy) -> None:
    approval.stages[0].outcome = Outcome.APPROVED

    assert name(AssetState.IN_REVIEW, approval, policy) is None


def test_before_anybody_is_asked_it_is_submitted(policy: Policy) -> None:
    assert name(AssetState.IN_REVIEW, None, policy) == "New"


@pytest.mark.parametrize("state", [AssetState.CHECKING, AssetState.NEEDS_WORK, AssetState.WITHDRAWN])
def test_a_file_that_is_looked_at_moves_nothing(state: AssetState, policy: Policy) -> None:
    assert name(state, None, policy) is None


def test_an_end_falls_back_on_an_end(policy: Policy) -> None:
    published, rejected = (wanted_status(state, None, policy) for state in (AssetState.PUBLISHED, AssetState.REJECTED))

    assert published is not None
    assert rejected is not None
    assert (published.group, rejected.group) == (StatusGroup.COMPLETED, StatusGroup.CANCELLED)


def test_every_name_is_known_beforehand(approval: Approval, policy: Policy) -> None:
    reached = {name(state, approval, policy) for state in AssetState} | {"New"}

    assert reached - {None} <= set(all_statuses(policy))
