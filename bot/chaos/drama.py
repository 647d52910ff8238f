"""The drama: a campaign is linked, people work while blows fall, and in the end everything finds its place."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from bot.chaos.blows import Blows
from bot.chaos.evidence import Evidence, gather
from bot.chaos.house import FAULTS
from bot.chaos.judging import judge
from bot.chaos.people import NO_ANSWER, Approver, BoardPerson, Uploader
from bot.chaos.plan import TASKS
from bot.chaos.row import Row
from bot.chaos.story import STAGES, Story
from bot.tour.stage import Stage

CAMPAIGNS = {TASKS: "Spring Campaign", "campaign": "Autumn Campaign"}  # were there but one, all would belong to it
PAUSE_S = 0.3
OPENING_S, ANSWER_S = 60.0, 1.0
RETRIES = ("PT1M", "PT5M")  # when Slack delivers again what nobody took
MORNING = time(9, 30, tzinfo=UTC)  # past every deadline, in nobody's quiet hours


@dataclass(kw_only=True)
class Drama:
    stage: Stage
    story: Story
    blows: Blows
    dice: Random
    library: Path

    async def open(self, *, request_url: str | None) -> None:
        """Everybody is up, and the channel belongs to its campaign. Until here the day is good."""
        if request_url is not None:
            await self._until("Slack's challenge is answered", lambda: self._listen(f"{request_url}/slack/events"))
        await self._until("Galley is connected", self.stage.is_connected)
        for channel, campaign in CAMPAIGNS.items():
            await self._until(f"{campaign} is linked", partial(self._is_linked, channel, campaign))

    async def unfold(self, *, patience: float) -> None:
        """People work and blows fall; until all is told, or nothing moves any more for so many seconds."""
        for system, kind, match, rate in FAULTS:
            await self.stage.post("faults", system=system, kind=kind, match=match, rate=rate)
        uploader = Uploader(self.stage, self.story)
        board = BoardPerson(self.stage, self.story, self.dice)
        finite = [uploader.drop_all(), uploader.bring_better_ones(), board.edit_all(), self._suffer()]
        approvers = [Approver(self.stage, self.story, user).answer_all() for user in STAGES]
        await self._all_done(finite, endless=approvers, patience=patience)
        await self.stage.delete("faults")

    async def settle(self, *, quiet: float, patience: float, tell: Callable[[str], None]) -> list[Row]:
        """What was missed comes again, then the day after, when what nobody answered is late."""
        tell("Everybody has done their part. Waiting until everything has settled ...")
        for leap in RETRIES:
            await self.stage.post("clock", advance=leap)
        await self._quiet(min(quiet, 3), patience, reminded=False)
        now = datetime.fromisoformat((await self.stage.get("clock"))["now"])
        tomorrow = datetime.combine(now.date() + timedelta(days=1), MORNING)
        await self.stage.post("clock", set=tomorrow.isoformat())
        return await self._quiet(quiet, patience, reminded=True)

    async def evidence(self) -> Evidence:
        return await gather(self.stage, self.library)

    async def _suffer(self) -> None:
        await self.blows.fall(self.story.plan.blows)

    async def _all_done(
        self, finite: list[Coroutine[Any, Any, None]], *, endless: list[Coroutine[Any, Any, None]], patience: float
    ) -> None:
        working = [asyncio.create_task(one) for one in finite]
        answering = [asyncio.create_task(one) for one in endless]
        moved, mark = monotonic(), (0, 0)
        try:
            while not (self.story.is_told and all(task.done() for task in working)):
                for task in (*working, *answering):
                    if task.done():
                        task.result()
                now = (len(self.story.decided), await self.blows.calls.writes())
                if now != mark:
                    moved, mark = monotonic(), now
                if monotonic() > moved + patience:
                    return  # the judge says what is missing
                await asyncio.sleep(PAUSE_S)
        finally:
            for task in (*working, *answering):
                task.cancel()
            await asyncio.gather(*working, *answering, return_exceptions=True)

    async def _quiet(self, quiet: float, patience: float, *, reminded: bool) -> list[Row]:
        """Nothing was written for a while, and nothing is missing; or nothing moves any more."""
        moved, writes = monotonic(), 0
        while True:
            now = await self.blows.calls.writes()
            if now != writes:
                moved, writes = monotonic(), now
            still = monotonic() - moved
            if still >= quiet:
                rows = judge(self.story, await self.evidence(), reminded=reminded)
                if still >= patience or not any(row.troubles for row in rows):
                    return rows
            await asyncio.sleep(PAUSE_S)

    async def _listen(self, url: str) -> bool:
        await self.stage.post("slack/app", request_url=url)
        return True

    async def _is_linked(self, channel: str, campaign: str) -> bool:
        if await self._reads(channel, campaign):
            return True
        folders = (await self.stage.get("wrike"))["folders"]
        permalink = next(one["permalink"] for one in folders if one["title"] == campaign)
        words = f"campaign link {permalink}"
        await self.stage.post("slack/command", user="lead", channel=channel, command="/galley", text=words)
        await asyncio.sleep(ANSWER_S)
        return await self._reads(channel, campaign)

    async def _reads(self, channel: str, words: str) -> bool:
        return any(one.is_galleys and one.names(words) for one in await self.stage.messages("lead", channel))

    async def _until(self, expected: str, condition: Callable[[], Coroutine[Any, Any, bool]]) -> None:
        deadline = monotonic() + OPENING_S
        while monotonic() < deadline:
            self.blows.crew.look_after()
            with suppress(*NO_ANSWER):
                if await condition():
                    return
            await asyncio.sleep(PAUSE_S)
        raise TimeoutError(f"{expected}: not within {OPENING_S:g} s.")
