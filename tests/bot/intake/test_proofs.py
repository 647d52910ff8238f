"""Proofs: every version is seen below its card, and none of them twice."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.db import Database
from bot.intake.proofs import Proofs
from bot.slack.permalinks import Permalinks
from bot.slack.pictures import Pictures
from bot.storage import Storage
from models.asset import AssetState
from models.events import VersionReady
from models.picture import Picture
from models.post import Post, PostKind
from tests import reviews
from tests.bot.intake.uploads import TEAM, asset, batch, keep, version
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.workspaces import OneWorkspace

REVIEW, CARD = "C0REVIEW", "9.9"
BELOW_THE_CARD = {"posted_in": REVIEW, "posted_below": CARD}


async def test_a_newer_file_handed_in_below_the_card_of_several_pictures_is_its_own_proof(
    database: Database, tmp_path: Path
) -> None:
    assert await proofs_of_a_newer_file(database, tmp_path, **BELOW_THE_CARD) == []


@pytest.mark.parametrize(
    "otherwise",
    [
        {"posted_in": "C0INTAKE", "posted_below": "1.1"},  # below the uploader's own message
        {**BELOW_THE_CARD, "facts": {"format": "TIFF"}},  # Slack shows no preview of it
        {**BELOW_THE_CARD, "slack_file_id": None},  # repaired by Galley: nobody has posted it
    ],
)
async def test_what_nobody_can_see_there_gets_a_proof(
    database: Database, tmp_path: Path, otherwise: dict[str, Any]
) -> None:
    assert await proofs_of_a_newer_file(database, tmp_path, **otherwise) == ["1-version-2.jpg"]


async def test_the_card_of_one_picture_shows_its_proof(database: Database, tmp_path: Path) -> None:
    found = await proofs_of_a_newer_file(database, tmp_path, among=1, **BELOW_THE_CARD)

    assert found == ["1-version-2.jpg"]


async def test_of_what_has_no_preview_the_thread_leads_to_the_original(database: Database, tmp_path: Path) -> None:
    why = "an SVG drawing is not opened here"

    (shown,) = await pictures_of_a_newer_file(database, tmp_path, facts={"format": "SVG", "no_preview": why})

    assert shown.alt_text == "picture 1, version 2, in place of a preview"
    assert shown.words == (
        f"picture 1, version 2 has no preview: {why}. <https://sandbox.slack.com/files/U1/F2/1.jpg|Open the original>"
    )


async def proofs_of_a_newer_file(database: Database, folder: Path, *, among: int = 2, **what: Any) -> list[str]:
    shown = await pictures_of_a_newer_file(database, folder, among=among, **what)
    return [picture.file_name for picture in shown]


async def pictures_of_a_newer_file(database: Database, folder: Path, *, among: int = 2, **what: Any) -> list[Picture]:
    """The first of so many pictures in review gets a second version; where there are others, their contact sheet is
    laid out anew, whatever.
    """
    upload = batch()
    pictures = [asset(upload, position, state=AssetState.IN_REVIEW) for position in range(1, among + 1)]
    first = [version(one, sha256=f"{one.position}") for one in pictures]
    newer = version(pictures[0], sha256="b", number=2)
    for name, value in {"slack_file_id": "F2", "facts": {"format": "JPEG"}, **what}.items():
        setattr(newer, name, value)
    await keep(database, upload, *pictures, *first, newer)
    jobs = Ordered()
    async with database.write() as session:
        session.add(card_of(upload.id))
        for one, asked in zip(pictures, first, strict=True):
            await reviews.ask(session, one, asked, {"Design": ["U0DESIGNER"]})
        ready = VersionReady(
            team_id=TEAM, asset_id=pictures[0].id, batch_id=upload.id, version_id=newer.id, number=2
        )  # fmt: skip
        await proofs(jobs, folder).add(session, ready)
    assert ("imaging.sheet" in [order.kind for order in jobs.orders]) is (among > 1)
    async with database.read() as session:
        return list(await session.exec(select(Picture)))


def proofs(jobs: Ordered, folder: Path) -> Proofs:
    permalinks = Permalinks(OneWorkspace(team_id=TEAM))
    return Proofs(jobs=jobs, pictures=Pictures(jobs), storage=Storage(folder), permalinks=permalinks)


def card_of(batch_id: str) -> Post:
    return Post(
        team_id=TEAM, key=f"card:{batch_id}", kind=PostKind.CARD, subject_id=batch_id, channel_id=REVIEW, ts=CARD,
        created_at=NOON,
    )  # fmt: skip
