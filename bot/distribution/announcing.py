"""What a destination channel reads: which pictures are ready to use, and where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.distribution.rendering import can_be_shown
from bot.links import Links
from bot.slack.parts import Message, code, context, escape, link, listed, paragraphs, spoken
from bot.truth import AssetTruth, BatchTruth, read_batch
from models.asset import AssetState
from models.post import Post
from models.publication import Rendition

_MOST_PLACES = 10


@dataclass(frozen=True, kw_only=True)
class Ready:
    """One published picture."""

    title: str
    version: int
    location: str
    renditions: tuple["Made", ...]
    download: str = ""  # a link to the original; empty where none is given
    lacks_preview: bool = False  # and so renditions


@dataclass(frozen=True, kw_only=True)
class Made:
    """One rendition: `web`, `2000 x 1333 px`."""

    name: str
    size: str
    download: str = ""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    campaign: str
    submitter: str
    ready: tuple[Ready, ...]
    place: str  # a link to the card; empty when there is none


class Announcements:
    def __init__(self, permalink: Callable[[Post], str], links: Links) -> None:
        self._permalink, self._links = permalink, links

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        truth = await read_batch(session, post.subject_id)
        published = [one for one in truth.assets if one.asset.state is AssetState.PUBLISHED] if truth else []
        if truth is None or not published:
            return None
        made = await _renditions(session, [one.version.id for one in published])
        return announcement(self._picture(truth, published, made))

    def _picture(
        self, truth: BatchTruth, published: Sequence[AssetTruth], made: Mapping[str, Sequence[Rendition]]
    ) -> Announcement:
        return Announcement(
            campaign=truth.campaign.title if truth.campaign else "",
            submitter=truth.name(truth.batch.submitter_id),
            place=self._permalink(truth.card) if truth.card and truth.card.ts else "",
            ready=tuple(
                Ready(
                    title=one.asset.title,
                    version=one.version.number,
                    location=one.publication.shelf if one.publication else "",
                    renditions=tuple(self._made(one, rendition) for rendition in made.get(one.version.id, ())),
                    download=self._links.download(one.asset.team_id, one.publication),
                    lacks_preview=not can_be_shown(one.version),
                )
                for one in published
            ),
        )

    def _made(self, one: AssetTruth, rendition: Rendition) -> Made:
        return Made(
            name=rendition.name,
            size=f"{rendition.width} x {rendition.height} px",
            download=self._links.download(one.asset.team_id, one.publication, rendition.name),
        )


def announcement(shown: Announcement) -> Message:
    count = len(shown.ready)
    what = _name(shown.ready[0]) if count == 1 else f"*{count} pictures*"
    where = f" for {escape(shown.campaign, 80)}" if shown.campaign else ""
    said = f":sparkles: {what} {'is' if count == 1 else 'are'} approved and in the library{where}."
    lines = _lines(shown.ready)
    decided = f" · {link(shown.place, 'See the decisions')}" if shown.place else ""
    notes = [*_sizes(shown.ready), *_alone(shown.ready), f"From {escape(shown.submitter)}{decided}"]
    return Message(spoken(said, *lines, *notes), (*paragraphs([said, *lines]), context("\n".join(notes))))


def _lines(ready: Sequence[Ready]) -> list[str]:
    """Where each is; of many only what they are, so that a busy channel is not flooded."""
    if len(ready) == 1:
        return [_place(ready[0])]
    if len(ready) > _MOST_PLACES:
        return [
            listed([one.title for one in ready], most=50),
            ":file_folder: `/galley find` tells where each of them is",
        ]
    return [f"{_name(one)} · {_place(one)}" for one in ready]


def _name(one: Ready) -> str:
    version = f" (version {one.version})" if one.version > 1 else ""
    return f"*{escape(one.title, 80)}*{version}"


def _place(one: Ready) -> str:
    download = f" · {link(one.download, 'Download')}" if one.download else ""
    return f":file_folder: {code(one.location)}{download}"


def _sizes(ready: Sequence[Ready]) -> list[str]:
    """What else there is beside the originals: with its size for one picture, by name for several."""
    made = [(rendition.name, rendition.size) for one in ready for rendition in one.renditions]
    if len(ready) == 1 and ready[0].download:
        also = [f"{link(one.download, one.name)} ({escape(one.size)})" for one in ready[0].renditions]
        return [f"Also as {', '.join(also)}"] if also else []
    if len(ready) == 1:
        return [f"Also as {listed([f'{name} ({size})' for name, size in made])}"] if made else []
    names = list(dict.fromkeys(name for name, _ in made))
    return [f"Each also as {listed(names)}"] if names else []


def _alone(ready: Sequence[Ready]) -> list[str]:
    """Why of some there is nothing beside the original."""
    titles = [one.title for one in ready if one.lacks_preview]
    which = f" of {listed(titles)}" if len(ready) > 1 else ""
    return [f"Only the original{which}: without a preview no other sizes are made"] if titles else []


async def _renditions(session: AsyncSession, version_ids: list[str]) -> Mapping[str, Sequence[Rendition]]:
    wanted = select(Rendition).where(col(Rendition.version_id).in_(version_ids)).order_by(col(Rendition.name))
    found: dict[str, list[Rendition]] = {}
    for one in (await session.exec(wanted)).all():
        found.setdefault(one.version_id, []).append(one)
    return found
