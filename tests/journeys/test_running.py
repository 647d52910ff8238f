"""Running it: one id from a click to the last thing that follows, in the log."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot import logs
from tests.journeys.board import Board
from tests.journeys.conftest import Galley

Line = dict[str, Any]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[Line]]]:
    """What the log has said. Asked for before the house, whose last words it hears too."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.configure(level="INFO", as_json=True)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_one_id_leads_from_the_click_to_the_last_effect(lines: Callable[[], list[Line]], galley: Galley) -> None:
    board = Board(galley)
    await board.link("intake")
    await board.drop("hero.jpg")
    await board.settled_task()
    await galley.house.jobs.settled()

    await board.approve("designer1", "Design")
    await board.task_once(lambda task: len(task["comments"]) == 1)
    await galley.house.jobs.settled()

    story = next(story for story in by_cause(lines()) if story[0].get("what") == "DecisionMade")
    assert [line["event"] for line in story][:2] == ["committed", "taken in"]
    assert {"approval.follow_up", "slack.edit_card", "task.comment"} <= {line.get("kind") for line in story}


def by_cause(lines: list[Line]) -> list[list[Line]]:
    stories: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        stories[line.get("cause", "")].append(line)
    return list(stories.values())
