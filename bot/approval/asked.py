"""What a click or a form is about: the stages that were shown on it, with everything that was told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.keeping import told_by
from models.approval import Approval, ReviewFact, Stage
from models.asset import Asset
from models.projection import Told
from models.refusal import Refusal
from models.review.words import Verdict


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person says to one stage."""

    stage_id: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A stage of the approval of a version, the review that it belongs to, and the picture that it is about."""

    stage_id: str
    stage: str
    version_id: str
    told: Told
    asset_id: str
    batch_id: str
    number: int
    title: str
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Of the file that was shown; empty where the review has gone on to another one."""
        version = self.told.review.version
        return version.sha256 if version.id == self.version_id else ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A stage that somebody may decide now, with what a form shows of it."""

    stage_id: str
    stage: str
    number: int
    title: str
    version_id: str


def about(asked: Mapping[str, Asked], named: Sequence[str]) -> str:
    """The batch whose card was clicked on; where nothing of it is there any more, what the click named."""
    return next((one.batch_id for one in asked.values()), "".join(named[:1]))


class QuestionGone(Refusal):
    """The button belongs to nothing that is still there."""

    def __init__(self) -> None:
        super().__init__("this question is no longer open")


# Built once: on the way of every click.
_ASKED = (
    select(  # type: ignore[call-overload]
        Stage.id,
        Stage.name,
        Stage.version_id,
        Asset.id,
        Asset.batch_id,
        Asset.position,
        Asset.attributes,
        ReviewFact.review_id,
        ReviewFact.number,
        ReviewFact.told,
    )
    .join(Approval, col(Approval.id) == Stage.approval_id)
    .join(Asset, col(Asset.id) == Approval.asset_id)
    .join(ReviewFact, col(ReviewFact.review_id) == Approval.review_id)
    .where(col(Stage.id).in_(bindparam("stage_ids", expanding=True)), Approval.team_id == bindparam("team_id"))
    .order_by(col(Asset.position), col(Stage.position), col(ReviewFact.number))
)


async def read_asked(session: AsyncSession, team_id: str, stage_ids: Sequence[str]) -> dict[str, Asked]:
    """By stage id, in the order of the card, in one question; what is not of this workspace, or not at all, is left
    out. Nothing is locked: whoever is overtaken finds out when they keep what they have told (keeping.py).
    """
    meant = {"stage_ids": list(stage_ids), "team_id": team_id}
    rows = (await (await session.connection()).execute(_ASKED, meant)).all()
    told = told_by((review_id, number, fact) for *_, review_id, number, fact in rows)
    return {
        stage_id: Asked(
            stage_id=stage_id,
            stage=stage,
            version_id=version_id,
            told=told[review_id],
            asset_id=asset_id,
            batch_id=batch_id,
            number=position,
            title=str(attributes.get("title") or ""),
            attributes=attributes,
        )
        for stage_id, stage, version_id, asset_id, batch_id, position, attributes, review_id, _, _ in rows
    }


def question(asked: Asked) -> Question:
    return Question(
        stage_id=asked.stage_id,
        stage=asked.stage,
        number=asked.number,
        title=asked.title,
        version_id=asked.version_id,
    )
