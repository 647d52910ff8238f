"""Effects: say on the task what was decided, and where the picture can be found in the end."""

from abc import abstractmethod
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.slack.acquaintances import read_people
from bot.tasks import views
from bot.tasks.learning import Learning
from bot.tasks.orders import COMMENT, TELL_PLACE
from bot.tasks.parts import deal_with, is_still_meant, part_of
from connectors.board import BoardConnection
from connectors.errors import ConnectorError
from models.approval import Decision, Stage
from models.asset import Version
from models.publication import Publication


@dataclass(frozen=True, kw_only=True)
class Words:
    task_id: str
    text: str


class Say(Effect[Words]):
    """One comment for each part of the story on each task; the job's key is in its last line."""

    def __init__(self, *, board: BoardConnection, learning: Learning) -> None:
        self.limits = limits_for(board.declaration, calls=1)
        self._thread, self._learning = board.thread, learning

    @abstractmethod
    async def text(self, session: AsyncSession, part_id: str) -> str | None:
        """None where there is nothing to be said any more."""

    async def plan(self, session: AsyncSession, job: Claim) -> Words | None:
        part = part_of(job.subject)
        if not await is_still_meant(session, part):
            return None
        text = await self.text(session, part.part_id)
        return Words(task_id=part.task_id, text=text) if text else None

    async def find(self, plan: Words, job: Claim) -> Receipt | None:
        found = await self._thread.find_comment(plan.task_id, key=job.key)
        return Receipt(remote_id=found.id) if found else None

    async def send(self, plan: Words, job: Claim) -> Receipt:
        said = await self._thread.comment(plan.task_id, plan.text, key=job.key)
        return Receipt(remote_id=said.id)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        return await deal_with(session, self._learning, job.subject, error)


class SayDecision(Say):
    """What was changed or taken back meanwhile is not told; whatever stands instead has a comment of its own."""

    kind = COMMENT

    async def text(self, session: AsyncSession, part_id: str) -> str | None:
        decision = await session.get_one(Decision, part_id)
        if not decision.stands:
            return None
        stage = await session.get_one(Stage, decision.stage_id)
        version = await session.get_one(Version, decision.version_id)
        people = await read_people(session, version.team_id, [decision.person_id])
        name = people[decision.person_id].name if people else decision.person_id
        return views.decision_comment(
            name, decision.verdict, version=version.number, stage=stage.name, reason=decision.reason
        )


class SayPlace(Say):
    kind = TELL_PLACE

    async def text(self, session: AsyncSession, part_id: str) -> str:
        publication = await session.get_one(Publication, part_id)
        version = await session.get_one(Version, publication.version_id)
        return views.place_comment(version.number, publication.shelf)
