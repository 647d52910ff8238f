"""docs/imaging.md tells every refusal and the true limits."""

from pathlib import Path

from imaging.errors import Reason
from imaging.fields import BY_NAME, FIELDS
from imaging.limits import MEBIBYTE, Limits

PAGE = (Path(__file__).parents[2] / "docs" / "imaging.md").read_text()


def test_every_reason_is_documented() -> None:
    assert [reason for reason in Reason if f"| `{reason}` |" not in PAGE] == []


def test_every_field_is_documented_with_its_places() -> None:
    rows = {name: row for row in PAGE.splitlines() for name in BY_NAME if row.startswith(f"| `{name}` |")}
    places = {name: [path.rpartition(":")[2] for path in (*one.xmp, *one.also)] for name, one in BY_NAME.items()}

    assert rows.keys() == BY_NAME.keys()
    assert [name for name, row in rows.items() if not all(place in row for place in places[name])] == []
    assert [one.name for one in FIELDS if one.iim and f"2:{one.iim:02}" not in rows[one.name]] == []


def test_the_limits_are_the_documented_ones() -> None:
    limits = Limits()

    assert f"| {limits.max_pixels // 1_000_000} megapixels |" in PAGE
    assert f"| {limits.max_frames:,} |" in PAGE
    assert f"| pages of a TIFF | {limits.max_pages} |" in PAGE
    assert f"| {limits.cpu_seconds} s |" in PAGE
    assert f"| {limits.wall_seconds:g} s |" in PAGE
    assert f"| {limits.max_output_bytes // MEBIBYTE} MiB |" in PAGE
    assert f"or {limits.jobs_per_child} jobs" in PAGE
