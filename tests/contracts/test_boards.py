"""What every board keeps to. One line in boards.BOARDS adds another."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from connectors.board import ChangeKind, StatusGroup, Task, TaskDraft
from connectors.errors import ConnectorError, NotFound, Refused
from sandbox.serve import Sandbox
from tests.contracts.boards import BOARDS, BoardUnderTest, listening
from tests.waiting import eventually

DUE = date(2026, 12, 4)
KEY = "asset-1/task"


@pytest.fixture(params=BOARDS)
async def board(request: pytest.FixtureRequest, sandbox: Sandbox) -> AsyncIterator[BoardUnderTest]:
    opened = BOARDS[request.param](sandbox)
    yield opened
    await opened.ours.aclose()
    await opened.colleague.aclose()


async def made(board: BoardUnderTest, *, key: str = KEY, **wishes: object) -> Task:
    project = await board.ours.board.project(board.project)
    draft = TaskDraft(**{"title": "Autumn hero", **wishes})  # type: ignore[arg-type]
    return await board.ours.board.create_task(project.id, draft, key=key)


async def test_a_project_is_found_by_what_a_person_pastes(board: BoardUnderTest) -> None:
    by_link = await board.ours.board.project(board.project)
    number = board.project.rsplit("=", 1)[1]

    assert await board.ours.board.project(by_link.id) == by_link
    assert await board.ours.board.project(number) == by_link
    assert await board.ours.board.project(f"<{board.project}|the campaign>") == by_link
    assert {board.review, board.done} <= {status.name for status in by_link.workflow}


@pytest.mark.parametrize("reference", ["", "the spring one", "../tasks", "https://example.com/x", "999", "NOSUCHID"])
async def test_what_leads_nowhere_is_said_in_a_sentence(board: BoardUnderTest, reference: str) -> None:
    with pytest.raises((NotFound, Refused)) as project_error:
        await board.ours.board.project(reference)
    with pytest.raises((NotFound, Refused)) as task_error:
        await board.ours.board.task(reference)

    assert project_error.value.sentence
    assert task_error.value.sentence


async def test_a_task_is_made_as_drafted(board: BoardUnderTest) -> None:
    project = await board.ours.board.project(board.project)
    task = await made(board, due=DUE, status_name=board.review.upper(), assignee_emails=(board.assignee,))

    assert (task.title, task.due, task.status.name) == ("Autumn hero", DUE, board.review)
    assert [person.email for person in task.assignees] == [board.assignee]
    assert task.project_ids == (project.id,)
    assert await board.ours.board.task(task.id) == task
    assert await board.ours.board.task(task.permalink) == task


async def test_unknown_people_and_statuses_are_left_out(board: BoardUnderTest) -> None:
    task = await made(board, status_name="Disco", assignee_emails=("nobody@example.com",))

    assert task.assignees == ()
    assert task.status.group is StatusGroup.ACTIVE


@pytest.mark.parametrize("title", ["<b>Hero</b> & „Söhne“", "50% + 50% = 100% #1?", "日本 🎨", "a" * 200])
async def test_a_title_arrives_as_it_was_written(board: BoardUnderTest, title: str) -> None:
    task = await made(board, title=title, description="One < two & three\nNext line")

    assert (await board.ours.board.task(task.id)).title == title


async def test_a_task_is_found_by_its_marker_and_by_no_other(board: BoardUnderTest) -> None:
    task = await made(board)
    await made(board, key=f"{KEY}/2")

    assert await board.ours.board.find_task(key=KEY) == task
    assert await board.ours.board.find_task(key="asset-1") is None


async def test_a_task_moves_by_the_name_that_people_see(board: BoardUnderTest) -> None:
    task = await made(board)

    moved = await board.ours.board.move(task.id, to=f" {board.review.lower()} ")

    assert (moved.task.status.name, moved.is_exact, moved.is_written) == (board.review, True, True)
    assert (await board.ours.board.task(task.id)).status.name == board.review


async def test_a_task_that_stands_there_already_is_not_written(board: BoardUnderTest) -> None:
    task = await made(board, status_name=board.review)

    moved = await board.ours.board.move(task.id, to=board.review)

    assert not moved.is_written
    assert (await board.ours.board.task(task.id)).updated_at == task.updated_at


async def test_without_that_name_the_group_decides(board: BoardUnderTest) -> None:
    task = await made(board)

    moved = await board.ours.board.move(task.id, to="Disco", otherwise=StatusGroup.COMPLETED)

    assert moved.task.status.group is StatusGroup.COMPLETED
    assert not moved.is_exact


async def test_without_either_the_known_names_are_told(board: BoardUnderTest) -> None:
    task = await made(board)

    with pytest.raises(Refused, match=board.review):
        await board.ours.board.move(task.id, to="Disco")


async def test_many_are_read_at_once_and_the_missing_are_left_out(board: BoardUnderTest) -> None:
    tasks = [await made(board, key=f"{KEY}/{number}") for number in range(5)]

    found = await board.ours.board.tasks([tasks[0].id, "NOSUCHID", *(task.id for task in tasks[1:]), "NORTHIS"])

    assert {task.id for task in found} == {task.id for task in tasks}
    assert await board.ours.board.tasks([]) == ()


async def test_a_comment_is_said_and_found_again_by_its_marker(board: BoardUnderTest) -> None:
    task = await made(board)
    said = await board.ours.thread.comment(task.id, "Ana <approved> it & left.\nSecond line", key="decision-1")
    await board.ours.thread.comment(task.id, "Ana approved it.", key="decision-2")

    found = await board.ours.thread.find_comment(task.id, key="decision-1")

    assert found is not None
    assert found.id == said.id
    assert "Ana <approved> it & left." in found.text
    assert "galley" not in found.text
    assert await board.ours.thread.find_comment(task.id, key="decision-3") is None


@pytest.mark.parametrize("name", ["hero.jpg", "Größe „1“.jpg", "100% sure; really.jpg", "no ending"])
async def test_a_file_is_attached_and_found_again_by_its_marker(
    board: BoardUnderTest, tmp_path: Path, name: str
) -> None:
    task = await made(board)
    file = tmp_path / "preview"
    file.write_bytes(b"\xff\xd8" + bytes(300_000))

    attached = await board.ours.thread.attach(task.id, file, name=name, key="preview-1")
    await board.ours.thread.attach(task.id, file, name=name, key="preview-2")

    assert attached.size == 300_002
    assert await board.ours.thread.find_attachment(task.id, key="preview-1") == attached
    assert await board.ours.thread.find_attachment(task.id, key="preview-3") is None


async def test_what_a_colleague_changes_is_seen_by_the_poll(board: BoardUnderTest) -> None:
    task = await made(board)
    project = await board.ours.board.project(board.project)
    await board.colleague.board.move(task.id, to=board.done)

    changes = await board.ours.feed.changes(project.id, since=task.updated_at)

    assert next(each for each in changes if each.id == task.id).status.name == board.done
    assert [each.updated_at for each in changes] == sorted(each.updated_at for each in changes)


async def test_what_changed_long_ago_is_not_told_again(board: BoardUnderTest) -> None:
    task = await made(board)
    project = await board.ours.board.project(board.project)

    assert await board.ours.feed.changes(project.id, since=task.updated_at + timedelta(days=1)) == ()


async def test_what_a_colleague_changes_is_told_to_the_watch(board: BoardUnderTest) -> None:
    project = await board.ours.board.project(board.project)
    task = await made(board)
    colleague = (await board.colleague.board.check()).account_id

    async with listening(board.ours.feed, "hook-secret") as listener:
        await board.ours.feed.watch(project.id, hook_url=listener.url, secret="hook-secret")
        await board.colleague.board.move(task.id, to=board.done)
        await eventually(lambda: listener.changes)

    change = listener.changes[0]
    assert (change.task_id, change.kind, change.author_id) == (task.id, ChangeKind.STATUS, colleague)


async def test_watching_again_leaves_one_watch(board: BoardUnderTest) -> None:
    project = await board.ours.board.project(board.project)

    async with listening(board.ours.feed, "hook-secret") as listener:
        first = await board.ours.feed.watch(project.id, hook_url=listener.url, secret="hook-secret")
        second = await board.ours.feed.watch(project.id, hook_url=listener.url, secret="hook-secret")

    assert not await board.ours.feed.keep_watch(first.id)
    assert await board.ours.feed.keep_watch(second.id)


async def test_a_watch_that_nobody_answers_is_refused_with_a_reason(board: BoardUnderTest) -> None:
    project = await board.ours.board.project(board.project)

    async with listening(board.ours.feed, "another secret") as listener:
        with pytest.raises(Refused) as refusal:
            await board.ours.feed.watch(project.id, hook_url=listener.url, secret="hook-secret")

    assert refusal.value.sentence


async def test_an_ended_watch_is_gone_and_may_be_ended_again(board: BoardUnderTest) -> None:
    project = await board.ours.board.project(board.project)
    async with listening(board.ours.feed, "hook-secret") as listener:
        watch = await board.ours.feed.watch(project.id, hook_url=listener.url, secret="hook-secret")

    await board.ours.feed.unwatch(watch.id)
    await board.ours.feed.unwatch(watch.id)

    assert not await board.ours.feed.keep_watch(watch.id)


async def test_it_says_who_we_are_there_and_what_time_it_is(board: BoardUnderTest) -> None:
    ours, theirs = await board.ours.board.check(), await board.colleague.board.check()

    assert ours.account_id != theirs.account_id
    assert ours.account
    assert ours.missing == ()
    assert ours.server_time is not None
    assert abs(ours.server_time - datetime.now(UTC)) < timedelta(minutes=1)


async def test_writing_on_a_task_that_is_not_there_did_not_happen(board: BoardUnderTest, tmp_path: Path) -> None:
    (tmp_path / "preview").write_bytes(b"x")

    for attempt in (
        board.ours.board.move("NOSUCHID", to=board.review),
        board.ours.thread.comment("NOSUCHID", "Hello", key="1"),
        board.ours.thread.attach("NOSUCHID", tmp_path / "preview", name="x.jpg", key="1"),
    ):
        with pytest.raises(ConnectorError) as error:
            await attempt
        assert isinstance(error.value, NotFound | Refused)
