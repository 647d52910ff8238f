"""`galley policy lint`: what galley.yml says of pictures, their attributes and renditions, and never comes to bear."""

from pathlib import Path

import pytest

from tests.bot.test_policy_lint import ANY, SMALL, TOP, found


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


def test_ink_without_a_profile_is_told(tmp_path: Path) -> None:
    prints = "distribution: { renditions: [{ preset: thumb }, { preset: print_cmyk_300 }] }\n"

    (told,) = found(tmp_path, ANY, top=prints + TOP)

    assert told.startswith("warning line 1, distribution.renditions[2]: print_cmyk_300 is not made before it names")
