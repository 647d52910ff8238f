"""`galley policy lint` as people and programs meet it: its exit, its words, whom it asks, and a file on trial."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.__main__ import app
from bot.config import Config
from bot.doctor.census import censuses
from bot.doctor.indoors import policy as examined
from bot.galley_yml import read, read_pilot
from bot.policy_lint.lint import lint
from bot.policy_lint.names import people_of
from sandbox.serve import Sandbox
from tests.bot.test_policy_lint import ANY, AT, BRAND, TOP, found
from tests.conftest import free_ports
from tests.house.sizes import ROOT


def typed(*words: str, **settings: str) -> Result:
    nowhere = f"http://127.0.0.1:{free_ports()}"
    environment = {"COLUMNS": "300", "GALLEY_SANDBOX_URL": nowhere, **settings}
    return CliRunner().invoke(app, ["policy", *words], env=environment, prog_name="galley")


def test_the_command_ends_with_1_on_errors_and_with_0_on_warnings(tmp_path: Path) -> None:
    found(tmp_path, BRAND, ANY)
    ill = typed("lint", str(tmp_path / "galley.yml"))
    found(tmp_path, f"{ANY}, when: {{ region: [DE] }}")
    so_so = typed("lint", str(tmp_path / "galley.yml"))

    assert (ill.exit_code, so_so.exit_code) == (1, 0)
    assert "✗ error   line 11, review.workflow[2]: its turn never comes: Brand closes" in ill.output
    assert "• warning line 9, review.workflow: every stage has conditions" in so_so.output
    assert "People and groups were not looked up in Slack" in ill.output


def test_programs_read_the_same_and_a_file_that_cannot_be_used_is_told_by_its_mistakes(tmp_path: Path) -> None:
    (tmp_path / "galley.yml").write_text(
        "version: 2\n" + TOP + "    - { name: Any, approvers: [ana] }\n", encoding="utf-8"
    )

    told = typed("lint", "--json", GALLEY_POLICY=str(tmp_path / "galley.yml"))

    assert told.exit_code == 1
    assert json.loads(told.output)["findings"][0] == {
        "gravity": "error",
        "line": 1,
        "key": "version",
        "sentence": "'2' is not allowed; write 1",
        "file": "",
    }


async def test_slack_is_asked_for_every_name_of_every_workspace(sandbox: Sandbox, tmp_path: Path) -> None:
    at = sandbox.world.addresses
    config = Config(data=tmp_path).in_sandbox(at.page, slack=at.slack, wrike=at.wrike)
    edition = read(ROOT / "galley.yml")

    (asked,) = await censuses(config, [*people_of(edition.policy), "nobody"])

    assert asked.place == "Sandbox"
    assert asked.meant("nobody").is_empty
    assert lint(edition, at=AT, census=asked) == ()


def test_without_credentials_slack_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nor is the sandbox of whoever has run Galley in this very folder."""
    monkeypatch.setenv("GALLEY_DATA", str(tmp_path))
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    told = typed("lint", str(ROOT / "galley.yml"), "--ask-slack")

    assert told.exit_code == 1
    assert "There are no credentials (SLACK_BOT_TOKEN)" in told.output


async def test_the_doctor_tells_of_it_too(tmp_path: Path) -> None:
    found(tmp_path, BRAND, ANY)

    well, ill = [one async for one in examined(Config(policy=tmp_path / "galley.yml"))]

    assert "It is valid" in well.sentence
    assert "its turn never comes" in ill.sentence
    assert ill.remedy == "galley policy lint tells all of what it finds: 1."


def tried(folder: Path, *stages: str, edit: tuple[str, str] = ("", ""), channel: str = "intake") -> list[str]:
    """What is found where Design is in force, and these stages are on trial."""
    new = TOP + "".join(f"    - {{ {stage} }}\n" for stage in stages)
    assert edit[0] in new
    (folder / "next.yml").write_text(new.replace(*edit, 1), encoding="utf-8")
    path = folder / "galley.yml"
    pilot = f"pilot: {{ channels: [{channel}], file: next.yml }}\n"
    path.write_text(f"{TOP}    - {{ {ANY} }}\n{pilot}", encoding="utf-8")
    edition = read(path)
    return [f"{one.gravity} {one}" for one in lint(edition, at=AT, pilot=read_pilot(path, edition.policy))]


def test_the_file_on_trial_is_examined_too_and_named(tmp_path: Path) -> None:
    closed = "error next.yml, line 11, review.workflow[2]: its turn never comes: Brand closes the whole approval"

    (finding,) = tried(tmp_path, BRAND, ANY)
    assert finding.startswith(closed)
    assert tried(tmp_path, ANY, "name: Legal, approvers: [lara]") == []


@pytest.mark.parametrize(
    ("stage", "edit", "channel", "finding"),
    [
        ("name: B, approvers: [bea]", ("", ""), "sprnig", "pilot.channels[1]: sprnig is none of intake.channels"),
        ("name: B, approvers: [bea]", ("label: Note", "label: N"), "intake", "pilot.file: next.yml changes attributes"),
        ("name: B, approvers: [bea]", ("channel: review", "channel: r"), "intake", "changes review.channel too"),
        (ANY, ("", ""), "intake", "pilot.file: next.yml asks the same people in the same stages"),
    ],
)
def test_what_a_pilot_would_not_try_is_said(
    tmp_path: Path, stage: str, edit: tuple[str, str], channel: str, finding: str
) -> None:
    (told,) = tried(tmp_path, stage, edit=edit, channel=channel)

    assert told.startswith("warning line 11, ")
    assert finding in told


def test_a_file_on_trial_that_cannot_be_used_ends_the_command_with_its_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "galley.yml"
    path.write_text(f"{TOP}    - {{ {ANY} }}\npilot: {{ channels: [intake], file: next.yml }}\n", encoding="utf-8")

    result = CliRunner().invoke(app, ["policy", "lint", str(path), "--json"])

    assert result.exit_code == 1
    (one,) = json.loads(result.stdout)["findings"]
    assert one["file"] == "next.yml"
    assert one["sentence"] == "there is no such file; pilot.file names one that lies beside galley.yml"
