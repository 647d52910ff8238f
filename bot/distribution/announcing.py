"""What a destination channel reads: which pictures are ready to use, and where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.slack.parts import Block, Message, context, escape, link, section
from bot.truth import AssetTruth, BatchTruth, read_batch
from models.asset import AssetState
from models.post import Post
from models.publication import Rendition


@dataclass(frozen=True, kw_only=True)
class Ready:
    """One published picture."""

    title: str
    version: int
    location: str
    renditions: tuple[str, ...]  # "web 2000 x 1333 px"


@dataclass(frozen=True, kw_only=True)
class Announcement:
    campaign: str
    submitter: str
    ready: tuple[Ready, ...]
    place: str  # a link to the card; empty when there is none


class Announcements:
    def __init__(self, permalink: Callable[[Post], str]) -> None:
        self._permalink = permalink

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        truth = await read_batch(session, post.subject_id)
        published = [one for one in truth.assets if one.asset.state is AssetState.PUBLISHED] if truth else []
        if truth is None or not published:
            return None
        made = await _renditions(session, [one.version.id for one in published])
        return announcement(self._picture(truth, published, made))

    def _picture(
        self, truth: BatchTruth, published: Sequence[AssetTruth], made: dict[str, tuple[str, ...]]
    ) -> Announcement:
        return Announcement(
            campaign=truth.campaign.title if truth.campaign else "",
            submitter=truth.name(truth.batch.submitter_id),
            place=self._permalink(truth.card) if truth.card and truth.card.ts else "",
            ready=tuple(
                Ready(
                    title=one.asset.title,
                    version=one.version.number,
                    location=one.publication.location if one.publication else "",
                    renditions=made.get(one.version.id, ()),
                )
                for one in published
            ),
        )


def announcement(shown: Announcement) -> Message:
    count = len(shown.ready)
    what = f"*{escape(shown.ready[0].title)}* is" if count == 1 else f"*{count} pictures* are"
    where = f" for {escape(shown.campaign)}" if shown.campaign else ""
    said = f":sparkles: {what} approved and in the library{where}."
    blocks: list[Block] = [section(said)]
    blocks += [section(_line(one)) for one in shown.ready]
    decided = f", {link(shown.place, 'see the decisions')}" if shown.place else ""
    blocks.append(context(f"From {escape(shown.submitter)}{decided}"))
    return Message(said, tuple(blocks))


def _line(one: Ready) -> str:
    version = f", version {one.version}" if one.version > 1 else ""
    renditions = f"\n{escape(' · '.join(one.renditions))}" if one.renditions else ""
    return f"*{escape(one.title)}*{version}\n`{escape(one.location)}`{renditions}"


async def _renditions(session: AsyncSession, version_ids: list[str]) -> dict[str, tuple[str, ...]]:
    wanted = select(Rendition).where(col(Rendition.version_id).in_(version_ids)).order_by(col(Rendition.name))
    found: dict[str, tuple[str, ...]] = {}
    for one in (await session.exec(wanted)).all():
        line = f"{one.name} {one.width} x {one.height} px"
        found[one.version_id] = (*found.get(one.version_id, ()), line)
    return found
