"""Words of one person take no longer to read than they are long: whoever else waits is not kept waiting by them."""

import time
from collections.abc import Callable

import pytest

from bot.slack.text import unmarked
from connectors.marker import is_signed
from models.verdict_words import sounds_like

LONG = 40_000  # letters of one message in Slack


def signed_by_us(text: str) -> bool:
    return is_signed(text, "task:1")


def like_a_verdict(text: str) -> object:
    return sounds_like(text, ["hero", "hero.jpg"])


@pytest.mark.parametrize("read", [unmarked, signed_by_us, like_a_verdict])
@pytest.mark.parametrize("words", ["<@A|", "<#A|", "<http://a|", "<http://", "<", "<a ", "&lt;", ":a", "no ", '"'])
def test_nothing_that_is_never_closed_is_looked_for_again_and_again(read: Callable[[str], object], words: str) -> None:
    began = time.process_time()

    read((words * LONG)[:LONG])

    assert time.process_time() - began < 2


def test_what_is_closed_is_read_as_ever() -> None:
    assert unmarked("<@U1|ana> in <#C1|general>: <https://a.example/x|here> &lt;b&gt; <@A|<@U2>") == (
        "@U1 in #general: https://a.example/x <b> <@A|@U2"
    )
