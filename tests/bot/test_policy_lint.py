"""`galley policy lint`: what a valid galley.yml says that can never come true; each rule beside one that can."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.__main__ import app
from bot.config import Config
from bot.doctor.census import censuses
from bot.doctor.indoors import policy as examined
from bot.galley_yml import read, read_pilot
from bot.policy_lint.census import Asked
from bot.policy_lint.lint import lint
from bot.policy_lint.names import people_of
from bot.policy_lint.subjects import FILE_TYPES
from imaging.inside.kinds import KINDS
from sandbox.serve import Sandbox
from tests.conftest import free_ports
from tests.house.sizes import ROOT

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TOP = """intake: { channels: [intake] }
people: { lead: lead, admins: [admin], roles: { legal: [lara, leo], nobody: [] }, campaigns: { Spring: { legal: [] } } }
attributes:
  region: { label: Region, options: [DE, AT] }
  market: { label: Market, options: [home, "a, b"], many: true, required: true }
  note: { label: Note }
review:
  channel: review
  workflow:
"""  # nine lines: the first entry of the workflow stands in line 10
SMALL = TOP.replace("attributes:", "checks: { formats: [JPEG] }\nattributes:")


def found(folder: Path, *stages: str, top: str = TOP, people: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
    path = folder / "galley.yml"
    path.write_text(top + "".join(f"    - {{ {stage} }}\n" for stage in stages), encoding="utf-8")
    census = None if people is None else Asked(people, place="Acme")
    return [f"{one.gravity} {one}" for one in lint(read(path), at=AT, census=census)]


BRAND = "name: Brand, final_decider: bea, closes: approval"
ANY = "name: Any, approvers: [ana]"


@pytest.mark.parametrize(
    ("stages", "finding", "neighbour"),
    [
        (
            (BRAND, ANY),
            "error line 11, review.workflow[2]: its turn never comes: Brand closes the whole approval",
            ("name: Brand, final_decider: bea", ANY),
        ),
        (
            (BRAND, ANY),
            "error line 11, review.workflow[2]: its turn never comes",
            (BRAND, f"{ANY}, opens: deadline"),
        ),
        (
            (BRAND, f"{ANY}, opens: any_decision"),
            "error line 11, review.workflow[2]: its turn never comes",
            (f"{BRAND}, approvers: [ana]", f"{ANY}, opens: any_decision"),
        ),
        (
            (
                f"{BRAND}, when: {{ region: [DE, AT] }}",
                f"{ANY}, when: {{ region: [DE] }}",
                "name: All, approvers: [bo]",
            ),
            "error line 11, review.workflow[2]: its turn never comes",
            (f"{BRAND}, when: {{ region: [AT] }}", f"{ANY}, when: {{ region: [DE] }}", "name: All, approvers: [bo]"),
        ),
        (
            (ANY, "name: Legal, approvers: [lara], when: { region: [DE], attribute: { region: [AT] } }"),
            "error line 11, review.workflow[2].when: no picture can meet all of these conditions",
            (ANY, "name: Legal, approvers: [lara], when: { region: [DE], attribute: { region: [DE, AT] } }"),
        ),
        (
            (ANY, 'name: Legal, approvers: [lara], when: { attribute: { market: ["a, b"] } }'),
            "error line 11, review.workflow[2].when: no picture can meet",
            (ANY, "name: Legal, approvers: [lara], when: { attribute: { market: [home] } }"),
        ),
        (
            (ANY, "name: Legal, approvers: [lara], when: { file_type: [JPG] }"),
            "error line 11, review.workflow[2].when: no picture can meet",
            (ANY, "name: Legal, approvers: [lara], when: { file_type: [jpeg] }"),
        ),
        (
            (f"{ANY}, when: {{ region: [DE] }}",),
            "warning line 9, review.workflow: every stage has conditions, and a picture that meets none is asked about",
            (f"{ANY}, when: {{ region: [DE] }}", "name: All, approvers: [bo]"),
        ),
        (
            (f"{ANY}, opens: date, opens_at: 2026-03-02 09:00",),
            "warning line 10, review.workflow[1].opens_at: this moment has passed",
            (f"{ANY}, opens: date, opens_at: 2026-04-01 09:00",),
        ),
        (
            ('name: Legal, approvers: [ana, "@law"], deny: [Ana, "@law"]',),
            "error line 10, review.workflow[1].approvers: everybody who is named may not decide here",
            ('name: Legal, approvers: [ana, "@law"], deny: [Ana]',),
        ),
        (
            ('name: Legal, approvers: ["role:nobody"]',),
            "error line 10, review.workflow[1].approvers: these names mean nobody, so nothing passes Legal",
            ('name: Legal, approvers: ["role:nobody", ana]',),
        ),
        (
            ('name: Legal, approvers: ["role:legal"]',),
            "error line 10, review.workflow[1].approvers: these names mean nobody in campaign Spring",
            ('name: Legal, approvers: ["role:legal"], when: { campaign: [Autumn] }', ANY),
        ),
        (
            ('name: Own, approvers: ["role:submitter"]',),
            "error line 10, review.workflow[1].approvers: whoever brings a picture would decide about it, and may not",
            ('name: Own, approvers: ["role:submitter"], self_approval: true',),
        ),
        (
            ('name: Own, final_decider: "role:submitter"',),
            "error line 10, review.workflow[1].final_decider: whoever brings a picture would decide",
            ('name: Own, final_decider: "role:lead"',),
        ),
        (
            ("name: Brand, final_decider: bea, deny: [bea]",),
            "error line 10, review.workflow[1].final_decider: bea decides alone and stands under deny",
            ("name: Brand, final_decider: bea, deny: [ben]",),
        ),
        (
            ('name: Brand, final_decider: "role:nobody"',),
            "error line 10, review.workflow[1].final_decider: role:nobody means nobody",
            ('name: Brand, final_decider: "role:admin"',),
        ),
        (
            ('name: Brand, final_decider: "role:legal", when: { campaign: [Autumn] }', ANY),
            "warning line 10, review.workflow[1].final_decider: role:legal means several people in campaign Autumn",
            ("name: Brand, final_decider: lara, when: { campaign: [Autumn] }", ANY),
        ),
        (
            ("name: Legal, approvers: [ana, bo], rule: quorum, quorum: 2, deny: [bo]",),
            "error line 10, review.workflow[1].quorum: 2 must say yes and only 1 may decide; name more, or lower",
            ('name: Legal, approvers: [ana, bo, "@law"], rule: quorum, quorum: 2, deny: [bo]',),
        ),
        (
            ("name: Legal, approvers: [ana, bo], fail_count: 2, deny: [bo]",),
            "error line 10, review.workflow[1].fail_count: 2 must say no and only 1 may decide",
            ("name: Legal, approvers: [ana, bo, cy], fail_count: 2, deny: [bo]",),
        ),
        (
            ("name: Legal, approvers: [ana, bo], late: [{ after: 4h, ask_instead: [bo] }]",),
            "error line 10, review.workflow[1].late[1].ask_instead: this asks nobody who is not asked already",
            ("name: Legal, approvers: [ana, bo], late: [{ after: 4h, ask_instead: [bo, cy] }]",),
        ),
        (
            (f"{ANY}, late: [{{ after: 4h, ask_instead: [bo] }}, {{ after: 5h, ask_instead: [ana] }}]",),
            "error line 10, review.workflow[1].late[2].ask_instead: this leads back to those who did not answer before",
            (f"{ANY}, late: [{{ after: 4h, ask_instead: [bo] }}, {{ after: 5h, ask_instead: [ana, cy] }}]",),
        ),
        (
            ("name: Legal, approvers: [ana, bo], rule: quorum, quorum: 2, late: [{ after: 4h, ask_instead: [cy] }]",),
            "warning line 10, review.workflow[1].late[1].ask_instead: 2 must say yes and this asks 1 instead of all",
            ("name: Legal, approvers: [ana, bo], rule: quorum, quorum: 2, late: [{ after: 4h, tell: [cy] }]",),
        ),
    ],
)
def test_what_can_never_come_true_is_named_and_its_neighbour_is_not(
    tmp_path: Path, stages: tuple[str, ...], finding: str, neighbour: tuple[str, ...]
) -> None:
    (told,) = found(tmp_path, *stages)

    assert told.startswith(finding)
    assert found(tmp_path, *neighbour) == []


def test_the_file_that_galley_comes_with_and_the_one_that_is_documented_have_no_findings(tmp_path: Path) -> None:
    documented = 'name: Legal, approvers: ["role:legal"], rule: all, when: { campaign: [Autumn] }, deny: [intern]'

    assert lint(read(ROOT / "galley.yml"), at=AT) == ()
    assert found(tmp_path, documented, ANY) == []


def test_formats_that_checks_refuse_are_no_ones_condition(tmp_path: Path) -> None:
    stages = (f"{BRAND}, when: {{ file_type: [JPEG] }}", ANY)

    assert "its turn never comes" in found(tmp_path, *stages, top=SMALL)[0]
    assert found(tmp_path, *stages) == []


def test_the_names_of_file_types_are_those_that_imaging_gives() -> None:
    assert {kind.label for kind in KINDS} == set(FILE_TYPES)


def test_roles_do_not_lead_to_roles(tmp_path: Path) -> None:
    (told,) = found(tmp_path, ANY, top=TOP.replace("nobody: []", 'boss: ["role:lead"]'))

    assert told.startswith("error line 2, people.roles.boss: role:lead is not followed from here")


def test_a_submitter_without_whom_a_stage_cannot_pass_is_a_warning(tmp_path: Path) -> None:
    top = f"roles: {{ submitters: [ana, uma] }}\n{TOP}"

    (told,) = found(tmp_path, ANY, top=top)

    assert told.startswith("warning line 11, review.workflow[1]: ana submits pictures, and without ana Any cannot pass")
    assert found(tmp_path, f"{ANY}, self_approval: true", top=top) == []


def test_where_there_are_too_many_sorts_of_pictures_nothing_is_claimed_about_turns(tmp_path: Path) -> None:
    names, values = "abc", "vwxyz"
    labels = "".join(f"  {name}: {{ label: A, many: true, options: [{', '.join(values)}] }}\n" for name in names)
    one_each = [
        f"name: {name}{value}, approvers: [ana], when: {{ attribute: {{ {name}: [{value}] }} }}"
        for name in names
        for value in values
    ]

    (told,) = found(tmp_path, BRAND, ANY, *one_each, top=TOP.replace("attributes:\n", f"attributes:\n{labels}"))

    assert told.startswith("warning line 12, review.workflow: conditions tell more than 5,000 sorts of pictures apart")


PEOPLE = {"lead": ("UL",), "admin": ("UA",), "lara": ("U1",), "leo": ("U2",), "ana": ("U3",), "@law": ("U3", "U4")}


def test_with_slack_asked_a_group_is_as_many_as_it_is_and_somebody_unknown_is_named(tmp_path: Path) -> None:
    quorum = 'name: Legal, approvers: [ana, "@law"], rule: quorum, quorum: 3'
    empty = 'name: Legal, approvers: ["@gone"]'

    assert found(tmp_path, quorum) == found(tmp_path, empty) == []
    assert found(tmp_path, quorum, people=PEOPLE) == [
        "error line 10, review.workflow[1].quorum: 3 must say yes and only 2 may decide; name more, or lower the quorum"
    ]
    unknown, vacant = found(tmp_path, empty, people=PEOPLE)
    assert unknown.startswith("error line 10, review.workflow[1].approvers: nobody in Acme is @gone; write a handle")
    assert vacant.startswith("error line 10, review.workflow[1].approvers: these names mean nobody")


def test_a_stage_by_hand_needs_a_lead_whom_slack_knows(tmp_path: Path) -> None:
    by_hand = f"{ANY}, opens: hand"

    told = found(tmp_path, by_hand, people={**PEOPLE, "lead": ()})

    assert [one for one in told if ".opens: nobody may open it by hand" in one]
    assert found(tmp_path, by_hand) == found(tmp_path, by_hand, people=PEOPLE) == []


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        (
            "attributes: { tags: { label: Tags, maps_to: { file: keyword } } }",
            "warning line 3, attributes.tags.maps_to.file: no file says anything under keyword, so it",
        ),
        ("attributes: { tags: { label: Tags, maps_to: { file: keywords } } }", ""),
        (
            "vocabularies: { cities: { terms: { Berlin: [] } } }",
            "warning line 3, vocabularies.cities: no attribute uses these words; name them in one, or take them out",
        ),
        (
            "asset_types: { logo: { formats: [PNG] } }",
            "warning line 3, asset_types.logo.formats: no picture is ever a logo: checks.formats takes none of these",
        ),
        ("asset_types: { logo: { formats: [jpeg] } }", ""),
    ],
)
def test_what_is_declared_of_attributes_and_never_comes_to_bear_is_a_warning(
    tmp_path: Path, line: str, finding: str
) -> None:
    head, _, tail = SMALL.partition("attributes:\n")
    top = head.replace("checks:", f"{line}\nchecks:") + "review:" + tail.partition("review:")[2]

    told = found(tmp_path, ANY, top=top)

    assert [one[: len(finding)] for one in told] == ([finding] if finding else [])


def test_a_check_that_warns_of_nothing_is_a_warning(tmp_path: Path) -> None:
    top = SMALL.replace("formats: [JPEG]", "formats: [JPEG], gps: forbidden, warn: [gps, min_dpi]")

    assert found(tmp_path, ANY, top=top) == [
        "warning line 3, checks.warn[2]: checks.min_dpi asks for nothing, so it never warns; set it"
    ]


@pytest.mark.parametrize(
    ("checks", "finding"),
    [
        ('rename_to: "{title}.{ext}"', "nothing is ever renamed: checks.file_name asks for nothing"),
        (
            'file_name: "[a-z]+", rename_to: "{title}.{ext}"',
            "it names hero-shot.jpg, for one, which checks.file_name does not take; let them agree",
        ),
    ],
)
def test_a_convention_that_makes_wrong_names_is_a_warning(tmp_path: Path, checks: str, finding: str) -> None:
    top = SMALL.replace("formats: [JPEG]", checks)

    assert found(tmp_path, ANY, top=top) == [f"warning line 3, checks.rename_to: {finding}"]


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


def test_without_credentials_slack_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_ink_without_a_profile_is_told(tmp_path: Path) -> None:
    prints = "distribution: { renditions: [{ preset: thumb }, { preset: print_cmyk_300 }] }\n"

    (told,) = found(tmp_path, ANY, top=prints + TOP)

    assert told.startswith("warning line 1, distribution.renditions[2]: print_cmyk_300 is not made before it names")
