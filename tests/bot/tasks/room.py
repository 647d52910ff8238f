"""A room with a board in it: real database, real jobs, the sandbox's Wrike, and a clock that a test moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.keeping import keep, read_reviews
from bot.boardroom import BoardRoom, Furniture, board_room
from bot.booking import write_out
from bot.config import Config
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.jobs.embedded import Embedded
from bot.jobs.port import Trouble
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.people import People
from bot.slack.posts import Posts
from bot.slack.standing import EDIT_CARD, SHOW
from bot.storage import Storage
from bot.truth import whole_approval
from bot.vault import Vault
from connectors.board import BoardConnection
from models import projection
from models.approval import Approval
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.campaign import Campaign, TaskLink
from models.events import (
    ApprovalSettled,
    AssetPublished,
    DecisionFollowed,
    Posted,
    StageOpened,
    VersionReady,
)
from models.history import Entry
from models.post import Post, PostKind
from models.publication import Publication
from models.review import withdraw
from models.review.words import Outcome, Verdict
from models.review.workflow import Workflow
from sandbox.serve import Sandbox
from sandbox.wrike.records import Task
from tests import reviews
from tests.bot.tasks import story
from tests.bot.tasks.story import BRAND, CHANNEL, DESIGNER, LEAD, TEAM, UPLOADER
from tests.clocks import HeldClock
from tests.loopback import loopback
from tests.workspaces import OneWorkspace

SETTLED = {
    Outcome.APPROVED: AssetState.APPROVED,
    Outcome.REJECTED: AssetState.REJECTED,
    Outcome.CHANGES_REQUESTED: AssetState.CHANGES_REQUESTED,
}


class Slack(Effect[str]):
    """Takes what would be said there."""

    limits = Limits(system="slack", quarantine=timedelta(0))

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.sent: list[str] = []

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.subject

    async def send(self, plan: str, job: Claim) -> Receipt:
        del job
        self.sent.append(plan)
        return Receipt(remote_id=plan)


@dataclass(kw_only=True)
class Room:
    database: Database
    sandbox: Sandbox
    clock: HeldClock
    board: BoardConnection
    folder: Path
    port: int
    order: Workflow | None = None
    seats: reviews.Seats = field(default_factory=lambda: story.SEATS)
    troubles: list[Trouble] = field(default_factory=list)
    edits: Slack = field(default_factory=lambda: Slack(EDIT_CARD))
    whispers: Slack = field(default_factory=lambda: Slack(SHOW))

    def __post_init__(self) -> None:
        self.history, self.storage = History(self.clock), Storage(self.folder)
        self.jobs = Embedded(self.database, self.clock, (), on_trouble=self._on_trouble)
        addresses = self.sandbox.world.addresses
        config = Config(data=self.folder, port=self.port).in_sandbox(addresses.page, slack="", wrike=addresses.wrike)
        policies = Policies(Path("galley.yml"))
        people = People(OneWorkspace(), self.database, self.clock)
        furniture = Furniture(
            config=config,
            vault=Vault.open(config),
            db=self.database,
            clock=self.clock,
            policies=policies,
            history=self.history,
            roles=Roles(db=self.database, history=self.history, policies=policies, people=people),
            jobs=self.jobs,
            posts=Posts(self.jobs, self.clock),
            storage=self.storage,
            permalink=lambda post: f"https://slack.example/{post.ts}",
        )
        self.its: BoardRoom = board_room(furniture, self.board)
        self.jobs.perform([*self.its.effects, self.edits, self.whispers])
        tasks = self.its.tasks
        self.history.follow(
            {
                VersionReady: [tasks.create],
                Posted: [tasks.card_appeared],
                StageOpened: [tasks.follow],
                DecisionFollowed: [tasks.comment],
                ApprovalSettled: [tasks.follow],
                AssetPublished: [tasks.finish],
            }
        )

    @property
    def actor(self) -> Actor:
        return Actor(team_id=TEAM, person_id=UPLOADER, channel_id=CHANNEL)

    @property
    def project(self) -> str:
        folders = self.sandbox.wrike.account.folders.values()
        return next(folder.id for folder in folders if folder.title == "Spring Campaign")

    @property
    def made(self) -> list[Task]:
        """The tasks that Galley made."""
        return [one for one in self.sandbox.wrike.account.tasks.values() if one.id not in self._at_first]

    @property
    def task(self) -> Task:
        (task,) = self.made
        return task

    def status(self, task: Task | None = None) -> str:
        status = self.sandbox.wrike.account.status((task or self.task).custom_status_id)
        return status.name if status else ""

    def said(self, task: Task | None = None) -> list[str]:
        account = self.sandbox.wrike.account
        return [one.html for one in account.comments.values() if one.work_id == (task or self.task).id]

    def files(self, task: Task | None = None) -> list[str]:
        account = self.sandbox.wrike.account
        return [one.name for one in account.attachments.values() if one.work_id == (task or self.task).id]

    def calls(self, *verbs: str) -> list[str]:
        """What came in at Wrike, each as `POST /path`."""
        calls = self.sandbox.world.calls.since(system="wrike")
        return [f"{one.method} {one.path}" for one in calls if not verbs or one.method in verbs]

    async def open(self) -> None:
        self._at_first = set(self.sandbox.wrike.account.tasks)
        async with self.database.write() as session:
            session.add_all([story.person(UPLOADER, "Uma"), story.person(DESIGNER, "Dana")])
            session.add_all([story.person(BRAND, "Bea"), story.person(LEAD, "Lea")])
        await self.jobs.start()

    async def campaign(self, *, project: str | None = None) -> Campaign:
        campaign = Campaign(
            team_id=TEAM,
            channel_id=CHANNEL,
            board="wrike",
            project_id=project or self.project,
            title="Spring Campaign",
            permalink="https://www.wrike.com/open.htm?id=1",
            linked_by=LEAD,
            linked_at=self.clock.now(),
        )
        async with self.database.write() as session:
            session.add(campaign)
        return campaign

    async def picture(self, campaign: Campaign | None, title: str = "hero", *, has_card: bool = True) -> Asset:
        """Checked, asked about in its first stage, and told of."""
        batch = Batch(
            team_id=TEAM,
            channel_id=CHANNEL,
            submitter_id=UPLOADER,
            origin=Origin.DROP,
            submitted_at=self.clock.now(),
        )
        async with self.database.write() as session:
            session.add(batch)
            await session.flush()
            if has_card:
                session.add(story.card(batch.id, at=self.clock.now()))
            asset = Asset(
                team_id=TEAM,
                batch_id=batch.id,
                position=1,
                submitter_id=UPLOADER,
                campaign_id=campaign.id if campaign else None,
                state=AssetState.IN_REVIEW,
                version_number=0,
                created_at=self.clock.now(),
            )
            asset.describe({"title": title}, file_name=f"{title}.jpg")
            session.add(asset)
        await self.version(asset)
        return asset

    async def version(self, asset: Asset) -> None:
        """The next one, asked about."""
        async with self.database.write() as session:
            asset = await session.get_one(Asset, asset.id)
            asset.version_number += 1
            asset.state = AssetState.IN_REVIEW
            version = story.version(asset, self.storage, at=self.clock.now())
            session.add(version)
            await session.flush()
            at = self.clock.now()
            design, _ = await reviews.ask(
                session, asset, version, self.seats, at=at, due_at=at + story.DAY, order=self.order
            )
            await self.history.record(session, story.stage_opened(asset, design))
            await self.history.record(session, story.ready(asset, version))

    async def decide(self, asset: Asset, person: str, verdict: Verdict, reason: str = "") -> None:
        """With everything that follows from it on our side."""
        at = self.clock.now()
        async with self.database.write() as session:
            asset = await session.get_one(Asset, asset.id)
            wanted = select(Approval).where(Approval.asset_id == asset.id).order_by(col(Approval.id).desc())
            approval = (await session.exec(wanted.options(whole_approval()))).first()
            assert approval is not None
            assert approval.current is not None
            said = await reviews.say(session, approval.id, approval.current.name, person, verdict, at=at, reason=reason)
            following = reviews.opened(said.told, story.SEATS, at=at, due_at=at + story.DAY)
            await keep(session, following, click_id="")
            await write_out(session)
            if following:
                await self.history.record(session, story.stage_opened(asset, approval.stages[1].id))
            elif said.after.settlement is not None:
                asset.state = SETTLED[said.after.outcome]
                await session.flush()
                await self.history.record(session, story.settled(asset, approval.id, said.after.outcome))
            decision = projection.decision_id(approval.id, said.first)
            await self.history.record(session, story.followed(asset, approval.current.id, decision))

    async def take_back(self, asset: Asset, person: str) -> None:
        async with self.database.write() as session:
            approval = (await session.exec(select(Approval).where(Approval.asset_id == asset.id))).one()
            told = (await read_reviews(session, [approval.review_id]))[approval.review_id]
            facts = withdraw(told.review, "Design", by=person, at=self.clock.now())
            await keep(session, [told.adding(facts)], click_id="")
            await write_out(session)

    async def publish(self, asset: Asset) -> None:
        async with self.database.write() as session:
            asset = await session.get_one(Asset, asset.id)
            asset.state = AssetState.PUBLISHED
            version = (await session.exec(select(Version).where(Version.asset_id == asset.id))).one()
            publication = Publication(
                asset_id=asset.id,
                version_id=version.id,
                library="local",
                remote_id="hero/1",
                location="library/hero/v1",
                published_at=self.clock.now(),
            )
            session.add(publication)
            await session.flush()
            await self.history.record(session, story.published(asset, version))

    async def link(self, asset: Asset) -> TaskLink:
        async with self.database.read() as session:
            return (await session.exec(select(TaskLink).where(TaskLink.asset_id == asset.id))).one()

    async def events(self, name: str) -> Sequence[dict[str, Any]]:
        async with self.database.read() as session:
            found = await session.exec(select(Entry).where(Entry.event == name).order_by(col(Entry.number)))
            return [entry.details for entry in found.all()]

    async def whispered(self) -> list[str]:
        async with self.database.read() as session:
            found = await session.exec(select(Post).where(Post.kind == PostKind.WHISPER).order_by(col(Post.created_at)))
            return ["\n".join(_texts(post.details)) for post in found.all()]

    async def edit(self, *, user: str = "designer3", **change: object) -> None:
        """A person at work in Wrike."""
        body = {"user": user, "id": self.task.id, "set": change}
        async with loopback(self.sandbox.world.addresses.page) as http:
            (await http.post("/control/wrike/edit", json=body)).raise_for_status()

    async def call(self, campaign_id: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """Somebody calls our webhook."""
        async with loopback() as http:
            return await http.post(
                f"http://127.0.0.1:{self.port}/webhooks/wrike/{campaign_id}", content=body, headers=headers
            )

    async def pass_time(self, **by: float) -> None:
        """Until everything that this makes due has been done."""
        await self.jobs.idle()
        self.clock.advance(timedelta(**by))
        await self.jobs.idle()

    async def _on_trouble(self, _: AsyncSession, trouble: Trouble) -> None:
        self.troubles.append(trouble)


def _texts(part: object) -> list[str]:
    """Whatever can be read in a message."""
    if isinstance(part, list):
        return [text for each in part for text in _texts(each)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) else []
    return own + [text for each in part.values() for text in _texts(each)]
