"""`galley policy plan`: what a new galley.yml would change, for whom, and that what runs keeps its edition."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.approval.keeping import begin
from bot.config import Config
from bot.db import Database
from bot.galley_yml import Edition, Policies, read
from bot.history import History
from bot.policy_plan.flow import NothingInForce, Plan, compare, plan
from bot.policy_plan.running import last_adopted, running
from bot.policy_plan.words import as_document, in_words
from bot.policy_watch import PolicyWatch
from models.asset import Asset, Version
from models.batch import Batch, Origin
from tests.clocks import MONDAY_NOON, HeldClock
from tests.conftest import free_ports
from tests.databases import ready_file
from tests.house.sizes import ROOT
from tests.reviews import begun, row_of, workflow

TEAM = "T1"
DEFAULT = (ROOT / "galley.yml").read_text(encoding="utf-8")
OLD = """
intake: { channels: [intake] }
people: { lead: lead, admins: [admin], roles: { legal: [lara] } }
review:
  channel: review
  stages:
    - { name: Design, approvers: [dana, deniz], due_in: 8h }
    - { name: Legal, approvers: ["role:legal"] }
    - { name: Brand, approvers: [bea] }
"""


def edition(folder: Path, text: str, name: str = "new.yml") -> Edition:
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder / name)


def planned(folder: Path, *edits: tuple[str, str]) -> Plan:
    new = OLD
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    return compare(edition(folder, OLD, "old.yml"), edition(folder, new), source="old.yml", runs=())


def told(folder: Path, *edits: tuple[str, str]) -> list[str]:
    """Without the first and the last line."""
    return list(in_words(planned(folder, *edits)))[1:-1]


def test_a_stage_that_comes_and_one_that_goes_are_told_with_their_people(tmp_path: Path) -> None:
    new = '{ name: Market, approvers: ["@market"], rule: quorum, quorum: 2, due_in: 4h, opens: deadline }'

    assert told(tmp_path, ('{ name: Legal, approvers: ["role:legal"] }', new)) == [
        "+ Stage Market is new",
        "    comes after Design",
        "    asks @market",
        "    rule: quorum",
        "    how many must say yes: 2",
        "    deadline, in working time: 4h",
        "    opens by: deadline",
        "~ Stage Brand",
        "    comes after Market, until now after Legal",
        "- Stage Legal is gone",
        "    no longer asks lara",
        "People, as galley.yml names them:",
        "    lara: no longer asked in Legal",
        "    @market: asked in Market as well",
    ]


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ("[dana, deniz]", "[Deniz, dora]", ["asks dora as well", "no longer asks dana"]),
        (
            "[dana, deniz]",
            "[dana, deniz], advisers: [uma], deny: [ina]",
            ["hears uma too", "no longer lets ina decide"],
        ),
        ("due_in: 8h", "due_in: 90m", ["deadline, in working time: 90m, until now 8h"]),
        ("due_in: 8h", "rule: all", ["rule: all, until now any"]),
        ("due_in: 8h", "self_approval: true", ["lets people approve what they brought themselves"]),
        ("due_in: 8h", "when: { file_type: [TIFF, PNG] }", ["only for: file type TIFF and PNG, until now everything"]),
        (
            "due_in: 8h",
            "late: [{ after: 4h, tell: [lead] }, { after: 5d, expire: true }]",
            ["when nobody answers: after 4h, tell lead; after 40h, expire true, until now nothing"],
        ),
    ],
)
def test_a_stage_that_changes_says_how(tmp_path: Path, before: str, after: str, sentences: list[str]) -> None:
    (change,) = planned(tmp_path, (before, after)).stages

    assert (change.stage, list(change.sentences)) == ("Design", sentences)


def test_a_role_that_somebody_else_takes_in_a_campaign_is_told_for_that_campaign(tmp_path: Path) -> None:
    there = ("roles: { legal: [lara] }", "roles: { legal: [lara] }, campaigns: { Spring: { legal: [leo] } }")

    assert told(tmp_path, there) == [
        "People, as galley.yml names them:",
        "    lara: no longer asked in Legal in campaign Spring",
        "    leo: asked in Legal in campaign Spring as well",
        "Other keys:",
        "    people.campaigns.Spring: legal leo, until now nothing",
    ]


def test_other_keys_are_told_with_both_values_and_layout_is_no_change(tmp_path: Path) -> None:
    assert told(tmp_path, ("lead: lead", "lead: bea")) == ["Other keys:", "    people.lead: bea, until now lead"]
    assert told(tmp_path, ("\nreview:", "\n# whoever decides\nreview:")) == [
        "Nothing would change: both mean the same."
    ]


async def test_what_runs_is_counted_by_its_edition_and_keeps_it(tmp_path: Path, database: Database) -> None:
    first, second = edition(tmp_path, DEFAULT, "galley.yml"), edition(tmp_path, OLD)
    await adopted(database, tmp_path / "galley.yml")
    await asked(database, first, second, first)

    async with database.read() as session:
        runs = tuple(await running(session, second))

    assert [(one.approvals, one.is_asked_anew) for one in runs] == [(1, False), (2, True)]
    document = json.loads(json.dumps(as_document(compare(first, second, source="galley.yml", runs=runs))))
    assert document["running"][1]["adopted_at"] == "2026-03-02T12:00:00+00:00"
    anew = "; a new version of them is asked about by the new stages"
    lines = list(in_words(compare(first, second, source="galley.yml", runs=runs)))
    assert lines[-3:] == [
        "What runs keeps the stages and rules of its edition; whom a stage asks is looked up when it opens.",
        "    1 approval runs in T1 under the new edition",
        f"    2 approvals run in T1 under edition {first.digest[:12]}, adopted 2026-03-02 12:00 UTC{anew}",
    ]


async def test_what_a_new_file_tries_is_told_by_channel_stage_and_person(tmp_path: Path, database: Database) -> None:
    await adopted(database, tmp_path / "galley.yml")
    pilot = edition(tmp_path, OLD.replace("[dana, deniz], due_in: 8h", "[dora], due_in: 4h"), "next.yml")
    new = edition(tmp_path, f"{OLD}pilot: {{ channels: [spring, summer], file: next.yml }}\n")
    await asked(database, pilot, is_pilot=True)

    async with database.read() as session:
        runs = tuple(await running(session, new, pilot))
    plan = compare(edition(tmp_path, OLD, "old.yml"), new, source="old.yml", runs=runs, pilot=pilot)

    assert list(in_words(plan))[1:] == [
        "Other keys:",
        "    pilot.channels: spring and summer, until now nothing",
        "    pilot.file: next.yml, until now nothing",
        f"On trial for what begins in spring and summer, by next.yml ({pilot.digest[:12]}):",
        "    ~ Stage Design",
        "        asks dora as well",
        "        no longer asks dana and deniz",
        "        deadline, in working time: 4h, until now 8h",
        "    dana: no longer asked in Design",
        "    deniz: no longer asked in Design",
        "    dora: asked in Design as well",
        "What runs keeps the stages and rules of its edition; whom a stage asks is looked up when it opens.",
        f"    1 approval runs in T1 under edition {pilot.digest[:12]}, which is on trial",
    ]
    assert json.loads(json.dumps(as_document(plan)))["trial"]["stages"][0]["stage"] == "Design"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (OLD.replace("due_in: 8h", "due_in: 4h"), "The pilot in spring comes into force everywhere"),
        (OLD, "The pilot in spring is dropped: what began in it keeps its stages"),
    ],
)
def test_what_becomes_of_the_pilot_that_runs_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    was = edition(tmp_path, OLD.replace("due_in: 8h", "due_in: 4h"), "next.yml")
    before = edition(tmp_path, f"{OLD}pilot: {{ channels: [spring], file: next.yml }}\n", "old.yml")

    plan = compare(before, edition(tmp_path, text), source="old.yml", runs=(), was=was)

    assert any(line.startswith(sentence) for line in in_words(plan))


async def test_an_edition_of_the_same_stages_goes_on_with_a_new_version(tmp_path: Path, database: Database) -> None:
    first = edition(tmp_path, DEFAULT, "galley.yml")
    await adopted(database, tmp_path / "galley.yml")
    await asked(database, first)

    async with database.read() as session:
        (one,) = await running(session, edition(tmp_path, DEFAULT.replace("[brand]", "[brand, lead]")))

    assert not one.is_asked_anew


async def test_the_edition_in_force_is_the_one_that_history_tells_of_last(tmp_path: Path, database: Database) -> None:
    await adopted(database, tmp_path / "galley.yml", DEFAULT, OLD, DEFAULT)

    async with database.read() as session:
        last = await last_adopted(session)

    assert last is not None
    assert last.digest == edition(tmp_path, DEFAULT).digest


async def test_galleys_own_file_is_compared_with_what_came_into_force_last(tmp_path: Path) -> None:
    config = Config(data=tmp_path, policy=tmp_path / "galley.yml")
    db = Database(ready_file(tmp_path / "galley.db"))
    await adopted(db, config.policy)
    await db.close()
    was = (tmp_path / "galley.db").read_bytes()

    told = await plan(config, config.policy, edition(tmp_path, DEFAULT.replace("[brand]", "[lead]"), "galley.yml"))

    assert told.source == "the edition that came into force last"
    assert [change.stage for change in told.stages] == ["Brand"]
    assert (tmp_path / "galley.db").read_bytes() == was


async def test_with_nothing_in_force_there_is_nothing_to_compare(tmp_path: Path) -> None:
    new = edition(tmp_path, OLD)

    with pytest.raises(NothingInForce, match="there is no such file"):
        await plan(Config(data=tmp_path, policy=tmp_path / "galley.yml"), tmp_path / "new.yml", new)

    assert [path.name for path in tmp_path.iterdir()] == ["new.yml"]


def test_the_command_tells_a_plan_in_words_and_as_json(tmp_path: Path) -> None:
    edition(tmp_path, DEFAULT, "galley.yml")
    edition(tmp_path, DEFAULT.replace("due_in: 8h", "due_in: 4h"))
    environment = {
        "COLUMNS": "300",
        "GALLEY_DATA": str(tmp_path / "data"),
        "GALLEY_POLICY": str(tmp_path / "galley.yml"),
        "GALLEY_SANDBOX_URL": f"http://127.0.0.1:{free_ports()}",
    }

    words, document = (
        CliRunner().invoke(app, ["policy", "plan", str(tmp_path / "new.yml"), *more], env=environment)
        for more in ([], ["--json"])
    )

    assert (words.exit_code, document.exit_code) == (0, 0), words.output
    assert "    deadline, in working time: 4h, until now 8h\n" in words.output
    assert words.output.endswith("There is no database yet, so no approval runs.\n")
    assert [one["stage"] for one in json.loads(document.output)["stages"]] == ["Design", "Brand"]


async def adopted(database: Database, path: Path, *texts: str) -> None:
    """One after another, as by a Galley that runs."""
    path.write_text((texts or (DEFAULT,))[0], encoding="utf-8")
    clock = HeldClock()
    watch = PolicyWatch(
        policies=Policies(path), db=database, history=History(clock), clock=clock, teams=lambda: (TEAM,)
    )
    await watch.begin()
    for text in texts[1:]:
        path.write_text(text, encoding="utf-8")
        await watch.look()


async def asked(database: Database, *editions: Edition, is_pilot: bool = False) -> None:
    """An approval that runs under each."""
    for number, one in enumerate(editions):
        batch = Batch(team_id=TEAM, channel_id="C1", submitter_id="UMA", origin=Origin.DROP, submitted_at=MONDAY_NOON)
        asset = Asset(team_id=TEAM, batch_id=batch.id, position=number, submitter_id="UMA", created_at=MONDAY_NOON)
        version = Version(
            team_id=TEAM, asset_id=asset.id, file_name="a.jpg", submitter_id="UMA", submitted_at=MONDAY_NOON
        )
        async with database.write() as session:
            for row in (batch, asset, version):
                session.add(row)
                await session.flush()
            opened = {**row_of(asset, policy_digest=one.digest), "is_pilot": is_pilot}
            await begin(session, begun(version, asked=workflow("Design")), opened=opened)
