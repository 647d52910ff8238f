"""The rows and events of a picture on its way, as the other steps would write them."""

from datetime import datetime, timedelta

from bot.storage import Storage
from models.approval import Approval
from models.asset import Asset, Version
from models.events import ApprovalSettled, AssetPublished, DecisionFollowed, StageOpened, VersionReady
from models.ids import new_id
from models.person import Person
from models.post import Post, PostKind
from models.review.words import Outcome
from tests import reviews
from tests.clocks import MONDAY_NOON

TEAM, CHANNEL = "T0SANDBOX", "C0INTAKE"
UPLOADER, DESIGNER, BRAND, LEAD = "U0UPLOADER", "U0DESIGNER1", "U0BRAND", "U0LEAD"


def version(asset: Asset, storage: Storage, *, at: datetime) -> Version:
    """With its proof in its place."""
    sha256 = new_id()
    proof = storage.proof(sha256)
    proof.parent.mkdir(parents=True, exist_ok=True)
    proof.write_bytes(b"\xff\xd8" + bytes(2_000))
    return Version(
        team_id=TEAM,
        asset_id=asset.id,
        number=asset.version_number,
        slack_file_id=f"F{new_id()}",
        file_name=f"{asset.title}.jpg",
        submitter_id=UPLOADER,
        submitted_at=at,
        sha256=sha256,
        size_bytes=2_002,
        checks=[],
    )


SEATS = {"Design": [DESIGNER], "Brand": [BRAND]}
DAY = timedelta(days=1)


def approval(asset: Asset, version: Version, *, at: datetime) -> Approval:
    """Two stages, of which the first is open for a day. Outside a database."""
    told = reviews.begun(version, asked=reviews.workflow(*SEATS), at=at).told
    return reviews.rows_of(reviews.opened(told, SEATS, at=at, due_at=at + DAY)[-1].told, asset)


def card(batch_id: str, *, at: datetime) -> Post:
    return Post(
        team_id=TEAM,
        key=f"card:{batch_id}",
        kind=PostKind.CARD,
        subject_id=batch_id,
        channel_id="C0REVIEW",
        ts="1.2",
        created_at=at,
    )


def person(slack_id: str, name: str) -> Person:
    """Called as in galley.yml."""
    handle = slack_id.removeprefix("U0").casefold()
    return Person(team_id=TEAM, slack_id=slack_id, handle=handle, name=name, read_at=MONDAY_NOON)


def ready(asset: Asset, version: Version) -> VersionReady:
    return VersionReady(
        team_id=TEAM, asset_id=asset.id, batch_id=asset.batch_id, version_id=version.id, number=version.number
    )


def stage_opened(asset: Asset, stage_id: str) -> StageOpened:
    return StageOpened(
        team_id=TEAM,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        review_id="",
        approval_id="",
        first=0,
        facts=(),
        stage_id=stage_id,
        stage="",
        position=0,
        rule="",
        needed=0,
        approvers=(),
        names={},
        opened_at="",
        due_at="",
    )


def settled(asset: Asset, approval_id: str, outcome: Outcome) -> ApprovalSettled:
    return ApprovalSettled(
        team_id=TEAM,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        approval_id=approval_id,
        version_id=approval_id,
        outcome=outcome,
        settled_at="",
    )


def followed(asset: Asset, stage_id: str, decision_id: str) -> DecisionFollowed:
    return DecisionFollowed(
        team_id=TEAM, asset_id=asset.id, batch_id=asset.batch_id, stage_id=stage_id, decision_id=decision_id
    )


def published(asset: Asset, version: Version) -> AssetPublished:
    return AssetPublished(
        team_id=TEAM,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        version_id=version.id,
        library="local",
        location="library/hero/v1",
    )
