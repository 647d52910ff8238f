"""Checks: what a rule finds, with the numbers that a person needs to put it right."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.checks import Checks, Finding, Level, Mend, ratio, weight


@dataclass(frozen=True)
class Measured:
    format: str = "JPEG"
    width: int | None = 1600
    height: int | None = 900
    colour_space: str = "sRGB"
    dpi: float | None = 72
    has_gps: bool = False


def only(checks: Checks, picture: Measured, *, file_name: str = "hero.jpg", size_bytes: int = 1_000_000) -> Finding:
    (finding,) = checks.examine(picture, file_name=file_name, size_bytes=size_bytes)
    return finding


def test_no_rule_asks_for_nothing() -> None:
    assert Checks().examine(Measured(), file_name="x", size_bytes=1) == ()


@pytest.mark.parametrize(
    ("checks", "expected", "actual"),
    [
        (Checks(formats=("PNG", "WEBP")), "PNG, WEBP", "JPEG"),
        (Checks(min_width=2000), "at least 2000 px wide", "1600 x 900 px"),
        (Checks(min_height=1000), "at least 1000 px high", "1600 x 900 px"),
        (Checks(max_width=800), "at most 800 px wide", "1600 x 900 px"),
        (Checks(max_height=800), "at most 800 px high", "1600 x 900 px"),
        (Checks(max_width=1200, max_height=800), "at most 1200 x 800 px", "1600 x 900 px"),
        (Checks(min_dpi=300), "at least 300 dpi", "72 dpi"),
        (Checks(ratios=("1:1", "4:5")), "1:1 or 4:5", "1600:900 (1.78:1)"),
        (Checks(colour_spaces=("CMYK",)), "CMYK", "sRGB"),
        (Checks(max_megabytes=0.5), "at most 0.5 MB", "1.0 MB"),
        (Checks(file_name="[a-z]+", file_name_hint="small letters"), "small letters", "hero.jpg"),
    ],
    ids=[
        *("format", "width", "height", "most_width", "most_height", "most", "dpi"),
        *("ratio", "colour", "weight", "name"),
    ],
)
def test_a_broken_rule_names_what_it_expected_and_what_it_found(checks: Checks, expected: str, actual: str) -> None:
    finding = only(checks, Measured())

    assert finding.is_failed
    assert (finding.expected, finding.actual) == (expected, actual)


def test_a_kept_rule_is_told_too() -> None:
    finding = only(Checks(formats=("JPEG",)), Measured())

    assert (finding.level, finding.mend) == (Level.PASSED, None)


def test_formats_and_colour_spaces_are_the_same_in_any_case() -> None:
    findings = Checks(formats=("jpeg",), colour_spaces=("SRGB",)).examine(Measured(), file_name="x", size_bytes=1)

    assert not any(finding.is_failed for finding in findings)


def test_a_ratio_one_per_cent_off_is_still_that_ratio() -> None:
    checks = Checks(ratios=("16:9",))

    assert not only(checks, Measured(width=1616, height=900)).is_failed
    assert only(checks, Measured(width=1632, height=900)).is_failed


def test_a_ratio_is_of_the_picture_upright_or_not() -> None:
    assert only(Checks(ratios=("16:9",)), Measured(width=900, height=1600)).is_failed


def test_what_a_click_can_mend_says_so() -> None:
    cmyk = Measured(colour_space="CMYK")

    assert only(Checks(colour_spaces=("sRGB",)), cmyk).mend is Mend.TO_SRGB
    assert only(Checks(colour_spaces=("Grey",)), cmyk).mend is None
    assert only(Checks(max_megabytes=0.5), cmyk).mend is Mend.TO_WEIGHT


def test_a_place_is_named_where_it_is_forbidden() -> None:
    finding = only(Checks(gps="forbidden"), Measured(has_gps=True))

    assert (finding.level, finding.expected, finding.actual) == (Level.FAILED, "none", "in the file")
    assert finding.mend is Mend.STRIP_GPS
    assert only(Checks(gps="forbidden"), Measured()).level is Level.PASSED


def test_a_file_that_does_not_tell_its_resolution_has_too_little() -> None:
    finding = only(Checks(min_dpi=300), Measured(dpi=None))

    assert (finding.level, finding.actual, finding.mend) == (Level.FAILED, "not said in the file", None)


def test_a_large_picture_is_scaled_down_by_a_click_unless_it_is_too_small_then() -> None:
    tower = Measured(width=900, height=3000)

    assert only(Checks(max_height=1000), tower).mend is Mend.TO_SIZE
    least, most = Checks(min_width=800, max_height=1000).examine(tower, file_name="x", size_bytes=1)
    assert (least.level, most.level, most.mend) == (Level.PASSED, Level.FAILED, None)


@given(*[st.integers(1, 5_000)] * 2, *[st.none() | st.integers(1, 5_000)] * 2)
def test_what_is_scaled_down_is_no_longer_too_large(
    width: int, height: int, max_width: int | None, max_height: int | None
) -> None:
    checks = Checks(max_width=max_width, max_height=max_height)
    smaller = checks.inside(width, height)

    assert not any(
        one.is_failed
        for one in checks.examine(Measured(width=smaller[0], height=smaller[1]), file_name="", size_bytes=1)
    )
    assert smaller[0] <= width
    assert smaller[1] <= height


def test_a_rule_that_only_warns_holds_nothing_up_and_can_be_mended() -> None:
    finding = only(Checks(gps="forbidden", warn=("gps",)), Measured(has_gps=True))

    assert (finding.level, finding.mend, finding.is_warned) == (Level.WARNED, Mend.STRIP_GPS, True)


def test_of_two_bounds_the_one_that_fails_counts() -> None:
    checks = Checks(min_width=2000, min_height=1000, warn=("min_height",))

    assert only(checks, Measured(width=2000, height=900)).level is Level.WARNED
    assert only(checks, Measured(width=1600, height=900)).level is Level.FAILED


def test_bounds_leave_room_for_a_picture() -> None:
    with pytest.raises(ValueError, match="min_width is above max_width"):
        Checks(min_width=900, max_width=800)


def test_the_whole_name_must_match() -> None:
    assert only(Checks(file_name="hero"), Measured()).is_failed
    assert not only(Checks(file_name=r"hero\.jpg"), Measured()).is_failed


@pytest.mark.parametrize(("better", "mend"), [("hero.jpg", Mend.RENAME), ("Hero.jpg", None), ("", None)])
def test_a_click_renames_only_to_what_the_rule_takes(better: str, mend: Mend | None) -> None:
    checks = Checks(file_name=r"[a-z]+\.jpg")

    for picture in (Measured(), DRAWING):
        (finding,) = checks.examine(picture, file_name="HERO 1.JPG", size_bytes=1, better_name=better)
        assert (finding.is_failed, finding.mend) == (True, mend)


def test_a_finding_survives_being_kept() -> None:
    finding = only(Checks(max_megabytes=0.5), Measured())

    assert Finding.from_json(finding.to_json()) == finding


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_picture_has_the_ratio_that_it_has(width: int, height: int) -> None:
    assert not only(Checks(ratios=(f"{width}:{height}",)), Measured(width=width, height=height)).is_failed


@pytest.mark.parametrize("written", ["16/9", "0:9", "16:0", "16:9:1", "wide", "", "-1:1", "1.5:1"])
def test_what_is_no_ratio_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="a ratio is written like 16:9"):
        ratio(written)


@pytest.mark.parametrize(
    ("size_bytes", "read"), [(10, "1 kB"), (84_210, "84 kB"), (100_000, "0.1 MB"), (1_240_000, "1.2 MB")]
)
def test_a_weight_is_never_nothing(size_bytes: int, read: str) -> None:
    assert weight(size_bytes) == read


def test_a_picture_that_is_hardly_too_heavy_is_shown_to_be() -> None:
    finding = only(Checks(max_megabytes=100), Measured(), size_bytes=100_040_000)

    assert (finding.actual, finding.expected) == ("100.04 MB", "at most 100 MB")


EVERY_RULE = Checks(min_width=9, ratios=("1:1",), colour_spaces=("sRGB",), formats=("JPEG", "SVG"), max_megabytes=0.5)
DRAWING = Measured(format="SVG", width=None, height=None, colour_space="unknown")


def test_what_is_not_known_without_a_preview_is_said_and_not_guessed() -> None:
    told = {one.rule: one for one in EVERY_RULE.examine(DRAWING, file_name="logo.svg", size_bytes=1)}

    assert {rule: one.level for rule, one in told.items()} == {
        "Format": Level.PASSED,
        "Size": Level.WARNED,
        "Ratio": Level.WARNED,
        "Colour space": Level.WARNED,
        "Weight": Level.PASSED,
    }
    assert told["Size"].actual == "not known without a preview"
    assert not any(one.is_warned for one in told.values())


def test_nothing_can_be_mended_without_a_preview() -> None:
    findings = Checks(formats=("JPEG",), max_megabytes=0.5).examine(DRAWING, file_name="logo.svg", size_bytes=9_000_000)

    assert [(one.level, one.mend) for one in findings] == [(Level.FAILED, None), (Level.FAILED, None)]


def test_a_film_is_not_made_a_picture_by_a_click() -> None:
    assert only(Checks(formats=("JPEG",)), Measured(format="MP4")).mend is None
    assert only(Checks(max_megabytes=0.5), Measured(format="PDF")).mend is None
    assert only(Checks(formats=("JPEG",)), Measured(format="HEIC")).mend is Mend.TO_FORMAT
