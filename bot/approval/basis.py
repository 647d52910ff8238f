"""What a card rests on. History tells most of it; the rest is noted with each showing, to show the same again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ahead import Ahead, Planned
from bot.audit.retelling import TOLD
from bot.audit.story import Story
from bot.truth import AssetTruth, BatchTruth, mentioned
from models.asset import Asset
from models.batch import Batch
from models.campaign import Campaign, TaskLink
from models.history import Entry
from models.person import Person
from models.picture import Picture, PictureKind
from models.reminder import Rung

Basis = Mapping[str, Any]
"""Flat, so that the next showing notes only what differs:
at: the moment. policy: the digest of the one in force. lead, campaign: what they are called. no_sheet: whether none
could be made. picture: file id and text. name/PERSON. task/ASSET: how it stands on the board. next/STAGE: which
reminder is planned next, and when. read/ASSET: the number of the last entry about it that was there.
"""


async def read_marks(session: AsyncSession, truth: BatchTruth) -> dict[str, int]:
    """How far history had come for each picture. To be read in the snapshot in which the truth was read."""
    about = (col(Entry.asset_id).in_([one.asset.id for one in truth.assets]), col(Entry.event).in_(TOLD))
    marks = select(Entry.asset_id, func.max(Entry.number)).where(*about).group_by(col(Entry.asset_id))
    return {asset_id or "": number or 0 for asset_id, number in await session.exec(marks)}


def basis_of(
    truth: BatchTruth,
    marks: Mapping[str, int],
    *,
    policy: str,
    lead: str,
    planned: Planned,
    picture: Picture | None,
    at: datetime,
) -> Basis:
    people = mentioned(truth.assets) | {truth.batch.submitter_id}
    return {
        "at": at.isoformat(),
        "policy": policy,
        "lead": lead,
        "campaign": truth.campaign.title if truth.campaign else None,
        "no_sheet": truth.batch.sheet_given_up is not None,
        "picture": [picture.slack_file_id, picture.alt_text] if picture else None,
        **{f"name/{one}": truth.people[one].name for one in sorted(people) if one in truth.people},
        **{f"task/{one.asset.id}": _task(one.task) for one in truth.assets if one.task and one.task.task_id},
        **{f"next/{stage_id}": _noted(ahead) for stage_id, ahead in sorted(planned.items())},
        **{f"read/{asset_id}": number for asset_id, number in sorted(marks.items())},
    }


def marks_of(basis: Basis) -> dict[str, int]:
    return _all(basis, "read/")


def planned_of(basis: Basis) -> Planned:
    noted = _all(basis, "next/").items()
    return {stage_id: Ahead(rung=Rung(rung), at=datetime.fromisoformat(at)) for stage_id, (rung, at) in noted}


def truth_of(story: Story, basis: Basis) -> BatchTruth:
    """The same truth again, from what was told up to those marks. KeyError where something is not told."""
    if story.batch is None:
        raise KeyError("FilesReceived")
    batch, picture = story.batch, _picture(story.batch, basis["picture"])
    batch.sheet_given_up = "" if basis["no_sheet"] else None
    assets = sorted(story.assets.values(), key=lambda one: one.position)
    return BatchTruth(
        batch=batch,
        campaign=_campaign(batch, basis["campaign"]),
        assets=tuple(_asset_truth(story, one, basis, picture) for one in assets),
        sheet=picture,
        card=None,
        people={one: _person(batch, one, name) for one, name in _all(basis, "name/").items()},
    )


def _asset_truth(story: Story, asset: Asset, basis: Basis, picture: Picture | None) -> AssetTruth:
    version, task = story.current(asset), basis.get(f"task/{asset.id}")
    return AssetTruth(
        asset=asset,
        version=version,
        approval=story.approvals.get(version.id),
        task=_task_link(asset, task) if task else None,
        publication=story.publications.get(version.id),
        proof=picture,
        was_asked=any(one.asset_id == asset.id for one in story.approvals.values()),
    )


def _noted(ahead: Ahead) -> list[str]:
    return [ahead.rung or "", ahead.at.isoformat()]


def _task(link: TaskLink) -> Mapping[str, Any]:
    return {
        "id": link.task_id,
        "permalink": link.permalink,
        "status": link.status,
        "due": link.due.isoformat() if link.due else None,
        "assignees": list(link.assignees),
        "is_gone": link.is_gone,
    }


def _task_link(asset: Asset, task: Mapping[str, Any]) -> TaskLink:
    return TaskLink(
        team_id=asset.team_id,
        asset_id=asset.id,
        board="",
        task_id=task["id"],
        permalink=task["permalink"],
        status=task["status"],
        due=date.fromisoformat(task["due"]) if task["due"] else None,
        assignees=list(task["assignees"]),
        is_gone=task["is_gone"],
    )


def _picture(batch: Batch, shown: list[str] | None) -> Picture | None:
    if shown is None:
        return None
    file_id, alt_text = shown
    return Picture(
        team_id=batch.team_id,
        batch_id=batch.id,
        kind=PictureKind.SHEET,
        subject_id=batch.id,
        path="",
        file_name="",
        alt_text=alt_text,
        slack_file_id=file_id,
    )


def _campaign(batch: Batch, title: str | None) -> Campaign | None:
    if title is None:
        return None
    return Campaign(
        team_id=batch.team_id,
        channel_id="",
        board="",
        project_id="",
        title=title,
        permalink="",
        linked_by="",
        linked_at=batch.submitted_at,
    )


def _person(batch: Batch, person_id: str, name: str) -> Person:
    return Person(team_id=batch.team_id, slack_id=person_id, handle="", name=name, read_at=batch.submitted_at)


def _all(basis: Basis, prefix: str) -> dict[str, Any]:
    return {key.removeprefix(prefix): value for key, value in basis.items() if key.startswith(prefix)}
