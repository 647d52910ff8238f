"""galley.yml: every mistake by line, key and what is allowed; a broken edit changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.galley_yml import InvalidPolicy, Policies, read
from bot.yaml_text import DEEPEST, MOST_BYTES, Unreadable, parse
from tests.house.sizes import ROOT

DEFAULT = (ROOT / "galley.yml").read_text(encoding="utf-8")

Save = Callable[[str | bytes], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    path = tmp_path / "galley.yml"

    def write(content: str | bytes) -> Path:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def edited(before: str, after: str) -> str:
    assert before in DEFAULT
    return DEFAULT.replace(before, after, 1)


def mistakes_in(path: Path) -> list[str]:
    with pytest.raises(InvalidPolicy) as caught:
        read(path)
    return [str(mistake) for mistake in caught.value.mistakes]


def read_or_refused(attempt: Callable[[], object]) -> object:
    """What was read, or the sentence; any other exception goes on."""
    try:
        return attempt()
    except (Unreadable, InvalidPolicy) as refused:
        return str(refused)


def test_the_file_that_galley_comes_with_is_valid(save: Save) -> None:
    policy = read(save(DEFAULT)).policy

    assert [stage.name for stage in policy.review.stages] == ["Design", "Brand"]
    assert policy.needed("") == ("title",)


@pytest.mark.parametrize(
    ("before", "after", "mistake"),
    [
        ("rule: any #", "rule: anyone #", "line 15, review.stages[1].rule: 'anyone' is not allowed; write any, all or"),
        ("min_width: 200", "min_width: wide", "line 30, checks.min_width: a whole number belongs here, not 'wide'"),
        ("[intake]", "intake", "line 6, intake.channels: a list belongs here, such as [one, two], not 'intake'"),
        ("[brand]", "[]", "line 19, review.stages[2].approvers: must list at least 1, not an empty list"),
        ("due_in: 8h", "due_in: soon", "line 16, review.stages[1].due_in: write a number and s, m, h or d, such as"),
        ("quality: 82", "quality: 101", "line 45, distribution.renditions[1].quality: must be at most 100, not '101'"),
        ("version: 1", "version: 2", "line 3, version: '2' is not allowed; write 1"),
        ("name: Design", "name: 7", "line 13, review.stages[1].name: a text belongs here, in quotes where it looks"),
        ("Europe/Berlin", "Berlin", "line 66, calendar.time_zone: 'Berlin' is not a time zone; write one such as"),
        ("self_approval: false", "self_approval: perhaps", "line 11, review.self_approval: write true or false, not"),
        ("rule: all", "rule: quorum", "line 18, review.stages[2]: rule: quorum needs quorum: how many"),
        (
            "[mon, tue",
            "[monday, tue",
            "line 67, calendar.working_days[1]: 'monday' is not allowed; write mon, tue,",
        ),
    ],
)
def test_a_mistake_names_line_key_and_what_is_allowed(save: Save, before: str, after: str, mistake: str) -> None:
    (told,) = mistakes_in(save(edited(before, after)))

    assert told.startswith(mistake)


def test_an_unknown_key_is_answered_with_the_nearest_one(save: Save) -> None:
    assert mistakes_in(save(edited("self_approval", "self_aproval"))) == [
        "line 11, review.self_aproval: there is no such key; did you mean self_approval?"
    ]


def test_a_key_in_the_wrong_place_is_sent_to_its_own(save: Save) -> None:
    assert mistakes_in(save(edited("library: local", "library: local\n  due_in: 3h"))) == [
        "line 44, distribution.due_in: this key belongs at review.stages.due_in"
    ]


def test_a_key_like_no_other_is_answered_with_all_that_may_stand_there(save: Save) -> None:
    assert mistakes_in(save(edited("lead: lead", "lead: lead\n  smell: red"))) == [
        "line 26, people.smell: there is no such key; allowed here: lead, admins, roles, campaigns"
    ]


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(save: Save) -> None:
    text = edited("rule: any #", "rule: one #").replace("min_width: 200", "min_width: -1").replace("fill", "stretch")

    assert [told.split(":")[0] for told in mistakes_in(save(text))] == [
        "line 15, review.stages[1].rule",
        "line 30, checks.min_width",
        "line 46, distribution.renditions[2].fit",
    ]


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (b"", "the file is empty; begin with the galley.yml that Galley came with"),
        (b"# only a comment\n", "the file is empty; begin with the galley.yml that Galley came with"),
        (b"- intake\n", "line 1: keys belong here, such as intake: and review:"),
        (b"intake:\n\tchannels: [a]\n", "line 2: a tab stands here; YAML wants spaces"),
        (b"version: 1\nversion: 1\n", "line 2: version stands twice; first in line 1"),
        (b"a: {b: 1, b: 2}\n", "line 1: b stands twice; first in line 1"),
        (b"a: 1\nb: caf\xe9\n", "line 2: a character here is not UTF-8; save the file as UTF-8"),
        (b"a: &x [1]\nb: [*x, *x]\n", "line 2: aliases such as *x are not read; write the value out"),
        (b"a: !!python/object:os.system x\n", "line 1: tags such as"),
        (b"a: [1, 2\n", "line 2: this is not YAML: expected ',' or ']'"),
        (b"a: 1\n---\nb: 1\n", "line 2: --- begins a second document; only one is read"),
        (b"[a]: 1\n", "line 1: a key is one word"),
        (b"a: \x00\n", "this is not YAML: unacceptable character"),
        (b"[" * (DEEPEST + 1), f"line 1: lists and keys are nested more than {DEEPEST} deep"),
        (b"#" * (MOST_BYTES + 1), "the file has 256,001 bytes; more than 256,000 are not read"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_policy_at_all_is_a_clear_sentence(save: Save, content: bytes, mistake: str) -> None:
    (told,) = mistakes_in(save(content))

    assert told.startswith(mistake)


def test_a_missing_file_says_where_it_is_looked_for(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path / "galley.yml") == ["there is no such file; GALLEY_POLICY says where it is"]


def test_a_folder_is_no_policy(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path) == ["this is a folder, not a file"]


def test_a_byte_order_mark_is_no_mistake(save: Save) -> None:
    assert read(save(b"\xef\xbb\xbf" + DEFAULT.encode())).digest == read(save(DEFAULT)).digest


def test_the_digest_is_of_the_meaning(save: Save) -> None:
    digest = read(save(DEFAULT)).digest

    assert read(save(DEFAULT.replace("#", "# really:"))).digest == digest
    assert read(save(edited("[intake]", "\n    - intake\n    "))).digest == digest
    assert read(save(edited("due_in: 8h", "due_in: 9h"))).digest != digest


def test_a_good_edit_comes_into_force(save: Save) -> None:
    policies = Policies(save(DEFAULT))
    before = policies.digest

    save(edited("channel: review", "channel: approvals"))

    assert policies.reload()
    assert policies.current.review.channel == "approvals"
    assert policies.digest != before


def test_a_broken_edit_leaves_the_old_edition_in_force_and_is_told_once(save: Save) -> None:
    policies = Policies(save(DEFAULT))
    before = policies.digest
    save("review: [")

    with pytest.raises(InvalidPolicy, match="cannot be used"):
        policies.reload()

    assert policies.digest == before
    assert not policies.reload()


def test_a_file_that_vanishes_leaves_the_old_edition_in_force(save: Save) -> None:
    policies = Policies(path := save(DEFAULT))
    path.unlink()

    with pytest.raises(InvalidPolicy, match="there is no such file"):
        policies.reload()

    save(DEFAULT)
    assert not policies.reload()
    assert policies.current.review.channel == "review"


def test_galley_does_not_start_without_a_policy(save: Save) -> None:
    with pytest.raises(InvalidPolicy, match="line 1, review: this key is missing"):
        Policies(save("intake: {channels: [a]}\n"))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(written: bytes) -> None:
    assert read_or_refused(lambda: parse(written))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_default_with_one_line_damaged_is_read_or_refused_with_a_line(save: Save, data: st.DataObject) -> None:
    lines = DEFAULT.splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    lines[place] = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=30))
    path = save("\n".join(lines))

    assert read_or_refused(lambda: read(path))


WORKFLOW = """
review:
  channel: review
  workflow:
    - { name: Design, approvers: ["@design"] }
    - paths:
        - [{ name: Legal, approvers: [role:legal] }]
        - - { name: Market, approvers: [market], when: { region: [DE] } }
          - name: Retail
            approvers: [retail]
            when: { attribute: { people: [yes] }, file_type: [PNG] }
            late: [{ after: 4h, tell: [role:lead] }]
