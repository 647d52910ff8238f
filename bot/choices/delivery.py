"""Whether somebody is written to about something, or reads of it in their digest. Asked right before it is sent."""

from collections.abc import Collection, Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.ahead import Wait
from bot.budget import NoiseBudget
from bot.matters import MATTERS, concerned
from bot.slack.acquaintances import read_people
from bot.slack.parts import Message
from bot.slack.posts import Renderer
from models.approval import Seat, Stage
from models.asset import Asset, AssetState, Version
from models.choices import ActNow, Choices, ForInformation
from models.mute import Mute
from models.person import Person
from models.post import Post, PostKind
from models.reminder import Rung

NEEDS_THEM = frozenset({AssetState.CHANGES_REQUESTED, AssetState.REJECTED})


class Delivery:
    def __init__(self, budget: NoiseBudget) -> None:
        self._budget = budget

    def unless_held(self, render: Renderer) -> Renderer:
        """The same message, or nothing as long as it is held back. What stands already is kept true."""

        async def held_or(session: AsyncSession, post: Post) -> Message | None:
            if post.ts is None and await self._is_held(session, post):
                return None
            return await render(session, post)

        return held_or

    async def held(self, session: AsyncSession, team_id: str, waits: Collection[Wait]) -> set[Wait]:
        """Those of which no single message goes out."""
        if not waits:
            return set()
        people = await read_people(session, team_id, {person for person, _ in waits})
        assets = await _assets_of(session, {stage for _, stage in waits})
        muted = await _muted(session, people, assets.values())
        about = {(person_id, stage_id): (person_id, assets.get(stage_id, "")) for person_id, stage_id in waits}
        above = await self._budget(session, team_id, set(about.values()))

        def is_held(wait: Wait) -> bool:
            person_id, asset_id = about[wait]
            is_chosen = _choices(people, person_id).act_now is ActNow.DIGEST
            return is_chosen or (asset_id, person_id) in muted or (person_id, asset_id) in above

        return {wait for wait in waits if is_held(wait)}

    async def _is_held(self, session: AsyncSession, post: Post) -> bool:
        match post.kind:
            case PostKind.ASK:
                waits = await _waits(session, post)
                return bool(waits) and await self.held(session, post.team_id, waits) >= waits
            case PostKind.REMINDER:
                waits = _reminded_of(post)
                return bool(waits) and await self.held(session, post.team_id, waits) >= waits
            case PostKind.OUTCOME:
                return await self._is_outcome_held(session, post)
            case kind if kind in MATTERS:
                return await self.holds_matter(session, post)
            case _:
                return False

    async def holds_matter(self, session: AsyncSession, post: Post) -> bool:
        """For them to act on, as a question is."""
        recipient = post.recipient_id or ""
        people, assets = await read_people(session, post.team_id, [recipient]), await concerned(session, post)
        if _choices(people, recipient).act_now is ActNow.DIGEST:
            return True
        muted = await _muted(session, [recipient], assets)
        above = await self._budget(session, post.team_id, {(recipient, asset_id) for asset_id in assets})
        return bool(assets) and all((one, recipient) in muted or (recipient, one) in above for one in assets)

    async def _is_outcome_held(self, session: AsyncSession, post: Post) -> bool:
        """What needs its uploader again is for them to act on; the rest is for their information."""
        recipient = post.recipient_id or ""
        people = await read_people(session, post.team_id, [recipient])
        chosen, theirs = _choices(people, recipient), await _brought(session, post)
        needs_them = any(asset.state in NEEDS_THEM for asset in theirs)
        is_chosen = chosen.act_now is ActNow.DIGEST if needs_them else chosen.for_information is not _MESSAGE
        muted = await _muted(session, people, [asset.id for asset in theirs])
        is_muted = bool(theirs) and all((asset.id, recipient) in muted for asset in theirs)
        if is_chosen or is_muted:
            return True
        about = {(recipient, asset.id) for asset in theirs}
        return bool(about) and await self._budget(session, post.team_id, about) == about


_MESSAGE = ForInformation.MESSAGE


def _choices(people: Mapping[str, Person], person_id: str) -> Choices:
    return people[person_id].chosen if person_id in people else Choices()


async def _assets_of(session: AsyncSession, stage_ids: Collection[str]) -> dict[str, str]:
    wanted = select(Stage.id, Version.asset_id).join(Version, col(Version.id) == Stage.version_id)
    return dict((await session.exec(wanted.where(col(Stage.id).in_(stage_ids)))).all())


async def _muted(session: AsyncSession, people: Collection[str], assets: Collection[str]) -> set[tuple[str, str]]:
    which = (col(Mute.asset_id).in_(set(assets)), col(Mute.person_id).in_(set(people)))
    return set((await session.exec(select(Mute.asset_id, Mute.person_id).where(*which))).all())


async def _waits(session: AsyncSession, ask: Post) -> set[Wait]:
    """The stages that this question is about, as far as they wait for them, on whosever seat."""
    person_id = ask.recipient_id or ""
    wanted = (
        select(Stage.id)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .join(Version, col(Version.id) == Stage.version_id)
        .join(Asset, col(Asset.id) == Version.asset_id)
        .where(Asset.batch_id == ask.subject_id, *turns.open_for(person_id))
    )
    return {(person_id, stage_id) for stage_id in (await session.exec(wanted)).all()}


def _reminded_of(reminder: Post) -> set[Wait]:
    """An escalation is no reminder of what waits for its reader, and always is a message."""
    if reminder.details["rung"] == Rung.ESCALATION:
        return set()
    return {(reminder.recipient_id or "", stage_id) for stage_id in reminder.details["stages"]}


async def _brought(session: AsyncSession, outcome: Post) -> Collection[Asset]:
    theirs = (Asset.batch_id == outcome.subject_id, Asset.submitter_id == outcome.recipient_id)
    return (await session.exec(select(Asset).where(*theirs))).all()
