"""The children: killed, stopped, starved or orphaned, they never take the parent along."""

import asyncio
import os
import signal
import sys
import textwrap
from pathlib import Path

import pytest

from imaging.darkroom import Darkroom
from imaging.errors import Reason, Unreadable
from imaging.limits import Limits
from imaging.recipes import Fit, Format, Recipe
from tests.imaging import pictures
from tests.imaging.conftest import Inspect
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOME = Path(__file__).parents[2]


async def warm(inspect: Inspect, room: Darkroom) -> int:
    """The process id of the one child, after its first job."""
    await inspect(pictures.jpeg(), room=room)
    (child,) = room.children
    return child


async def test_children_start_when_first_needed_and_stay_warm(inspect: Inspect) -> None:
    async with Darkroom() as room:
        assert not room.children

        first = await warm(inspect, room)
        await inspect(pictures.jpeg(), room=room)

        assert room.children == (first,)
    assert not is_running(first)


async def test_the_loop_runs_while_a_child_works(inspect: Inspect) -> None:
    async with Darkroom() as room:
        child = await warm(inspect, room)
        os.kill(child, signal.SIGSTOP)  # a job as long as we like
        job = asyncio.create_task(inspect(pictures.jpeg(), room=room))
        for _ in range(1_000):
            await asyncio.sleep(0)
        still_working = not job.done()
        os.kill(child, signal.SIGCONT)

        assert still_working
        assert (await job).facts.width == 320


async def test_a_child_killed_in_its_job_is_a_refusal_and_the_next_job_works(inspect: Inspect) -> None:
    async with Darkroom() as room:
        child = await warm(inspect, room)
        os.kill(child, signal.SIGSTOP)
        job = asyncio.create_task(inspect(pictures.jpeg(), "beach.jpg", room=room))
        await asyncio.sleep(0)
        os.kill(child, signal.SIGKILL)

        with pytest.raises(Unreadable, match=r"beach\.jpg was given up") as refusal:
            await job

        assert refusal.value.reason is Reason.CRASHED
        assert (await inspect(pictures.jpeg(), room=room)).facts.width == 320


async def test_a_child_that_does_not_answer_is_ended(inspect: Inspect) -> None:
    async with Darkroom(Limits(wall_seconds=0.3)) as room:
        os.kill(child := await warm(inspect, room), signal.SIGSTOP)

        with pytest.raises(Unreadable, match=r"within 0\.3 seconds") as refusal:
            await inspect(pictures.jpeg(), room=room)

        assert refusal.value.reason is Reason.TOOK_TOO_LONG
        assert not is_running(child)


async def test_a_job_that_burns_its_processor_time_is_ended(darkroom: Darkroom, tmp_path: Path) -> None:
    (tmp_path / "noise.jpg").write_bytes(pictures.jpeg((2_400, 2_400)))
    recipes = [
        Recipe(name=f"r{step}", format=Format.AVIF, fit=Fit.FILL, width=2_400, height=2_400 - step)
        for step in range(40)
    ]

    async with Darkroom(Limits(cpu_seconds=0)) as room:
        with pytest.raises(Unreadable) as refusal:
            await room.render(tmp_path / "noise.jpg", recipes, tmp_path / "out")

    assert refusal.value.reason is Reason.TOOK_TOO_LONG
    assert await darkroom.render(tmp_path / "noise.jpg", recipes[:1], tmp_path / "out")


async def test_a_cancelled_job_ends_its_child(inspect: Inspect) -> None:
    async with Darkroom() as room:
        os.kill(child := await warm(inspect, room), signal.SIGSTOP)
        job = asyncio.create_task(inspect(pictures.jpeg(), room=room))
        await asyncio.sleep(0)

        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job

        assert not is_running(child)
        assert (await inspect(pictures.jpeg(), room=room)).facts.width == 320


async def test_a_refused_picture_costs_no_child(inspect: Inspect) -> None:
    async with Darkroom() as room:
        child = await warm(inspect, room)

        with pytest.raises(Unreadable):
            await inspect(pictures.jpeg()[:3_000], room=room)

        assert room.children == (child,)


