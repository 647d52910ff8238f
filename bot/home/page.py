"""What App Home shows one person, in plain values, read from today's truth."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import hands, turns
from bot.absences import AwayNote, read_away
from bot.home.tending import Tending
from bot.jobs.port import Trouble
from bot.outlook import Outlook, Outlooks
from bot.slack.actor import Actor
from models.asset import Asset
from models.choices import Choices
from models.person import Person

PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whose Home, and how far they have turned its two lists. The name of the job that shows it."""

    team_id: str
    person_id: str
    waiting_after: str = ""  # a stage
    mine_after: str = ""  # an asset

    def __str__(self) -> str:
        return f"{self.team_id}/{self.person_id}/{self.waiting_after}/{self.mine_after}"

    @classmethod
    def parse(cls, written: str) -> "Place":
        """ValueError when it is no place."""
        team_id, person_id, waiting_after, mine_after = written.split("/")
        return cls(team_id=team_id, person_id=person_id, waiting_after=waiting_after, mine_after=mine_after)


@dataclass(frozen=True, kw_only=True)
class ToOpen:
    """A stage that waits for their hand."""

    stage_id: str
    stage: str
    outlook: Outlook


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """`waiting` are (stage id, picture). What comes after is empty where there is no more. `troubles`: an admin's."""

    place: Place
    waiting: Sequence[tuple[str, Outlook]]
    waiting_count: int
    waiting_next: str
    mine: Sequence[Outlook]
    mine_next: str
    to_open: Sequence[ToOpen] = ()  # on the first page
    troubles: Sequence[Trouble] = ()
    away: Sequence[AwayNote] = ()
    chosen: Choices = field(default_factory=Choices)


async def read_home(session: AsyncSession, place: Place, outlooks: Outlooks, tending: Tending) -> HomePage:
    team_id, person_id = place.team_id, place.person_id
    asked = await turns.waiting_on(session, team_id, person_id, after=place.waiting_after, most=PAGE)
    mine = await _submitted(session, place)
    person = await session.get(Person, (team_id, person_id))
    to_open = () if place.waiting_after else (await hands.waiting_on(session, team_id, person_id))[:PAGE]
    shown = (*(turn.asset for turn in asked.turns), *mine[:PAGE], *(asset for _, asset in to_open))
    assets = {asset.id: asset for asset in shown}
    read = {one.asset_id: one for one in await outlooks.read(session, list(assets.values()))}
    return HomePage(
        place=place,
        waiting=[(turn.stage_id, read[turn.asset.id]) for turn in asked.turns],
        waiting_count=await turns.count_waiting(session, team_id, person_id),
        waiting_next=asked.after,
        to_open=[ToOpen(stage_id=stage.id, stage=stage.name, outlook=read[asset.id]) for stage, asset in to_open],
        mine=[read[asset.id] for asset in mine[:PAGE]],
        mine_next=mine[PAGE - 1].id if len(mine) > PAGE else "",
        away=await read_away(session, team_id, person_id),
        chosen=person.chosen if person else Choices(),
        troubles=await tending.troubles(session, Actor(team_id=team_id, person_id=person_id)),
    )


async def _submitted(session: AsyncSession, place: Place) -> Sequence[Asset]:
    """Newest first, and one more than fits."""
    wanted = select(Asset).where(Asset.team_id == place.team_id, Asset.submitter_id == place.person_id)
    if place.mine_after:
        wanted = wanted.where(col(Asset.id) < place.mine_after)
    return (await session.exec(wanted.order_by(col(Asset.id).desc()).limit(PAGE + 1))).all()
