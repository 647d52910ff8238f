"""What nearly every test of approvals works with: a clock that it moves, and the orders that were placed."""

import pytest

from tests.bot.ordered import Ordered
from tests.clocks import HeldClock


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def jobs() -> Ordered:
    return Ordered()
