"""Running it: what the log and the metrics say of a story."""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot import clicks, logs, metrics
from tests.journeys.board import Board
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.loopback import loopback
from tests.waiting import eventually

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
    await board.quiet("slack.edit")  # one that waits has a cause already, and takes the next one in

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


async def test_the_metrics_say_what_a_picture_cost_and_to_this_machine_alone(galley: Galley) -> None:
    before = figures(metrics.written().decode())

    await galley.stage.drop("uploader", "intake", ("winter_hero.jpg", photo()))
    card = await eventually(galley.stage.card)
    await galley.stage.click("designer1", card, clicks.APPROVE)
    await galley.house.jobs.settled()

    now = figures(await page(galley))
    what_it_cost_is_told(before, now)
    no_label_names_a_person_a_channel_or_a_file(now)
    await they_are_for_this_machine_unless_told_otherwise(galley)


def what_it_cost_is_told(before: dict[str, float], now: dict[str, float]) -> None:
    grown = {name: now[name] - before.get(name, 0) for name in now}
    assert grown['galley_acknowledgement_seconds_count{kind="click"}'] == 1
    assert grown['galley_effects_total{kind="imaging.inspect",outcome="done"}'] == 1
    assert grown['galley_messages_total{kind="card"}'] == 1
    assert grown['galley_job_age_seconds_count{lane="asset"}'] >= 2
    assert grown['galley_remote_calls_total{status="200",system="slack"}'] >= 8
    assert now['galley_direct_messages_today{of="most"}'] >= 1
    assert 1 <= now['galley_messages_to_an_approver{of="most"}'] <= 3
    assert now["galley_messages_per_decision"] >= 1
    assert now['galley_jobs{state="troubled"}'] == 0
    assert now["galley_database_bytes"] > 0


def no_label_names_a_person_a_channel_or_a_file(now: dict[str, float]) -> None:
    assert len(now) < 1_000  # of every kind there is, where other stories ran in this process
    assert not re.search(r"winter|uploader|designer|[UCDT]0[A-Z]|\d{10}|[0-9a-f]{12}", "\n".join(now))


async def they_are_for_this_machine_unless_told_otherwise(galley: Galley) -> None:
    async with loopback(address(galley)) as http:
        through_a_proxy = await http.get("/metrics", headers={"x-forwarded-for": "203.0.113.7"})
        rebound = await http.get("/metrics", headers={"host": "evil.example"})  # a name of somebody's that leads here

    assert (through_a_proxy.status_code, rebound.status_code) == (404, 404)


async def page(galley: Galley) -> str:
    async with loopback(address(galley)) as http:
        return (await http.get("/metrics")).raise_for_status().text


def figures(written: str) -> dict[str, float]:
    """By name and labels."""
    lines = [line.rpartition(" ") for line in written.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def address(galley: Galley) -> str:
    return f"http://127.0.0.1:{galley.config.port}"
