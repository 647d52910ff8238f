"""An approval's whole story, from history alone: its rows, every card that Slack was told, and its receipt."""

import asyncio
import io
import json
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from sqlmodel import select

from bot import archives
from bot.approval import views
from bot.archives import prove
from bot.audit import receipt as receipts
from bot.audit.exporting import Format, Wanted
from bot.audit.retelling import FOLDS
from bot.audit.verifying import verify
from bot.replay.flow import Replayed
from models import events
from models.approval import Approval, Outcome, Stage
from models.asset import Version
from models.history import Entry
from models.person import Person
from tests.journeys.board import Board
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.replays import nothing_differs, replay_all
from tests.journeys.stage import Json, Seen
from tests.waiting import eventually


async def test_a_picture_with_its_task_and_a_setback_is_told_again_and_has_its_receipt(galley: Galley) -> None:
    board = Board(galley)
    await board.link("intake")
    await board.drop("=hero.jpg")
    await board.edit(await board.settled_task(), status="On Hold", dueDate="2026-05-04", assignees=["designer3"])
    await board.card_once("On Hold", "due 4 May", "Dora Designer")
    await board.approve("designer1", "Design")
    await board.card_once("*Brand*")
    broken = await spoil_the_original(galley)
    await board.approve("brand", "Brand")
    await board.card_once("could not be put into the library")
    await set_right(galley, *broken)
    await board.card_once("In the library")
    receipt = await eventually(lambda: filed(galley))

    (replayed,) = await nothing_differs(galley.house.db)

    assert len(replayed.showings) > 3
    await eventually(lambda: slack_shows_what_is_told(galley))
    await its_receipt_is_proved(galley, receipt)
    await the_command_says_so(galley, replayed)


async def test_a_batch_with_a_new_version_a_reminder_and_new_names_is_told_again(galley: Galley, policy: Path) -> None:
    drop = [(f"p{number}.jpg", photo(number)) for number in range(3)]
    ts = await galley.stage.drop("uploader", "intake", *drop, ("print.jpg", photo(7, mode="CMYK")))
    await eventually(lambda: shows(galley, "3 pictures"))
    await galley.stage.advance("PT30H")
    await eventually(lambda: shows(galley, "late"))
    await rename(galley, "U0DESIGNER2", "Deniz <!channel> D.")
    policy.write_text(policy.read_text("utf-8").replace("escalate_after: 8h", "escalate_after: 16h"), "utf-8")
    card = await eventually(galley.stage.card)
    await decide_one_by_one(galley, card)
    await eventually(lambda: shows(galley, "changes requested", "rejected", "Deniz"))
    await galley.stage.drop("uploader", "intake", ("p1.jpg", photo(11)), thread_ts=ts)
    await eventually(lambda: shows(galley, "version 2"))
    await galley.stage.drop("uploader", "intake", ("p1.jpg", photo(12)), thread_ts=ts)
    await eventually(lambda: shows(galley, "version 3"))

    replayed = await nothing_differs(galley.house.db)

    assert await outcomes(galley) == {
        Outcome.PENDING, Outcome.CHANGES_REQUESTED, Outcome.REJECTED, Outcome.WITHDRAWN,
    }  # fmt: skip
    assert len({one.shown for one in replayed[0].showings}) > 3
    assert await noted_again(galley, "name/U0DESIGNER2") == 2
    assert await noted_again(galley, "name/U0UPLOADER") == 1
    await a_forged_row_is_named(galley)


def test_every_kind_of_event_is_told_again_or_known_to_change_nothing() -> None:
    kinds = set(events.Event.__subclasses__())

    assert set(FOLDS) == kinds


async def its_receipt_is_proved(galley: Galley, filed: Path) -> None:
    receipt = receipts.read(filed.read_bytes())
    statement = receipt["statement"]
    assert [one["decisions"][0]["by"]["name"] for one in statement["stages"]] == ["Dana Designer", "Bea Brand"]
    receipts.must_be_of(receipt, await original(galley))
    history, search = await exported(galley, Format.JSONL), receipts.Search(receipt)
    assert verify(history, watch=search).entries > len(receipt["entries"])
    search.end()
    assert "Dana Designer (U0DESIGNER1) approved" in filed.with_suffix(".txt").read_text("utf-8")
    assert not [line for line in await exported(galley, Format.CSV) if line.startswith((b'"=', b"="))]


