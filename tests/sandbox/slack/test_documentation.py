"""What docs/sandbox.md promises of Slack's stand-in is what there is."""

from pathlib import Path

from sandbox.serve import Sandbox
from sandbox.slack.assumptions import ASSUMPTIONS

PAGE = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text()


def test_every_assumption_is_shown():
    assert [one for one in ASSUMPTIONS if f"- {one}\n" not in PAGE] == []


def test_every_control_call_is_described(sandbox: Sandbox):
    words = set(PAGE.replace("/", " ").replace("{", " ").split())
    calls = {route.path.removeprefix("/control/slack/").partition("/")[0] for route in sandbox.slack.routes}

    assert calls - words == set()
