"""What differs between two files of a picture is named, and nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.asset import Version
from models.difference import differences
from tests.cast import FIRST_MORNING, TEAM, UPLOADER

WRITTEN = {"keywords": ["beach", "sand"], "credit_line": ["Ana Foto"]}
MEASURED = {"format": "JPEG", "width": 3000, "height": 2000, "colour_space": "Adobe RGB", "bit_depth": 8, "frames": 1}
FACTS = MEASURED | {"fields": WRITTEN}


def written(**fields: list[str]) -> dict[str, Any]:
    return {"fields": WRITTEN | fields}


def version(file_name: str = "hero.jpg", size_bytes: int | None = 1_200_000, **facts: Any) -> Version:
    return Version(
        team_id=TEAM,
        asset_id="asset-1",
        file_name=file_name,
        submitter_id=UPLOADER.slack_id,
        submitted_at=FIRST_MORNING,
        size_bytes=size_bytes,
        facts=FACTS | facts,
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"width": 2000}, "3000 x 2000 px → 2000 x 2000 px"),
        ({"colour_space": "sRGB"}, "Adobe RGB → sRGB"),
        ({"format": "PNG"}, "JPEG → PNG"),
        ({"bit_depth": 16}, "8 bits a channel → 16 bits a channel"),
        ({"frames": 12}, "1 frame → 12 frames"),
        ({"dpi": 300.0}, "resolution: none → 300 dpi"),
        ({"has_gps": True}, "place (GPS): not told → told"),
        ({"has_alpha": True}, "transparency: no → yes"),
        (written(creator=["Ana", "Bo"]), "creator: none → Ana, Bo"),
        (written(keywords=["sea", "sand"]), "keywords: new sea, gone beach"),
        (written(keywords=[]), "keywords: gone beach, sand"),
        (written(rights_url=["https://acme.example/l"]), "licence: none → https://acme.example/l"),
        (written(credit_line=["Acme"], usage_terms=["Web"]), "credit: Ana Foto → Acme; usage terms: none → Web"),
        (
            written(camera_make=["Canon"], licence_end=["2027-01-31"]),
            "licence ends: none → 2027-01-31; camera make: none → Canon",
        ),
        ({"size_bytes": 84_000}, "1.2 MB → 84 kB"),
        ({"file_name": "hero_v2.jpg"}, "file: hero.jpg → hero_v2.jpg"),
    ],
)
def test_a_difference_is_a_few_words(changed: dict[str, Any], words: str) -> None:
    assert "; ".join(str(one) for one in differences(version(), version(**changed))) == words


def test_what_nobody_would_read_as_another_weight_is_not_mentioned() -> None:
    assert differences(version(size_bytes=1_200_000), version(size_bytes=1_200_017)) == ()


def test_the_most_telling_difference_comes_first() -> None:
    found = differences(version(), version("other.jpg", 900_000, width=10, colour_space="sRGB"))

    assert [one.now for one in found] == ["10 x 2000 px", "sRGB", "0.9 MB", "other.jpg"]


def test_of_a_file_that_was_never_measured_only_name_and_weight_are_known() -> None:
    unknown = version("broken.jpg")
    unknown.facts = None

    assert [str(one) for one in differences(unknown, version())] == ["file: broken.jpg → hero.jpg"]


def test_what_an_older_galley_did_not_read_is_not_called_new() -> None:
    older = version()
    older.facts = MEASURED

    assert differences(older, version()) == ()


A_FILE = st.builds(
    version,
    st.sampled_from(["a.jpg", "b.png"]),
    st.none() | st.integers(1, 10**9),
    width=st.integers(1, 9_000),
    dpi=st.none() | st.floats(1, 1_000),
    fields=st.fixed_dictionaries(
        {},
        optional={
            "creator": st.lists(st.text(min_size=1, max_size=5), max_size=2),
            "keywords": st.lists(st.sampled_from("abc"), max_size=3),
        },
    ),
)


@settings(max_examples=30)
@given(A_FILE, A_FILE)
def test_there_and_back_differ_in_the_same_things(older: Version, newer: Version) -> None:
    there, back = differences(older, newer), differences(newer, older)

    assert [(one.name, one.was, one.now) for one in there] == [(one.name, one.now, one.was) for one in back]
    assert differences(older, older) == ()