async def the_command_says_so(galley: Galley, replayed: Replayed) -> None:
    code, words = await typed(galley, "replay", replayed.approval_id, "--json")

    (one,) = json.loads(words)
    assert (code, one["is_same"], one["cards"][0]["sha256"]) == (0, True, replayed.showings[0].shown)
    assert (await prove(galley.house.db, {})).whole.entries > len(replayed.showings)


async def a_forged_row_is_named(galley: Galley) -> None:
    """One of which no card tells: an edit that is on its way just now shows the truth."""
    await forge(galley, "U0EVE")

    (differing,) = [one for one in await replay_all(galley.house.db) if not one.is_same]

    assert "settled_by is 'U0EVE', and by history 'U0DESIGNER2'" in (differing.first_difference or "")
    code, words = await typed(galley, "replay", "all")
    assert (code, "NOT THE SAME" in words, "the same, byte for byte" in words) == (1, True, True)
    await forge(galley, "U0DESIGNER2")


async def forge(galley: Galley, settled_by: str) -> None:
    async with galley.house.db.write() as session:
        (await session.exec(select(Stage).where(Stage.outcome == Outcome.REJECTED))).one().settled_by = settled_by


async def spoil_the_original(galley: Galley) -> tuple[Path, bytes]:
    path = await original(galley)
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(b"spoilt")
    return path, whole


async def set_right(galley: Galley, path: Path, whole: bytes) -> None:
    path.write_bytes(whole)
    for trouble in (await galley.house.jobs.report()).troubles:
        await galley.house.jobs.retry(trouble.id)


async def original(galley: Galley) -> Path:
    async with galley.house.db.read() as session:
        version = (await session.exec(select(Version))).one()
    return galley.house.storage.original(version.sha256 or "")


def filed(galley: Galley) -> Path | None:
    return next(iter((galley.config.data / "library").rglob("receipt.json")), None)


async def exported(galley: Galley, form: Format) -> list[bytes]:
    out = io.BytesIO()
    await archives.export(galley.config, out, form, Wanted())
    return out.getvalue().splitlines(keepends=True)


async def typed(galley: Galley, *words: str) -> tuple[int, str]:
    """The exit code, and what is printed."""
    settings = {
        "GALLEY_DATABASE_URL": galley.config.database,
        "GALLEY_POLICY": str(galley.config.policy),
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "COLUMNS": "300",
    }
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, env={**os.environ, **settings}, stdout=PIPE, stderr=PIPE
    )
    out, err = await child.communicate()
    return child.returncode or 0, (out + err).decode()


async def shows(galley: Galley, *words: str) -> bool:
    card = await galley.stage.card()
    return card is not None and all(one in card.words for one in words)


async def slack_shows_what_is_told(galley: Galley) -> bool:
    """As soon as nothing more is on its way."""
    last = (await nothing_differs(galley.house.db))[0].showings[-1]
    card = await galley.stage.card()
    return card is not None and last.again is not None and card.text == last.again.text


async def rename(galley: Galley, person_id: str, name: str) -> None:
    """As Slack tells of it once a day."""
    async with galley.house.db.write() as session:
        (await session.exec(select(Person).where(Person.slack_id == person_id))).one().name = name


async def decide_one_by_one(galley: Galley, card: Seen) -> None:
    await galley.stage.click("designer2", card, views.ONE_BY_ONE)
    form = await eventually(lambda: open_form(galley, "designer2"))
    names = [str(block.get("block_id", "")) for block in form["blocks"]]
    asked = [name.removeprefix("verdict/") for name in names if name.startswith("verdict/")]
    verdicts = zip(asked, ("approve", "request_changes", "reject"), strict=True)
    answers = {f"verdict/{stage}": {"value": verdict} for stage, verdict in verdicts}
    reasons = {f"reason/{stage}": {"value": "Not <!here>, *please*"} for stage in asked}
    await galley.stage.submit("designer2", form["id"], answers | reasons)


async def open_form(galley: Galley, user: str) -> Json | None:
    """As soon as it is filled."""
    forms = (await galley.stage.get("slack/views", user=user))["views"]
    return next((one for one in forms if any("verdict/" in str(each.get("block_id")) for each in one["blocks"])), None)


async def noted_again(galley: Galley, name: str) -> int:
    """How many showings noted it: it is written down when it changes."""
    async with galley.house.db.read() as session:
        shown = (await session.exec(select(Entry).where(Entry.event == "CardShown"))).all()
    return sum(name in entry.details["changed"] for entry in shown)


async def outcomes(galley: Galley) -> set[Outcome]:
    async with galley.house.db.read() as session:
        return set((await session.exec(select(Approval.outcome))).all())
