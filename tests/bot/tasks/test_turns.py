"""A few campaigns are looked at within seconds; many of them never spend the calls that jobs need."""

from datetime import timedelta

import pytest

from bot.tasks.turns import LOOKS, paced

OFTEN = timedelta(seconds=3)


def test_a_few_campaigns_are_looked_at_as_often_as_one() -> None:
    assert paced(OFTEN, campaigns=3, calls=1) == OFTEN


@pytest.mark.parametrize("campaigns", [4, 40, 400])
@pytest.mark.parametrize("calls", [1, 2])
def test_many_campaigns_together_keep_to_the_budget(campaigns: int, calls: int) -> None:
    pause = paced(OFTEN, campaigns=campaigns, calls=calls)

    assert campaigns * calls * (timedelta(minutes=1) / pause) <= LOOKS
