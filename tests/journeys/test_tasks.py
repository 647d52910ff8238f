"""The campaign's board: a channel is bound to a project, each picture gets a task there, and the two stay in step."""

import pytest

from bot import clicks
from tests.journeys.board import Board
from tests.journeys.conftest import Galley


@pytest.fixture
async def board(galley: Galley) -> Board:
    board = Board(galley)
    await board.link("intake")
    return board


async def test_a_picture_has_one_task_that_follows_it_to_the_library(galley: Galley) -> None:
    board = Board(galley)
    await what_is_no_project_is_answered_with_the_reason(board)
    await the_channel_is_bound_to_a_project(board)
    await board.drop("hero_shot.jpg")

    await its_task_has_its_proof(board)
    await board.card_once("Wrike task", "Design Review")
    await the_task_follows_each_stage_and_repeats_each_decision(board)
    await our_own_writes_are_no_news(board)


async def what_is_no_project_is_answered_with_the_reason(board: Board) -> None:
    answer = await board.ask("lead", "intake", "campaign link https://www.wrike.com/open.htm?id=999")

    assert "not bound" in answer


async def the_channel_is_bound_to_a_project(board: Board) -> None:
    answer = await board.link("intake")

    assert "belongs to" in answer
    assert "Spring Campaign" in answer


async def its_task_has_its_proof(board: Board) -> None:
    task = await board.task_once(lambda task: bool(task["attachments"]))

    assert task["title"] == "hero shot"
    assert task["customStatus"] == "Design Review"
    assert task["dates"]["due"]
    for words in ("hero_shot.jpg", "Uma Uploader", "/archives/C0REVIEW/"):
        assert words in task["description"]
    assert len(task["attachments"]) == 1
    assert "hero shot, version 1" in task["attachments"][0]["name"]


async def the_task_follows_each_stage_and_repeats_each_decision(board: Board) -> None:
    await board.approve("designer1", "Design")
    await board.task_once(lambda task: task["customStatus"] == "Brand Review")
    await board.approve("brand", "Brand")
    task = await board.task_once(lambda task: task["customStatus"] == "Published" and len(task["comments"]) == 3)

    said = [comment["text"] for comment in task["comments"]]
    assert sum("Dana Designer approved version 1 (Design)." in text for text in said) == 1
    assert sum("Bea Brand approved version 1 (Brand)." in text for text in said) == 1
    assert sum("published" in text for text in said) == 1


async def our_own_writes_are_no_news(board: Board) -> None:
    await board.quiet()

    assert await board.history("TaskChanged") == []


async def test_what_a_person_changes_there_is_soon_on_the_card_and_a_rejection_is_told_there(board: Board) -> None:
    await board.drop("hero.jpg")

    for change, words in (
        ({"status": "On Hold"}, "On Hold"),
        ({"dueDate": "2026-05-04"}, "due 4 May"),
        ({"assignees": ["designer3"]}, "due 4 May, Dora Designer"),
    ):
        await board.edit(await board.settled_task(), **change)
        await board.card_once(words)

    await a_rejection_is_told_with_its_reason(board)


async def a_rejection_is_told_with_its_reason(board: Board) -> None:
    form = await board.stage.click("designer2", await board.card(), clicks.REJECT)
    await board.stage.submit("designer2", form["view_id"], {"reason": {"value": "The logo is missing"}})

    task = await board.task_once(lambda task: task["customStatus"] == "Rejected" and bool(task["comments"]))
    assert "Deniz Designer rejected version 1 (Design)." in task["comments"][0]["text"]
    assert "The logo is missing" in task["comments"][0]["text"]


async def test_while_the_board_is_away_the_picture_goes_on_and_the_task_catches_up(board: Board) -> None:
    await board.stage.post("faults", system="wrike", kind="offline")
    await board.drop("hero.jpg")
    await board.approve("designer1", "Design")
    await board.approve("brand", "Brand")
    await board.card_once("In the library")
    assert await board.tasks() == []

    board.mend()

    await board.task_once(lambda task: task["customStatus"] == "Published" and len(task["comments"]) == 3, within=60)


async def test_a_picture_takes_on_a_task_that_is_there(board: Board) -> None:
    await board.drop("banner.jpg")
    await board.task_once()

    answer = await board.ask("uploader", "intake", f"task link {board.permalink('Banner set')} banner")

    assert "Banner set" in answer
    await board.quiet()
    assert [task["customStatus"] for task in await board.all_tasks() if task["title"] == "Banner set"] == [
        "Design Review"
    ]
