"""What people see and do on the board beside Slack, through the sandbox's control API."""

from collections.abc import Callable

from sqlmodel import col, select

from bot import clicks
from models.history import Entry
from models.job import OPEN, Job
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Json, Seen
from tests.waiting import PATIENCE_S, eventually


def whatever(_: Json) -> bool:
    return True


class Board:
    def __init__(self, galley: Galley) -> None:
        self.galley, self.stage = galley, galley.stage
        self._there_before = set(galley.sandbox.wrike.account.tasks)

    async def link(self, channel: str, campaign: str = "Spring Campaign") -> str:
        return await self.ask("lead", channel, f"campaign link {self.project(campaign)}")

    def project(self, title: str = "Spring Campaign") -> str:
        folders = self.galley.sandbox.wrike.account.folders.values()
        number = next(folder.number for folder in folders if folder.title == title)
        return f"https://www.wrike.com/open.htm?id={number}"

    async def ask(self, user: str, channel: str, words: str) -> str:
        """What comes of it, whispered after the first answer."""
        before = {seen.ts for seen in await self._whispers(user, channel)}
        await self.stage.command(user, channel, words)

        async def answered() -> str:
            new = [seen.words for seen in await self._whispers(user, channel) if seen.ts not in before]
            return next((words for words in new if "Looking for" not in words), "")

        return await eventually(answered)

    async def drop(self, name: str, seed: int = 1) -> str:
        return await self.stage.drop("uploader", "intake", (name, photo(seed)))

    async def all_tasks(self) -> list[Json]:
        return list((await self.stage.get("wrike"))["tasks"])

    async def tasks(self) -> list[Json]:
        """Those that Galley made."""
        return [task for task in await self.all_tasks() if task["id"] not in self._there_before]

    def permalink(self, title: str) -> str:
        tasks = self.galley.sandbox.wrike.account.tasks.values()
        return f"https://www.wrike.com/open.htm?id={next(task.number for task in tasks if task.title == title)}"

    async def history(self, event: str) -> list[Json]:
        async with self.galley.house.db.read() as session:
            return [one.details for one in await session.exec(select(Entry).where(Entry.event == event))]

    def mend(self) -> None:
        """The bad day is over."""
        self.galley.sandbox.world.faults.disarm()

    async def task_once(self, is_so: Callable[[Json], bool] = whatever, *, within: float = PATIENCE_S) -> Json:
        """The only task that Galley made, as soon as it is so."""

        async def found() -> Json | None:
            tasks = await self.tasks()
            assert len(tasks) <= 1, f"made {len(tasks)} tasks"
            return next((task for task in tasks if is_so(task)), None)

        return await eventually(found, within=within)

    async def settled_task(self) -> Json:
        """With nothing on its way any more: whatever is written from now on, somebody else writes."""
        await self.task_once(lambda task: bool(task["attachments"]))
        await self.quiet()
        return (await self.tasks())[0]

    async def quiet(self, kinds: str = "task.") -> None:
        """Nothing more is on its way, to the board unless said."""

        async def is_so() -> bool:
            async with self.galley.house.db.read() as session:
                waiting = select(Job.id).where(col(Job.state).in_(OPEN), col(Job.kind).startswith(kinds))
                return (await session.exec(waiting)).first() is None

        await eventually(is_so)

    async def edit(self, task: Json, *, user: str = "designer3", **change: object) -> None:
        await self.stage.post("wrike/edit", user=user, id=task["id"], set=change)

    async def card(self) -> Seen:
        return await eventually(self.stage.card)

    async def card_once(self, *words: str) -> Seen:
        async def found() -> Seen | None:
            card = await self.stage.card()
            return card if card and all(one in card.words for one in words) else None

        return await eventually(found)

    async def approve(self, user: str, stage: str) -> None:
        card = await self._card_of(stage)
        await self.stage.click(user, card, clicks.APPROVE)

    async def _card_of(self, stage: str) -> Seen:
        async def found() -> Seen | None:
            card = await self.stage.card()
            return card if card and f"*{stage}*" in card.words and clicks.APPROVE in card.actions else None

        return await eventually(found)

    async def _whispers(self, user: str, channel: str) -> list[Seen]:
        return [seen for seen in await self.stage.messages(user, channel) if seen.is_private]
