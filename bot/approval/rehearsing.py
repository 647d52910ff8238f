"""The rehearsal: a picture that nobody will see is asked about, approved and told of, and nothing of it remains.

Whatever happens for the first time takes five times as long: statements are compiled, modules read. Until that is done
nobody else is answered, so it is done before the doors open.
"""

from collections.abc import Container, Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asked import Answer
from bot.approval.flow import Approvals
from bot.approval.following import FollowUp
from bot.approval.openings import Openings
from bot.clock import Clock
from bot.db import Database, complete
from bot.galley_yml import Policies
from bot.slack.actor import Actor
from bot.slack.posts import Renderer
from models.approval import Approval, Seat, Stage
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.ids import new_id
from models.person import Person
from models.post import Post, PostKind
from models.review.words import Verdict

TEAM = "rehearsal"
_CHANNEL, _UPLOADER = "C0REHEARSAL", "U0REHEARSAL"

_ASKED = (
    select(Stage.id, Seat.person_id)
    .join(Seat, col(Seat.stage_id) == Stage.id)
    .join(Approval, col(Approval.id) == Stage.approval_id)
    .where(Approval.team_id == TEAM, col(Stage.opened_at).is_not(None), col(Stage.settled_at).is_(None))
    .order_by(col(Stage.id), col(Seat.person_id))
)


class Rehearsal:
    """In a workspace of its own, which has no other row."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        policies: Policies,
        openings: Openings,
        approvals: Approvals,
        follow_up: FollowUp,
        renderers: Mapping[PostKind, Renderer],
    ) -> None:
        self._db, self._clock, self._policies = db, clock, policies
        self._openings, self._approvals, self._follow_up = openings, approvals, follow_up
        self._renderers = renderers

    async def play(self) -> int:
        """Everybody who is asked says yes, once; answers how many were. Where galley.yml names user groups only, nobody
        is.
        """
        heard: set[tuple[str, str]] = set()
        async with self._db.rehearse() as session:
            asset, version = await self._submit(session)
            await self._openings.begin(session, asset, version.id)
            await self._show(session)
            while (asked := await _asked(session, heard)) is not None:
                heard.add(asked)
                await self._approve(session, asked[0], by=Actor(team_id=TEAM, person_id=asked[1]))
            await self._show(session)
        return len(heard)

    async def _approve(self, session: AsyncSession, stage_id: str, *, by: Actor) -> None:
        click_id, answer = new_id(), Answer(stage_id=stage_id, verdict=Verdict.APPROVE)
        await self._approvals.count(session, [answer], by=by, click_id=click_id)
        await complete(session)
        await self._follow_up.follow(session, click_id)
        await complete(session)

    async def _submit(self, session: AsyncSession) -> tuple[Asset, Version]:
        at = self._clock.now()
        batch = Batch(
            team_id=TEAM,
            channel_id=_CHANNEL,
            submitter_id=_UPLOADER,
            origin=Origin.FORM,
            submitted_at=at,
            checked_at=at,
        )
        asset = Asset(
            team_id=TEAM,
            batch_id=batch.id,
            position=1,
            submitter_id=_UPLOADER,
            state=AssetState.IN_REVIEW,
            attributes={"title": "Rehearsal", **dict.fromkeys(self._policies.current.attributes, "Rehearsal")},
            created_at=at,
        )
        version = Version(
            team_id=TEAM,
            asset_id=asset.id,
            file_name="rehearsal.jpg",
            submitter_id=_UPLOADER,
            submitted_at=at,
            sha256="0" * 64,
            checks=[],
        )
        for row in (batch, asset, version, *self._approvers()):
            session.add(row)
            await session.flush()
        return asset, version

    def _approvers(self) -> list[Person]:
        """Called as galley.yml calls those of its stages."""
        policy, at = self._policies.current, self._clock.now()
        names = {name for stage in policy.review.every_stage for name in policy.expand(stage.approvers)}
        return [Person(team_id=TEAM, slack_id=name, handle=name, name=name, read_at=at) for name in sorted(names)]

    async def _show(self, session: AsyncSession) -> None:
        await complete(session)
        for post in (await session.exec(select(Post).where(Post.team_id == TEAM))).all():
            if (render := self._renderers.get(post.kind)) is not None:
                await render(session, post)


async def _asked(session: AsyncSession, heard: Container[tuple[str, str]]) -> tuple[str, str] | None:
    """A stage, and somebody of whom it waits for an answer, who was not heard before: a yes may be refused."""
    waiting = [(stage_id, person_id) for stage_id, person_id in await session.exec(_ASKED)]
    return next((one for one in waiting if one not in heard), None)
