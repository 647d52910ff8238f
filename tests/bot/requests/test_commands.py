"""What people type behind /galley, and which command that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests.commands import COMMANDS, NAMES, nearest, read, readable
from bot.requests.snoozing import split
from bot.requests.views import help_page, unknown
from bot.slack.actor import Actor

SOMEBODY = Actor(team_id="T0", person_id="U0")


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        ("", "help", ""),
        ("   ", "help", ""),
        ("STATUS", "status", ""),
        ("Find  Golden   Hour", "find", "Golden Hour"),
        ("find by:<@U0ANA|ana> R&amp;D &lt;3", "find", "by:@U0ANA R&D <3"),
        ("status <#C0REVIEW|review>", "status", "#review"),
        ("campaign link <https://www.wrike.com/open.htm?id=1|wrike>", "campaign", "link https://www.wrike.com/open.htm?id=1"),
        ("campaign link https://www.wrike.com/open.htm?a=1&amp;id=2", "campaign", "link https://www.wrike.com/open.htm?a=1&id=2"),
    ],
)  # fmt: skip
def test_a_request_is_a_command_and_the_words_behind_it(text: str, command: str, words: str) -> None:
    request = read(text, by=SOMEBODY)

    assert (request.command, request.words) == (command, words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("statsu", "status"), ("sumbit", "submit"), ("taks", "tasks"), ("seach", None), ("snoze", "snooze"), ("x", None)],
)
def test_the_nearest_command_is_the_one_that_was_meant(typed: str, meant: str | None) -> None:
    assert nearest(typed) == meant


def test_help_shows_every_command_with_its_example() -> None:
    said = " ".join(str(block.to_dict()) for block in help_page().blocks)

    for command in COMMANDS:
        assert f"/galley {command.usage}" in said
        assert command.says in said
        assert f"/galley {command.example}" in said


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_an_example_is_an_example_of_its_command(command: object) -> None:
    assert read(command.example, by=SOMEBODY).command == command.name  # type: ignore[attr-defined]


@given(st.text(max_size=200))
def test_no_word_becomes_mark_up(word: str) -> None:
    said = unknown(read(word, by=SOMEBODY).command, None).text

    assert said.count("`") == 4
    assert "<" not in said
    assert ">" not in said


@given(st.text(max_size=100))
def test_what_is_readable_stays_as_it_is(text: str) -> None:
    plain = " ".join(text.replace("&", "").replace("<", "").split())

    assert readable(plain) == plain


@pytest.mark.parametrize(
    ("typed", "words", "moment"),
    [
        ("", "", ""),
        ("2d", "", "2d"),
        ("Tomorrow", "", "tomorrow"),
        ("hero shot 30M", "hero shot", "30m"),
        ("hero", "hero", ""),
        ("4h hero", "4h hero", ""),
        ("hero 12345d", "hero 12345d", ""),
    ],
)
def test_a_pause_stands_at_the_end(typed: str, words: str, moment: str) -> None:
    assert split(typed) == (words, moment)
