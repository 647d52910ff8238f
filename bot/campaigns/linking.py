"""Effect: find the project that a person named, and bind their channel to it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.campaigns import views
from bot.clock import Clock
from bot.history import History
from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.slack.parts import Message
from bot.slack.posts import Posts
from connectors.board import BoardConnection, Project
from connectors.errors import ConnectorError
from models.campaign import Campaign
from models.events import CampaignEnded, CampaignLinked
from models.post import PostKind

LINK = "campaign.link"
CALLS = 3  # by permalink, the folder, its workflow


@dataclass(frozen=True)
class Wish:
    """What was asked for, by whom and where; it is the job's subject."""

    team_id: str
    channel_id: str
    person_id: str
    reference: str

    def __str__(self) -> str:
        return f"{self.team_id}/{self.channel_id}/{self.person_id}/{self.reference}"

    @classmethod
    def parse(cls, subject: str) -> "Wish":
        return cls(*subject.split("/", 3))


class LinkCampaign(Effect[Wish]):
    """`statuses` are the names that tasks will be moved to, for a word about those the project does not know."""

    kind = LINK

    def __init__(
        self,
        *,
        board: BoardConnection,
        clock: Clock,
        history: History,
        posts: Posts,
        statuses: Callable[[], tuple[str, ...]],
    ) -> None:
        self.limits = limits_for(board.declaration, calls=CALLS, is_repeatable=True)
        self._name, self._board = board.declaration.name, board.board
        self._clock, self._history, self._posts, self._statuses = clock, history, posts, statuses

    async def plan(self, session: AsyncSession, job: Claim) -> Wish | None:
        del session
        return Wish.parse(job.subject)

    async def send(self, plan: Wish, job: Claim) -> Receipt:
        del job  # a read leaves nothing behind
        project = await self._board.project(plan.reference)
        details = {"title": project.title, "permalink": project.permalink, "workflow": _workflow(project)}
        return Receipt(remote_id=project.id, details=details)

    async def settle(self, session: AsyncSession, job: Claim, plan: Wish, receipt: Receipt) -> None:
        running = await running_in(session, plan.team_id, plan.channel_id)
        if running is not None and running.project_id == receipt.remote_id:
            running.title, running.permalink = receipt.details["title"], receipt.details["permalink"]
            running.workflow = json.loads(receipt.details["workflow"])
            await self._answer(session, job, plan, views.already(running))
            return
        if running is not None:
            running.ended_at = self._clock.now()
            await self._history.record(session, ended(running, by=plan.person_id))
        campaign = self._campaign(plan, receipt)
        session.add(campaign)
        await session.flush()
        await self._history.record(session, _linked(campaign))
        await self._answer(session, job, plan, views.linked(campaign, self._unknown(campaign)))

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        await self._answer(session, job, Wish.parse(job.subject), views.not_linked(error.sentence))
        return True

    def _campaign(self, wish: Wish, receipt: Receipt) -> Campaign:
        return Campaign(
            team_id=wish.team_id,
            channel_id=wish.channel_id,
            board=self._name,
            project_id=receipt.remote_id,
            title=receipt.details["title"],
            permalink=receipt.details["permalink"],
            workflow=json.loads(receipt.details["workflow"]),
            linked_by=wish.person_id,
            linked_at=self._clock.now(),
        )

    def _unknown(self, campaign: Campaign) -> list[str]:
        known = {str(status["name"]).casefold() for status in campaign.workflow}
        return [name for name in self._statuses() if name.casefold() not in known]

    async def _answer(self, session: AsyncSession, job: Claim, wish: Wish, message: Message) -> None:
        await self._posts.say(
            session,
            team_id=wish.team_id,
            kind=PostKind.WHISPER,
            subject_id=wish.channel_id,
            key=f"{LINK}:{job.id}",
            channel_id=wish.channel_id,
            recipient_id=wish.person_id,
            message=message,
        )


async def running_in(session: AsyncSession, team_id: str, channel_id: str) -> Campaign | None:
    here = (Campaign.team_id == team_id, Campaign.channel_id == channel_id, col(Campaign.ended_at).is_(None))
    return (await session.exec(select(Campaign).where(*here).with_for_update())).first()


def ended(campaign: Campaign, *, by: str) -> CampaignEnded:
    return CampaignEnded(
        team_id=campaign.team_id,
        actor_id=by,
        campaign_id=campaign.id,
        channel_id=campaign.channel_id,
        title=campaign.title,
    )


def _workflow(project: Project) -> str:
    visible = [status for status in project.workflow if not status.is_hidden]
    return json.dumps([{"id": one.id, "name": one.name, "group": one.group} for one in visible])


def _linked(campaign: Campaign) -> CampaignLinked:
    return CampaignLinked(
        team_id=campaign.team_id,
        actor_id=campaign.linked_by,
        campaign_id=campaign.id,
        channel_id=campaign.channel_id,
        title=campaign.title,
        permalink=campaign.permalink,
    )
