"""The stages that wait for somebody's hand alone: of a message to whoever leads, and of that person."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Approval, Stage
from models.asset import Asset
from models.post import Post, PostKind
from models.review.words import Opening, Outcome

PASSED_ON = "passed_on"  # in the details of a message to whoever led it before
Waiting = tuple[Stage, Asset]


async def read_approval(session: AsyncSession, approval_id: str) -> Approval | None:
    """With its stages, as they are in the database: what keeps reviews writes past the session. None, as of most, where
    no stage of it opens by hand.
    """
    by_hand = select(Stage.approval_id).where(Stage.approval_id == approval_id, Stage.opens == Opening.HAND)
    wanted = select(Approval).where(col(Approval.id).in_(by_hand)).options(_STAGES)
    return (await session.exec(wanted.execution_options(populate_existing=True))).first()


async def stages_at_hand(session: AsyncSession, post: Post) -> Sequence[Waiting]:
    """What this message is about now, in the order of the card."""
    return [pair for pair in await _pending(session, [post]) if _is_told(post, *pair)]


async def waiting_on(session: AsyncSession, team_id: str, person_id: str) -> Sequence[Waiting]:
    """What this person was told of, and nobody has opened yet."""
    told = select(Post).where(
        Post.team_id == team_id, Post.recipient_id == person_id, Post.kind == PostKind.HAND, _IS_PENDING
    )
    posts = (await session.exec(told.order_by(col(Post.id)))).all()
    pending = await _pending(session, posts)
    found = [pair for post in posts for pair in pending if _is_told(post, *pair)]
    return list({stage.id: (stage, asset) for stage, asset in found}.values())


async def all_waiting(session: AsyncSession, team_id: str) -> Sequence[tuple[Stage, Asset, Sequence[Post]]]:
    """Of a workspace, with every message that tells of it."""
    told = select(Post).where(Post.team_id == team_id, Post.kind == PostKind.HAND, _IS_PENDING)
    posts = (await session.exec(told.order_by(col(Post.id)))).all()
    pending = await _pending(session, posts)
    return [(stage, asset, [post for post in posts if _is_about(post, stage, asset)]) for stage, asset in pending]


async def at_hand(session: AsyncSession, stage_ids: Collection[str]) -> Sequence[Stage]:
    """Those of them that wait for a hand now."""
    versions = select(Stage.approval_id).where(col(Stage.id).in_(stage_ids), Stage.opens == Opening.HAND)
    wanted = select(Approval).where(col(Approval.id).in_(versions)).options(_STAGES)
    found = (await session.exec(wanted)).all() if stage_ids else ()
    return [stage for approval in found for stage in approval.at_hand if stage.id in stage_ids]


_STAGES = selectinload(Approval.stages)  # type: ignore[arg-type]
_IS_PENDING = (
    select(Approval.id)
    .join(Asset, col(Asset.id) == Approval.asset_id)
    .where(Asset.batch_id == Post.subject_id, Approval.outcome == Outcome.PENDING)
    .exists()
)


async def _pending(session: AsyncSession, posts: Sequence[Post]) -> list[Waiting]:
    if not posts:
        return []
    batches, teams = {post.subject_id for post in posts}, {post.team_id for post in posts}
    wanted = (
        select(Approval, Asset)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .where(col(Asset.batch_id).in_(batches), col(Asset.team_id).in_(teams), Approval.outcome == Outcome.PENDING)
        .order_by(col(Asset.position))
        .options(_STAGES)
    )
    return list(_at_hand((await session.exec(wanted)).all()))


def _at_hand(approvals: Sequence[tuple[Approval, Asset]]) -> Iterator[Waiting]:
    for approval, asset in approvals:
        yield from ((stage, asset) for stage in approval.at_hand)


def _is_told(post: Post, stage: Stage, asset: Asset) -> bool:
    """And still theirs: nobody else leads it by now."""
    return _is_about(post, stage, asset) and not post.details.get(PASSED_ON)


def _is_about(post: Post, stage: Stage, asset: Asset) -> bool:
    return asset.batch_id == post.subject_id and stage.name == post.details["stage"]
