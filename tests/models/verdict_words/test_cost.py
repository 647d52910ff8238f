"""A long text costs what its length says, however nasty it is: nothing in it is looked at again and again."""

from time import process_time

import pytest

from models.verdict_words import sounds_like

SHORT, TIMES = 4_000, 8  # letters; Slack takes 40,000
BUSY = 4  # times slower may a machine be; what else it does is not counted
NASTY = (
    "ok ", "lgtm, ", "looks good ", "a", ".", "....a", "?", '"', "„a“", "„", "`", "```", "~a", "<@U", "<", ":+1:",
    ":a", "1-", "1 to ", "(", "\n", "\n> ", "&gt;", "ä", "👍", "👍🏽", "no ", "bitte ", "please ", "if ", "said ", "-",
    "'", "'a", "a.jpg ", "#1 ", "beach ",
)  # fmt: skip


@pytest.mark.parametrize("part", NASTY, ids=repr)
def test_twice_the_text_costs_no_more_than_twice_as_much(part: str) -> None:
    short = part * (SHORT // len(part))

    once, often = _seconds(short), _seconds(short * TIMES)

    assert often < BUSY * TIMES * max(once, 0.002)


def _seconds(text: str) -> float:
    """The quickest of three."""
    return min(_once(text) for _ in range(3))


def _once(text: str) -> float:
    began = process_time()
    sounds_like(text, ("beach morning", "beach.jpg"))
    return process_time() - began
