"""Repairing: what is only called wrongly keeps its bytes, and a copy takes the convention's name."""

from pathlib import Path

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.repairing import RepairVersion
from bot.jobs.effects import Claim
from bot.storage import Storage
from imaging.darkroom import Darkroom
from models.asset import AssetState, Version
from models.checks import Finding, Level, Mend
from tests.bot.intake.test_fetching import claim
from tests.bot.intake.uploads import asset, batch, candidate, keep, version
from tests.clocks import HeldClock

MISNAMED = Finding(rule="File name", level=Level.FAILED, expected="", actual="", mend=Mend.RENAME)
PLACED = Finding(rule="GPS place", level=Level.WARNED, expected="", actual="", mend=Mend.STRIP_GPS)
CONVENTION = 'checks: { file_name: "[a-z0-9-]+[.]jpg", rename_to: "{title}-{date}.{ext}", formats: [JPEG]'


def repairing(folder: Path, checks: str = f"{CONVENTION} }}\n") -> RepairVersion:
    head, _, tail = Path("galley.yml").read_text(encoding="utf-8").partition("checks:")
    (folder / "galley.yml").write_text(f"{head}{checks}\nattributes:{tail.partition('attributes:')[2]}", "utf-8")
    policies = Policies(folder / "galley.yml")
    return RepairVersion(darkroom=Darkroom(), storage=Storage(folder), history=History(HeldClock()), policies=policies)


async def broken_and_copy(database: Database, *findings: Finding, file_format: str = "JPEG") -> tuple[Claim, Version]:
    upload = batch()
    hero = asset(upload, 1, state=AssetState.NEEDS_WORK)
    broken, copy = version(hero, sha256="ab12"), candidate(hero)
    broken.file_name, broken.facts = "HERO 1.JPG", {"format": file_format}
    broken.checks, copy.copy_of = [one.to_json() for one in findings], broken.id
    await keep(database, upload, hero, broken, copy)
    return claim(1, subject=copy.id), copy


async def test_what_is_only_renamed_keeps_its_bytes(tmp_path: Path, database: Database) -> None:
    repair = repairing(tmp_path)
    job, copy = await broken_and_copy(database, MISNAMED)

    async with database.write() as session:
        plan = await repair.plan(session, job)
        assert plan is not None
        await repair.settle(session, job, plan, await repair.send(plan, job))

    async with database.read() as session:
        made = await session.get_one(Version, copy.id)
    assert (made.sha256, made.size_bytes, made.file_name) == ("ab12", 10, "picture-1-2026-03-02.jpg")
    assert made.repaired == ["Renamed from HERO 1.JPG to picture-1-2026-03-02.jpg."]
    assert made.refusal is None


async def test_one_click_mends_all_and_names_the_copy_by_what_was_written(tmp_path: Path, database: Database) -> None:
    job, _ = await broken_and_copy(database, MISNAMED, PLACED, file_format="HEIC")

    async with database.read() as session:
        plan = await repairing(tmp_path).plan(session, job)

    assert plan is not None
    assert [type(one).__name__ for one in plan.repairs] == ["StripGps", "ChangeFormat"]
    assert plan.name_as("jpg") == "picture-1-2026-03-02.jpg"
