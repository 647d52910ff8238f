"""The flow of clicks, and what the engine would do with the orders that it leaves."""

from collections.abc import Mapping
from pathlib import Path

from sqlmodel import col, select

from bot.absences import Absences
from bot.approval.asked import Answer
from bot.approval.covering import Covering
from bot.approval.flow import Approvals, Decided
from bot.approval.following import FollowUp
from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.jobs.effects import Claim, Receipt
from bot.slack.actor import Actor
from bot.slack.people import People
from bot.slack.posts import Posts
from models.approval import Approval, Decision
from models.asset import Asset, AssetState, Version
from models.history import Entry
from models.post import Post
from models.review.words import Outcome, Verdict
from tests.bot.approval.questions import TEAM
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace


class Desk:
    def __init__(self, database: Database) -> None:
        self.database, self.clock, self._jobs = database, HeldClock(), Ordered()
        history, threads = History(self.clock), Threads(Posts(self._jobs, self.clock))
        openings = Openings(
            db=database, clock=self.clock, history=history, policies=Policies(Path("galley.yml")),
            people=People(OneWorkspace(), database, self.clock), jobs=self._jobs, covering=Covering(Absences()),
        )  # fmt: skip
        self._approvals = Approvals(
            db=database, clock=self.clock, history=history, jobs=self._jobs, openings=openings, threads=threads
        )
        self._follow_up = FollowUp(history=history, openings=openings, threads=threads)

    async def clicks(
        self, person: str, *stages: str, verdict: Verdict = Verdict.APPROVE, team: str = TEAM, in_form: bool = False
    ) -> Decided:
        answers = [Answer(stage_id=stage, verdict=verdict, reason="Why") for stage in stages]
        return await self._approvals.decide(answers, by=Actor(team_id=team, person_id=person), in_form=in_form)

    def ordered(self) -> list[str]:
        """The clicks that are to be followed up, taken away."""
        subjects = [order.subject for order in self._jobs.orders if order.kind == FollowUp.kind]
        self._jobs.orders.clear()
        return subjects

    async def follow_up(self) -> None:
        for subject in self.ordered():
            async with self.database.write() as session:
                await self._follow_up.settle(session, claim(subject), subject, Receipt(remote_id=subject))

    async def told(self, asset: Asset) -> list[str]:
        wanted = select(Entry.event).where(Entry.asset_id == asset.id).order_by(col(Entry.number))
        async with self.database.read() as session:
            return list((await session.exec(wanted)).all())

    async def decisions(self, asset: Asset) -> list[tuple[str, Verdict]]:
        wanted = select(Decision).join(Version, col(Version.id) == Decision.version_id)
        async with self.database.read() as session:
            found = (await session.exec(wanted.where(Version.asset_id == asset.id))).all()
        return [(one.person_id, one.verdict) for one in found]

    async def whispered(self, person: str) -> list[str]:
        """What they alone are told."""
        wanted = select(Post.details).where(Post.recipient_id == person).order_by(col(Post.id))
        async with self.database.read() as session:
            return [str(details) for details in (await session.exec(wanted)).all()]

    async def outcome(self, asset: Asset) -> tuple[Outcome, AssetState]:
        async with self.database.read() as session:
            approval = (await session.exec(select(Approval).where(Approval.asset_id == asset.id))).one()
            return approval.outcome, (await session.get_one(Asset, asset.id)).state


def claim(subject: str) -> Claim:
    async def keep(_: Mapping[str, str]) -> None:
        raise AssertionError("nothing is kept half-way")

    return Claim(
        id="J1", key="k", kind=FollowUp.kind, subject=subject, lane="l", attempt=1, checkpoint={}, keep=keep,
        check=lambda: None,
    )  # fmt: skip
