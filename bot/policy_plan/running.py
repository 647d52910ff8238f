"""The approvals that run: how many under which edition. Nothing is written."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Edition, read_kept
from bot.yaml_text import Unreadable
from models.approval import Approval
from models.events import PolicyAdopted
from models.history import Entry, PolicyEdition
from models.review.words import Outcome


@dataclass(frozen=True, kw_only=True)
class Running:
    """`is_asked_anew`: a new version would be asked about by the new stages, which differ from those it runs under."""

    team_id: str
    digest: str
    adopted_at: datetime | None
    approvals: int
    is_asked_anew: bool
    is_pilot: bool = False


async def running(session: AsyncSession, new: Edition, pilot: Edition | None = None) -> list[Running]:
    """By workspace, the oldest edition first."""
    counted = (
        select(Approval.team_id, Approval.policy_digest, Approval.is_pilot, func.count())
        .where(Approval.outcome == Outcome.PENDING)
        .group_by(col(Approval.team_id), col(Approval.policy_digest), col(Approval.is_pilot))
    )
    rows = (await session.exec(counted)).all()
    kept = await _editions(session, {digest for _, digest, _, _ in rows})
    found = [
        _running(team_id, digest, many, kept.get(digest), (pilot or new) if is_pilot else new, is_pilot=is_pilot)
        for team_id, digest, is_pilot, many in rows
    ]
    return sorted(found, key=lambda one: (one.team_id, one.adopted_at is not None, one.adopted_at, one.digest))


async def last_adopted(session: AsyncSession) -> Edition | None:
    """The edition that came into force last, as far as history tells."""
    adopted = select(Entry).where(Entry.event == PolicyAdopted.__name__).order_by(col(Entry.number).desc()).limit(1)
    entry = (await session.exec(adopted)).first()
    kept = await _editions(session, {str(entry.details["digest"])}) if entry else {}
    return next((_read(one) for one in kept.values()), None)


async def _editions(session: AsyncSession, digests: set[str]) -> dict[str, PolicyEdition]:
    found = await session.exec(select(PolicyEdition).where(col(PolicyEdition.digest).in_(digests)))
    return {one.digest: one for one in found.all()}


def _running(
    team_id: str, digest: str, many: int, kept: PolicyEdition | None, new: Edition, *, is_pilot: bool
) -> Running:
    edition = new if digest == new.digest else _read(kept) if kept else None
    return Running(
        team_id=team_id,
        digest=digest,
        adopted_at=kept.adopted_at if kept else None,
        approvals=many,
        is_pilot=is_pilot,
        is_asked_anew=edition is None or edition.policy.workflow != new.policy.workflow,
    )


def _read(kept: PolicyEdition) -> Edition | None:
    """None where this Galley understands it no longer."""
    try:
        return read_kept(kept.text)
    except (Unreadable, ValueError):
        return None
