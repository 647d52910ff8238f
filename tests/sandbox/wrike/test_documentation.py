"""What docs/sandbox.md promises of the Wrike stand-in."""

from pathlib import Path

from sandbox.wrike.assumptions import ASSUMPTIONS


def test_every_assumption_is_shown() -> None:
    page = Path("docs/sandbox.md").read_text(encoding="utf-8")

    assert [one for one in ASSUMPTIONS if one not in page] == []
