"""The doctor: what is ill is named, with what breaks and what to do."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Config
from bot.db import Database
from bot.doctor.findings import Condition, Finding, clock_skew, has_trouble
from bot.doctor.rounds import examine
from bot.migrate import migrate
from models.installation import Installation
from models.job import Job, JobState
from sandbox.serve import Sandbox
from tests.clocks import MONDAY_NOON
from tests.conftest import free_ports
from tests.databases import sql
from tests.house.sizes import ROOT
from tests.postgres import Postgres

ONE_BEATS_AND_ONE_FELL_SILENT = """
    WITH workers AS (
        INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()), (now() - interval '1 minute')
        RETURNING id, last_heartbeat
    )
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, status, worker_id)
    SELECT 'lanes', 'galley.visit', 'lane ' || id, 'doing', id FROM workers"""


@pytest.fixture
def config(sandbox: Sandbox, tmp_path: Path) -> Config:
    at = sandbox.world.addresses
    settings = Config(data=tmp_path, policy=ROOT / "galley.yml", port=free_ports())
    return settings.in_sandbox(at.page, slack=at.slack, wrike=at.wrike)


async def examined(config: Config) -> list[Finding]:
    return [finding async for finding in examine(config)]


async def told(config: Config, condition: Condition = Condition.ILL) -> list[str]:
    return [f"{one.system}: {one.sentence}" for one in await examined(config) if one.condition is condition]


async def add(config: Config, job: Job) -> None:
    db = Database(config.database)
    async with db.write() as session:
        session.add(job)
    await db.close()


def job(**words: object) -> Job:
    return Job.model_validate(
        {"key": "k", "kind": "slack.show", "subject": "P1", "lane": "C1", "created_at": datetime.now(UTC), **words}
    )


async def test_a_healthy_house_has_no_trouble(config: Config) -> None:
    migrate(config.database)

    findings = await examined(config)

    assert not has_trouble(findings)
    assert {one.system for one in findings} == {
        "galley.yml", "database", "jobs", "secrets", "Galley", "Slack", "Wrike", "library",
    }  # fmt: skip


async def test_a_house_that_never_ran_is_not_ill(config: Config) -> None:
    assert await told(config, Condition.NOTE) == [
        "database: It is empty: Galley has not run yet.",
        f"Galley: Nothing answers at http://127.0.0.1:{config.port}: Galley is not running.",
    ]


async def test_a_missing_scope_is_named_with_what_breaks(config: Config, sandbox: Sandbox) -> None:
    granted = sandbox.slack.workspace.installation.scopes
    sandbox.slack.workspace.installation.scopes = tuple(one for one in granted if one != "files:read")

    assert await told(config) == ["Slack: The scope files:read is missing. No picture can be taken in."]


async def test_a_revoked_token_is_told_and_what_to_do(config: Config, sandbox: Sandbox) -> None:
    sandbox.slack.workspace.installation.is_revoked = True

    (finding,) = [one for one in await examined(config) if one.condition is Condition.ILL]

    assert "no longer accepts Galley's token" in finding.sentence
    assert finding.remedy.startswith("Copy the bot token anew")


async def test_a_wrong_token_for_the_board_is_told(config: Config) -> None:
    (sentence,) = await told(config.model_copy(update={"wrike_token": config.slack_bot_token}))

    assert sentence.startswith("Wrike: ")


async def test_systems_that_are_away_are_told(config: Config) -> None:
    nowhere = f"http://127.0.0.1:{free_ports()}"

    sentences = await told(config.model_copy(update={"slack_api_url": f"{nowhere}/api/", "wrike_url": nowhere}))

    assert [sentence.split(":")[0] for sentence in sentences] == ["Slack", "Wrike"]


async def test_names_that_nobody_bears_are_told(config: Config, tmp_path: Path) -> None:
    text = (ROOT / "galley.yml").read_text(encoding="utf-8")
    policy = tmp_path / "galley.yml"
    policy.write_text(text.replace("approvers: [brand]", "approvers: [nobody]").replace("[campaign]", "[nowhere]"))

    assert await told(config.model_copy(update={"policy": policy})) == [
        "galley.yml: Nobody in Sandbox is nobody.",
        "galley.yml: Galley sees no channel nowhere in Sandbox.",
    ]


async def test_a_broken_policy_is_told_mistake_by_mistake(config: Config, tmp_path: Path) -> None:
    policy = tmp_path / "galley.yml"
    policy.write_text("intake: {channels: []}\n")

    assert len(await told(config.model_copy(update={"policy": policy}))) == 3


async def test_a_job_set_aside_is_told_with_its_reason(config: Config) -> None:
    migrate(config.database)
    await add(config, job(state=JobState.SET_ASIDE, problem="Slack said no: is_archived."))

    (sentence,) = await told(config)

    assert "set aside" in sentence
    assert sentence.endswith("Slack said no: is_archived.")


async def test_a_job_that_waits_too_long_is_told(config: Config) -> None:
    migrate(config.database)
    await add(config, job(created_at=datetime.now(UTC) - timedelta(hours=3)))

    (sentence,) = await told(config)

    assert sentence.startswith("jobs: 1 wait, 0 are being sent; the oldest waits for 3:00:0")


async def test_replicas_are_counted_and_one_that_fell_silent_is_told(config: Config, postgresql: Postgres) -> None:
    config = config.model_copy(update={"database_url": SecretStr(postgresql.ready())})
    before = await told(config, Condition.NOTE)
    db = Database(config.database)
    async with db.write() as session:
        await sql(session, ONE_BEATS_AND_ONE_FELL_SILENT)

    findings = [one.sentence for one in await examined(config) if one.system in ("replicas", "database")]
    await db.close()

    assert "replicas: None sends: none has been heard." in before
    assert re.fullmatch(r"PostgreSQL \d+\.\d+, Procrastinate [\d.]+, finished to [\d.]+, \d+ MB\.", findings[1])
    assert findings[2:] == [
        "1 sends; the last was heard 0 s ago.",
        "1 lane is held by a replica that fell silent. The others take over within 8 s.",
    ]


async def test_the_doctor_visits_while_galley_runs(config: Config) -> None:
    migrate(config.database)
    galley = Database(config.database)
    await galley.open()
    try:
        async with galley.write():
            assert await told(config) == []
    finally:
        await galley.close()


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [(-40, "This machine's clock is 40 s ahead of theirs."), (40, "This machine's clock is 40 s behind theirs.")],
)
def test_a_clock_that_is_off_is_told_by_how_much(theirs: int, sentence: str) -> None:
    finding = clock_skew("Slack", MONDAY_NOON + timedelta(seconds=theirs), MONDAY_NOON)

    assert (finding.condition, finding.sentence) == (Condition.ILL, sentence)


def test_a_few_seconds_are_no_trouble() -> None:
    assert clock_skew("Slack", MONDAY_NOON + timedelta(seconds=3), MONDAY_NOON).condition is Condition.WELL


async def test_a_workspace_that_was_left_is_named_with_the_way_back(config: Config) -> None:
    migrate(config.database)
    left = Installation(
        id="T1ATELIER", name="Atelier", address="https://atelier.slack.com/", bot_id="B1", bot_user_id="U1",
        installed_at=datetime(2026, 3, 2, 9, tzinfo=UTC), installed_by="U1ADMIN",
    )  # fmt: skip
    left.end("Galley was removed from the Slack workspace.", at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    db = Database(config.database)
    async with db.write() as session:
        session.add(left)
    await db.close()

    (note,) = [one for one in await examined(config) if "Atelier" in one.sentence]

    assert note.condition is Condition.NOTE
    assert note.sentence.endswith("on 2026-03-02 12:00 UTC: Galley was removed from the Slack workspace.")
    assert note.remedy == f"To return: http://127.0.0.1:{config.port}/slack/install"
