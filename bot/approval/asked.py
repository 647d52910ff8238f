"""What a click or a form is about: the stages that were shown on it, read whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Approval, Refusal, Stage, Verdict
from models.asset import Asset


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person says to one stage."""

    stage_id: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A stage, with its seats and decisions, and the picture that it is about."""

    stage: Stage
    asset: Asset


@dataclass(frozen=True, kw_only=True)
class Question:
    """A stage that somebody may decide now, with what a form shows of it."""

    stage_id: str
    stage: str
    number: int
    title: str
    version_id: str


class QuestionGone(Refusal):
    """The button belongs to nothing that is still there."""

    def __init__(self) -> None:
        super().__init__("this question is no longer open")


# Built once: on the way of every click.
_ASKED = (
    select(Stage, Asset)
    .join(Approval, col(Approval.id) == Stage.approval_id)
    .join(Asset, col(Asset.id) == Approval.asset_id)
    .where(col(Stage.id).in_(bindparam("stage_ids", expanding=True)), Approval.team_id == bindparam("team_id"))
    .order_by(col(Asset.position))
    .options(joinedload(Stage.seats), selectinload(Stage.decisions))  # type: ignore[arg-type]
)
_TO_DECIDE = _ASKED.with_for_update(of=Stage)


async def read_asked(
    session: AsyncSession, team_id: str, stage_ids: Sequence[str], *, to_decide: bool = False
) -> dict[str, Asked]:
    """By stage id, in the order of the card; what is not of this workspace, or not at all, is left out. To decide,
    they are locked (on PostgreSQL): of two people who click at once the second one counts the vote of the first.
    """
    wanted = _TO_DECIDE if to_decide else _ASKED
    meant = {"stage_ids": list(stage_ids), "team_id": team_id}
    found = (await session.exec(wanted, params=meant)).unique()  # type: ignore[attr-defined]  # a row for each seat
    return {stage.id: Asked(stage=stage, asset=asset) for stage, asset in found}


def question(asked: Asked) -> Question:
    stage, asset = asked.stage, asked.asset
    return Question(
        stage_id=stage.id, stage=stage.name, number=asset.position, title=asset.title, version_id=stage.version_id
    )
