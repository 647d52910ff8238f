"""What a digest tells one person, in plain values, read from today's truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.outlook import Outlook, Outlooks
from models.approval import Approval
from models.asset import Asset, AssetState
from models.post import Post, PostKind
from models.publication import Publication

MOST = 10  # pictures of each kind
LOOKED_AT = 200  # of what happened
OVERLAP = timedelta(seconds=5)  # what another replica settled just before the last digest, and committed after it

Held = tuple[Post, Sequence[str]]
"""A message that is not sent, and the pictures that it would be about now."""

_NEEDS_THEM_FIRST = (AssetState.CHANGES_REQUESTED, AssetState.REJECTED)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A picture that concerns them besides what waits for their decision."""

    kind: PostKind
    stage: str
    why: str  # it is stuck
    outlook: Outlook


@dataclass(frozen=True, kw_only=True)
class Digest:
    """`waiting` the oldest first, `happened` what needs them first; both with the number of all there are."""

    waiting: Sequence[Outlook]
    waiting_count: int
    happened: Sequence[Outlook]
    happened_count: int
    matters: Sequence[Matter] = ()
    reader: str = ""  # by id
    team: Sequence[str] = ()  # what a lead should know, a line of mrkdwn each

    @property
    def is_empty(self) -> bool:
        return not (self.waiting_count or self.happened_count or self.matters or self.team)


async def read_digest(
    session: AsyncSession,
    team_id: str,
    person_id: str,
    outlooks: Outlooks,
    *,
    since: datetime,
    team: Sequence[str] = (),
    held: Sequence[Held] = (),
) -> Digest:
    """`since`: what was settled or published after it. `held`: what was not sent as a message of its own."""
    page = await turns.waiting_on(session, team_id, person_id, most=MOST)
    happened = sorted(await _happened(session, team_id, person_id, since), key=_needs_them_first)
    waiting = [turn.asset for turn in page.turns]
    read = {one.asset_id: one for one in await outlooks.read(session, [*waiting, *happened[:MOST]])}
    return Digest(
        reader=person_id,
        waiting=[read[asset.id] for asset in waiting],
        waiting_count=await turns.count_waiting(session, team_id, person_id),
        happened=[read[asset.id] for asset in happened[:MOST]],
        happened_count=len(happened),
        team=team,
        matters=await _matters(session, outlooks, held),
    )


async def _matters(session: AsyncSession, outlooks: Outlooks, held: Sequence[Held]) -> Sequence[Matter]:
    ids = {asset_id for _, pictures in held for asset_id in pictures}
    assets = (await session.exec(select(Asset).where(col(Asset.id).in_(ids)))).all() if ids else ()
    read = {one.asset_id: one for one in await outlooks.read(session, assets)}
    return [
        Matter(kind=post.kind, stage=post.details["stage"], why=post.details.get("why", ""), outlook=read[asset_id])
        for post, pictures in held
        for asset_id in pictures
        if asset_id in read
    ]


async def _happened(session: AsyncSession, team_id: str, person_id: str, since: datetime) -> Sequence[Asset]:
    """Their pictures of which something was settled or published, the latest ones first."""
    since -= OVERLAP
    settled = select(Approval.id).where(Approval.asset_id == Asset.id, col(Approval.settled_at) > since)
    published = select(Publication.id).where(Publication.asset_id == Asset.id, col(Publication.published_at) > since)
    mine = (Asset.team_id == team_id, Asset.submitter_id == person_id)
    wanted = select(Asset).where(*mine, or_(settled.exists(), published.exists()))
    return (await session.exec(wanted.order_by(col(Asset.id).desc()).limit(LOOKED_AT))).all()


def _needs_them_first(asset: Asset) -> bool:
    return asset.state not in _NEEDS_THEM_FIRST
