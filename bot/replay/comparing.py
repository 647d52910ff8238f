"""The rows that history makes of a batch, held against those that stand in the database."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.audit.story import Story
from bot.truth import whole_approval
from models.approval import Approval, ReviewFact
from models.asset import Asset, Version
from models.suggestion import Suggestion

Rows = Mapping[str, Mapping[str, Any]]
"""By what they are called, such as "stage Design"."""


async def differences(session: AsyncSession, story: Story, approval_id: str) -> list[str]:
    """In sentences; none where they are equal, column by column."""
    told = next(one for one in story.approvals.values() if one.id == approval_id)
    wanted = select(Approval).where(Approval.id == approval_id).options(whole_approval())
    found = (await session.exec(wanted)).first()
    if found is None:
        return [f"approval {approval_id} is told of, and not in the database"]
    asset, version = await session.get_one(Asset, told.asset_id), await session.get_one(Version, told.version_id)
    here = {**_rows(found), **_picture(asset, version), **await _facts(session, told.review_id)}
    here |= await _suggestions(session, asset.id)
    theirs = [one for one in story.suggestions.values() if one.asset_id == asset.id]
    picture = {**_picture(story.assets[told.asset_id], story.versions[told.version_id]), **_hints(theirs)}
    return list(_compared(_rows(told) | picture | _told(story, told.review_id), here))


def _rows(approval: Approval) -> dict[str, Mapping[str, Any]]:
    stages = approval.stages
    return {
        f"approval {approval.id}": _columns(approval),
        **{f"stage {stage.name}": _columns(stage) for stage in stages},
        **{f"seat of {seat.person_id} in {stage.name}": _columns(seat) for stage in stages for seat in stage.seats},
        **{f"decision {one.id} in {stage.name}": _columns(one) for stage in stages for one in stage.decisions},
    }


def _told(story: Story, review_id: str) -> dict[str, Mapping[str, Any]]:
    return {f"fact {number} of review {review_id}": fact for number, fact in enumerate(story.facts[review_id], start=1)}


async def _facts(session: AsyncSession, review_id: str) -> dict[str, Mapping[str, Any]]:
    """The truth by which clicks are judged."""
    kept = select(ReviewFact).where(ReviewFact.review_id == review_id).order_by(col(ReviewFact.number))
    return {f"fact {one.number} of review {review_id}": one.told for one in await session.exec(kept)}


def _picture(asset: Asset, version: Version) -> dict[str, Mapping[str, Any]]:
    """As far as reviewers see it."""
    return {
        f"asset {asset.id}": {
            "title": asset.title,
            "filled": asset.filled,
            **asset.model_dump(include={"position", "state", "version_number"}),
        },
        f"version {version.id}": version.model_dump(
            include={
                "number",
                "file_name",
                "submitter_id",
                "sha256",
                "size_bytes",
                "checks",
                "lookalikes",
                "refusal",
                "given_up",
            }
        ),
    }


async def _suggestions(session: AsyncSession, asset_id: str) -> dict[str, Mapping[str, Any]]:
    return _hints(await session.exec(select(Suggestion).where(Suggestion.asset_id == asset_id)))


def _hints(suggestions: Iterable[Suggestion]) -> dict[str, Mapping[str, Any]]:
    """Of their values history keeps none."""
    told = {"attribute", "source", "reply", "replied_by"}
    return {f"suggestion {one.id}": one.model_dump(include=told) for one in suggestions}


def _columns(row: SQLModel) -> Mapping[str, Any]:
    return row.model_dump()


def _compared(told: Rows, here: Rows) -> Iterator[str]:
    for what in _in_order(told, here):
        if what not in here:
            yield f"{what} is told of, and not in the database"
        elif what not in told:
            yield f"{what} is in the database, and history does not tell of it"
        else:
            for name in told[what]:
                if told[what][name] != here[what][name]:
                    yield f"{what}: {name} is {here[what][name]!r}, and by history {told[what][name]!r}"


def _in_order(told: Rows, here: Rows) -> Iterable[str]:
    return dict.fromkeys((*told, *here))
