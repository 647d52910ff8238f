"""How long people wait for what they see: `python -m tests.bench.bench_card`."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot import logs
from bot.config import Config
from bot.service import open_house, receiving
from sandbox.serve import Sandbox
from tests.bench.photographs import SIZES, photograph
from tests.conftest import free_ports
from tests.journeys.stage import Json, Stage
from tests.loopback import loopback
from tests.waiting import eventually

UPLOADS = 15
MEGAPIXELS = 24


async def main() -> None:
    logs.configure(level="WARNING", as_json=False)
    shown, edited, followed = [], [], []
    async with Sandbox(free_ports()) as sandbox:
        with tempfile.TemporaryDirectory() as folder:
            addresses = sandbox.world.addresses
            config = Config(data=Path(folder), port=free_ports()).in_sandbox(
                addresses.page, slack=addresses.slack, wrike=addresses.wrike
            )
            async with (
                open_house(config) as house,
                receiving(house),
                loopback(addresses.page, timeout=30) as http,
            ):
                stage = Stage(http)
                await eventually(stage.is_connected)
                await stage.command(
                    "lead", "intake", "campaign link https://www.wrike.com/open.htm?id=" + _project(sandbox)
                )
                for number in range(UPLOADS):
                    shown.append(await _upload(stage, number))
                    edited.append(await _approve(stage, number))
                    followed.append(await _put_on_hold(stage, number))
                    await asyncio.sleep(5)  # ten decisions a minute; Slack counts edits by the minute
    _print(f"From the upload of {MEGAPIXELS} MP to its card", shown, wanted=2.0)
    _print("From the click to the edited card", edited, wanted=1.0)
    _print("From a change in Wrike to the edited card", followed, wanted=5.0)


def _project(sandbox: Sandbox) -> str:
    folders = sandbox.wrike.account.folders.values()
    return str(next(folder.number for folder in folders if folder.title == "Spring Campaign"))


async def _upload(stage: Stage, number: int) -> float:
    title = f"picture {number}"
    picture = _photograph(number)
    began = time.perf_counter()
    await stage.drop("uploader", "intake", (f"picture_{number}.jpg", picture))
    return await _until(began, lambda: _says(stage, f"Approve {title} "))


def _photograph(number: int) -> bytes:
    """As a camera gives them: 8 MB, and no two alike."""
    with tempfile.TemporaryDirectory() as folder:
        return photograph(Path(folder) / "picture.jpg", SIZES[MEGAPIXELS], seed=number).read_bytes()


async def _approve(stage: Stage, number: int) -> float:
    card = await stage.card()
    if card is None:
        raise SystemExit("There is no card.")
    began = time.perf_counter()
    await stage.click("designer1", card, "approval.approve")
    return await _until(began, lambda: _says(stage, f"Approve picture {number} ", "stage 2 of 2"))


async def _put_on_hold(stage: Stage, number: int) -> float:
    task = await eventually(lambda: _task(stage, f"picture {number}"))
    began = time.perf_counter()
    await stage.post("wrike/edit", user="designer3", id=task["id"], set={"status": "On Hold"})
    return await _until(began, lambda: _says(stage, f"Approve picture {number} ", "On Hold"))


async def _task(stage: Stage, title: str) -> Json | None:
    """As soon as Galley has finished with it."""
    tasks = (await stage.get("wrike"))["tasks"]
    return next((task for task in tasks if task["title"] == title and task["customStatus"] == "Brand Review"), None)


async def _says(stage: Stage, *words: str) -> bool:
    card = await stage.card()
    return card is not None and all(word.casefold() in card.words.casefold() for word in words)


async def _until(began: float, condition: Callable[[], Awaitable[bool]]) -> float:
    await eventually(condition)
    return time.perf_counter() - began


def _print(title: str, waits: list[float], *, wanted: float) -> None:
    table = Table("median", "longest", "wanted at most", title=f"{title}, s")
    table.add_row(f"{sorted(waits)[len(waits) // 2]:.2f}", f"{max(waits):.2f}", f"{wanted:.1f}")
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
