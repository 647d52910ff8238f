"""`galley policy lint`: what a valid galley.yml says that can never come true; each rule beside one that can."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.galley_yml import read
from bot.policy_lint.census import Asked
from bot.policy_lint.lint import lint
from bot.policy_lint.subjects import FILE_TYPES
from imaging.inside.kinds import KINDS
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
