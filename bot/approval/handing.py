"""What an absence moves while people are being asked: seats go to whoever stands in, and come back at its end."""

from collections.abc import Callable, Mapping, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.absences import held
from bot.approval import seats
from bot.approval.consequences import record_all
from bot.approval.covering import Covering
from bot.approval.keeping import read_reviews, tell
from bot.approval.openings import Openings
from bot.belongings import of_team
from bot.clock import Clock
from bot.history import History
from bot.jobs.port import Jobs
from models.absence import Absence
from models.approval import Approval, Seat, Stage
from models.asset import Asset
from models.people_events import AbsenceBegan, AbsenceEnded
from models.projection import Told
from models.review import Substitution, give_back, hand_over
from models.review.facts import Fact, SeatsReassigned
from models.review.seating import handed_over

HAND_OVER, GIVE_BACK = "approval.hand_over", "approval.give_back"
AT_ONCE = 5  # pictures in one transaction: a click waits for no more

Command = Callable[[Told], Sequence[Fact]]


class Handing:
    """Both orders stand in the lane of their absence, so that nothing is handed over after it was given back."""

    def __init__(self, *, clock: Clock, history: History, jobs: Jobs, covering: Covering, openings: Openings) -> None:
        self._clock, self._history, self._jobs = clock, history, jobs
        self._covering, self._openings = covering, openings

    async def begin(self, session: AsyncSession, event: AbsenceBegan) -> None:
        """What is already being asked moves only where somebody wished so; what opens later is seated anew anyway."""
        if event.hands_over and event.substitute_id:
            await self._order(session, HAND_OVER, event.team_id, event.absence_id)

    async def end(self, session: AsyncSession, event: AbsenceEnded) -> None:
        if event.substitute_id:
            await self._order(session, GIVE_BACK, event.team_id, event.absence_id)

    async def hand_over(self, session: AsyncSession, team_id: str, absence_id: str, *, after: str) -> None:
        """Some of what the absent person is asked, then an order for the rest. Nothing once the absence has ended."""
        absence = await of_team(session, Absence, team_id, absence_id)
        if absence is None or not await held(session, team_id, [absence_id]):
            return
        found = await _asked(session, absence, after=after)
        for asset, review_id in found:
            await self._hand_over(session, absence, asset, review_id)
        await self._go_on(session, HAND_OVER, absence, found)

    async def give_back(self, session: AsyncSession, team_id: str, absence_id: str, *, after: str) -> None:
        """Some of what the substitute still sits on, then an order for the rest."""
        absence = await of_team(session, Absence, team_id, absence_id)
        if absence is None:
            return
        found = await _asked(session, absence, after=after)
        for asset, review_id in found:
            await self._give_back(session, absence, asset, review_id)
        await self._go_on(session, GIVE_BACK, absence, found)

    async def cover_asked(self, session: AsyncSession, asset: Asset, review_id: str, asked: SeatsReassigned) -> None:
        """Who is asked instead of others may be away as well. Where it has settled meanwhile nobody sits there."""
        at, subject = self._clock.now(), (await read_reviews(session, [review_id]))[review_id].review.subject
        cover = await self._covering.of(session, asset.team_id, asked.joined, subject=subject, at=at)
        for one in cover.substitutions:

            def command(told: Told, one: Substitution = one) -> Sequence[Fact]:
                if not told.review.stage(asked.stage).is_open:
                    return ()
                return tuple(handed_over(told.review, asked.stage, one, inactive=cover.inactive, at=at))

            await self._tell(session, asset, review_id, command, of=one, names=cover.names)

    async def _hand_over(self, session: AsyncSession, absence: Absence, asset: Asset, review_id: str) -> None:
        """Of two absences for other brands or campaigns it is another one's where it asks about those."""
        at, subject = self._clock.now(), (await read_reviews(session, [review_id]))[review_id].review.subject
        cover = await self._covering.of(session, asset.team_id, [absence.absent_id], subject=subject, at=at)
        meant = next((one for one in cover.substitutions if one.delegation == absence.id), None)
        if meant is None:
            return

        def command(told: Told) -> Sequence[Fact]:
            return hand_over(told.review, meant, inactive=cover.inactive, at=at)

        await self._tell(session, asset, review_id, command, of=meant, names=cover.names)

    async def _tell(
        self,
        session: AsyncSession,
        asset: Asset,
        review_id: str,
        command: Command,
        *,
        of: Substitution,
        names: Mapping[str, str],
    ) -> None:
        step = await tell(session, review_id, command)
        if step is not None:
            await self._history.record(session, seats.handed_over(asset, step, of, names=names))
            await record_all(self._history, session, asset, step)

    async def _give_back(self, session: AsyncSession, absence: Absence, asset: Asset, review_id: str) -> None:
        at = self._clock.now()
        step = await tell(session, review_id, lambda told: give_back(told.review, absence.id, at=at))
        if step is not None:
            await self._history.record(session, seats.given_back(asset, step, absence.delegation.substitution))
            await record_all(self._history, session, asset, step)
            await self._openings.open_called(session, asset, review_id)

    async def _go_on(
        self, session: AsyncSession, kind: str, absence: Absence, found: Sequence[tuple[Asset, str]]
    ) -> None:
        if len(found) == AT_ONCE:
            await self._order(session, kind, absence.team_id, absence.id, after=found[-1][0].id)

    async def _order(self, session: AsyncSession, kind: str, team_id: str, absence_id: str, *, after: str = "") -> None:
        await self._jobs.submit(
            session,
            kind=kind,
            subject=f"{absence_id}/{after}",
            lane=f"absence:{absence_id}",
            key=f"{kind}:{absence_id}:{after}",
            team_id=team_id,
        )


async def _asked(session: AsyncSession, absence: Absence, *, after: str) -> Sequence[tuple[Asset, str]]:
    """The next pictures about which the absent person is asked, with their reviews. Locked (on PostgreSQL): a newer
    version comes before or after this.
    """
    theirs = (
        select(Stage.approval_id)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .where(Seat.person_id == absence.absent_id)
        .where(col(Stage.opened_at).is_not(None), col(Stage.settled_at).is_(None))
    )
    wanted = (
        select(Asset, Approval.review_id)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .where(Asset.team_id == absence.team_id, col(Asset.id) > after, col(Approval.id).in_(theirs))
        .order_by(col(Asset.id))
        .limit(AT_ONCE)
    )
    return [(asset, review_id) for asset, review_id in await session.exec(wanted.with_for_update(of=Asset))]