async def test_an_idle_child_that_died_is_replaced_unseen(inspect: Inspect) -> None:
    async with Darkroom() as room:
        os.kill(await warm(inspect, room), signal.SIGKILL)
        await eventually(lambda: room.children == ())

        assert (await inspect(pictures.jpeg(), room=room)).facts.width == 320


async def test_a_child_is_replaced_after_its_share_of_jobs(inspect: Inspect) -> None:
    async with Darkroom(Limits(jobs_per_child=2)) as room:
        first = await warm(inspect, room)
        await inspect(pictures.jpeg(), room=room)

        assert await warm(inspect, room) != first


async def test_two_workers_work_at_once_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(pictures.jpeg())
    recipe = Recipe(name="a", format=Format.PNG, fit=Fit.FIT, width=90, height=90)

    async with Darkroom(workers=2) as room:
        jobs = (room.render(tmp_path / "a.jpg", [recipe], tmp_path / str(place)) for place in range(6))
        made = await asyncio.gather(*jobs)

        assert len(room.children) == 2
    assert len({one[0].sha256 for one in made}) == 1


async def test_a_closed_darkroom_says_so(inspect: Inspect) -> None:
    async with Darkroom() as room:
        pass

    with pytest.raises(RuntimeError, match="closed"):
        await inspect(pictures.jpeg(), room=room)


async def test_a_disk_that_cannot_be_written_is_no_picture_s_fault(darkroom: Darkroom, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(pictures.jpeg())

    with pytest.raises(OSError, match="File exists"):
        await darkroom.inspect(
            tmp_path / "a.jpg", name="a.jpg", preview=tmp_path / "a.jpg" / "p.jpg", thumbnail=tmp_path / "t.jpg"
        )


async def test_output_has_a_ceiling(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(pictures.jpeg())
    recipe = Recipe(name="big", format=Format.TIFF, fit=Fit.FILL, width=900, height=900)

    async with Darkroom(Limits(max_output_bytes=4_096)) as room:
        with pytest.raises(Unreadable) as refusal:
            await room.render(tmp_path / "a.jpg", [recipe], tmp_path)

    assert refusal.value.reason is Reason.TOO_HEAVY


async def test_a_child_ends_in_its_job_when_the_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(pictures.jpeg())
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT, str(tmp_path)), stdout=asyncio.subprocess.PIPE, cwd=HOME
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    assert is_running(child)

    parent.kill()
    await parent.wait()

    await eventually(lambda: not is_running(child))


async def test_the_parent_never_loads_pillow() -> None:
    check = "import sys, imaging.darkroom; sys.exit(any(name.partition('.')[0] == 'PIL' for name in sys.modules))"

    process = await asyncio.create_subprocess_exec(sys.executable, "-c", check, cwd=HOME)

    assert await process.wait() == 0


async def test_a_child_knows_none_of_the_parent_s_secrets(inspect: Inspect) -> None:
    environment = Path("/proc")
    if not environment.exists():
        pytest.skip("this system does not show a process's environment")
    os.environ["SLACK_BOT_TOKEN"] = "xoxb-secret"
    try:
        async with Darkroom() as room:
            child = await warm(inspect, room)
            seen = (environment / str(child) / "environ").read_bytes()
    finally:
        del os.environ["SLACK_BOT_TOKEN"]

    assert b"xoxb" not in seen


def is_running(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{child}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


PARENT = textwrap.dedent("""
    import asyncio, sys
    from pathlib import Path
    from imaging.darkroom import Darkroom
    from imaging.recipes import Fit, Format, Recipe

    async def live(place: Path) -> None:
        async with Darkroom() as room:
            await room.inspect(place / "a.jpg", name="a.jpg", preview=place / "p.jpg", thumbnail=place / "t.jpg")
            print(room.children[0], flush=True)
            long = [
                Recipe(name=f"r{step}", format=Format.AVIF, fit=Fit.FILL, width=4_000, height=4_000)
                for step in range(40)
            ]
            await room.render(place / "a.jpg", long, place)

    asyncio.run(live(Path(sys.argv[1])))
""")