people: { lead: lead, admins: [admin], roles: { legal: [lara] } }
attributes:
  region: { label: Region, options: [DE, AT] }
  people: { label: People, many: true }
  city: { label: City, vocabulary: cities, types: [photo], default: berlin }
vocabularies: { cities: { terms: { Berlin: [], New York: [NYC] } } }
asset_types: { photo: { formats: [JPEG] } }
tag_rules: [{ name: one, set: { city: NYC } }, { name: two, add: { people: [ana] } }]
intake: { channels: [intake] }
checks: { formats: [JPEG, PNG] }
"""


@pytest.mark.parametrize(
    ("before", "after", "mistake"),
    [
        ("quorum", "quorum", ""),
        ("approvers: [role:legal]", "approvers: []", "line 7, review.workflow[2].paths[1][1].approvers: must list at"),
        ("name: Retail", "nam: Retail", "line 9, review.workflow[2].paths[2][2].name: this key is missing"),
        ("after: 4h", "after: soon", "line 12, review.workflow[2].paths[2][2].late[1].after: write a number"),
        (
            "tell: [role:lead]",
            "tell: [role:boss]",
            "line 12, review.workflow[2].paths[2][2].late[1].tell: there is no",
        ),
        (
            "[role:legal]",
            "[role:law]",
            "line 7, review.workflow[2].paths[1][1].approvers: there is no role:law",
        ),
        ("region: [DE]", "region: [FR]", "line 8, review.workflow[2].paths[2][1].when.region: FR is none of the"),
        ("people: [yes]", "peple: [yes]", "line 11, review.workflow[2].paths[2][2].when.attribute.peple: there is no"),
        ("[PNG]", "[GIF]", "line 11, review.workflow[2].paths[2][2].when.file_type: GIF is never asked about"),
        (
            "{ name: Design, approvers",
            "{ approvers",
            "line 5, review.workflow[1]: write a stage with its name",
        ),
        (
            "vocabulary: cities",
            "vocabulary: towns",
            "line 17, attributes.city.vocabulary: there is no vocabulary towns;",
        ),
        ("types: [photo]", "types: [film]", "line 17, attributes.city.types: there is no asset type film; asset_types"),
        (
            "default: berlin",
            "default: Bern",
            "line 17, attributes.city.default: “Bern” is no word of City; did you mean",
        ),
        ("[NYC]", "[berlin]", "line 18, vocabularies.cities: berlin would mean both Berlin and New York"),
        ("vocabulary: cities", "type: colour", "line 17, attributes.city.type: 'colour' is not allowed; write text,"),
        ("formats: [JPEG]", "format: [JPEG]", "line 19, asset_types.photo.format: there is no such key; did you mean"),
        ("set: { city: NYC }", "set: { town: NYC }", "line 20, tag_rules[1].set.town: there is no attribute town;"),
        ("city: NYC", "city: Rome", "line 20, tag_rules[1].set.city: “Rome” is no word of City; choose one"),
        ("name: two", "name: One", "line 20, tag_rules[1].name: two rules are called one; people would not know"),
        (", add: { people: [ana] }", "", "line 20, tag_rules[2]: write what it sets or adds"),
        ("region: {", "area: {", "line 8, review.workflow[2].paths[2][1].when.region: there is no attribute region;"),
    ],
)
def test_a_mistake_in_a_workflow_names_line_and_key(save: Save, before: str, after: str, mistake: str) -> None:
    written = save(WORKFLOW.replace(before, after, 1))

    told = mistakes_in(written) if mistake else [""]

    assert told[0].startswith(mistake), told
    if not mistake:
        assert read(written).policy.workflow.stages[1].name == "Legal"
