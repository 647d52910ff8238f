"""Every message that Galley sends looks as somebody has seen and liked it, and Slack would take it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.slack.blockkit.checks import Place, Surface
from sandbox.slack.blockkit.surfaces import (
    MOST_TEXT,
    elements_of,
    is_too_large,
    length_of_text,
    place_of,
    wrong_with_message,
    wrong_with_view,
)
from tests.golden.every import GOLDENS
from tests.golden.golden import HERE, Golden

EMOJI = re.compile(r":([a-z][a-z_0-9+-]{2,}):")
CALLS_SOMEBODY = re.compile(r"<@|<!(here|channel|everyone|subteam)")

every_golden = pytest.mark.parametrize("golden", GOLDENS, ids=[golden.name for golden in GOLDENS])


@every_golden
def test_a_view_looks_as_its_golden(golden: Golden) -> None:
    assert golden.kept == golden.written, "Look at it, then keep it: python -m tests.golden.write"


@every_golden
def test_slack_would_take_it(golden: Golden) -> None:
    drawn = golden.drawn
    view = drawn.get("view")
    place = place_of(view) if view else Place.MESSAGE
    assert place is not None
    surface = Surface(place=place, why_not_file=lambda _: None)

    wrong = wrong_with_view(view, surface) if view else wrong_with_message(drawn["blocks"], surface)

    assert wrong == []
    assert not is_too_large(drawn)
    assert length_of_text(drawn.get("blocks", [])) <= MOST_TEXT


def test_whoever_plays_sees_every_emoji_as_a_picture() -> None:
    drawn = set(re.findall(r"([\w+-]+)=", Path("sandbox/page/static/js/emoji.js").read_text("utf-8")))
    written = {name for golden in GOLDENS for name in EMOJI.findall(golden.written)}

    assert "white_check_mark" in written
    assert written - drawn == set()


@every_golden
def test_it_calls_nobody_who_need_not_act(golden: Golden) -> None:
    assert [words for words in marked_up(golden.drawn) if CALLS_SOMEBODY.search(words)] == []


@every_golden
def test_every_button_of_a_message_belongs_to_a_step(golden: Golden) -> None:
    pressed = [element["action_id"] for element in elements_of(golden.drawn.get("blocks", []))]

    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+(\.\d+)?", action_id) for action_id in pressed)


def test_no_golden_is_left_behind() -> None:
    assert {golden.file for golden in GOLDENS} == set(HERE.rglob("*.json"))


def test_no_two_goldens_share_a_name() -> None:
    assert len({golden.name for golden in GOLDENS}) == len(GOLDENS)


def marked_up(part: Any) -> Iterator[str]:
    """Every text in which Slack looks for mark-up; a plain_text is shown letter by letter."""
    if isinstance(part, dict) and part.get("type") != "plain_text":
        yield from (value for key, value in part.items() if key == "text" and isinstance(value, str))
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from marked_up(inner)
