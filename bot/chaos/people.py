"""The people of a run. They do what they would do in Slack and Wrike, and again when nobody answers them."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from random import Random

import httpx

from bot.chaos.pictures import picture
from bot.chaos.plan import Fate, Picture
from bot.chaos.story import APPROVED, REJECTED, STAGES, Story, verdict
from bot.tour.stage import Differs, Json, Seen, Stage

TITLE = re.compile(r"pic\d{5}")
APPROVE, REJECT, ONE_BY_ONE = "approval.approve", "approval.reject", "approval.one_by_one"
SORRY = ("Nothing was changed", "Something went wrong")
REASON = "Too dark"
AT_A_TIME = 10  # uploads under way; whoever waits for nobody drops the next one
PAUSE_S = 0.3
NO_ANSWER = (Differs, httpx.HTTPError)


def titles(seen: Seen) -> list[str]:
    return list(dict.fromkeys(TITLE.findall(seen.words)))


class Uploader:
    def __init__(self, stage: Stage, story: Story) -> None:
        self._stage, self._story = stage, story

    async def drop_all(self) -> None:
        for upload in self._story.plan.uploads:
            while self._under_way() >= AT_A_TIME:  # noqa: ASYNC110  what others decide has no event
                await asyncio.sleep(PAUSE_S)
            files = [(f"{one.title}.png", picture(one.number, 1)) for one in upload.pictures]
            self._story.dropped[upload.number] = await self._stage.drop("uploader", upload.channel, files)
            self._story.versions.update(one.title for one in upload.pictures)
            await asyncio.sleep(PAUSE_S)

    async def bring_better_ones(self) -> None:
        """A new file into the card's thread, once its reader can see there that the first one is rejected."""
        waiting = [one for one in self._story.plan.pictures if one.fate is Fate.BETTER]
        while waiting:
            for card in await _cards(self._stage, "uploader"):
                named = [one for one in waiting if one.title in titles(card)]
                for one in await self._rejected(card, named) if named else ():
                    self._story.versions[one.title] = 2
                    file = (f"{one.title}.png", picture(one.number, 2))
                    await self._stage.drop("uploader", "review", [file], thread_ts=card.ts)
                    waiting.remove(one)
            await asyncio.sleep(PAUSE_S * 3)

    async def _rejected(self, card: Seen, named: Sequence[Picture]) -> list[Picture]:
        thread = await self._stage.messages("uploader", "review", thread_ts=card.ts)
        said = {title for line in thread[1:] if REJECTED in line.words for title in titles(line)}
        return [one for one in named if one.title in said]

    def _under_way(self) -> int:
        return sum(not self._story.is_over(upload) for upload in self._story.uploads)


class Approver:
    """Answers every ask in the direct messages. What Slack took is never clicked again."""

    def __init__(self, stage: Stage, story: Story, user: str) -> None:
        self._stage, self._story, self._user = stage, story, user
        self._name = STAGES[user]
        self._answered: set[tuple[str, str, int]] = set()  # message, title, version
        self._tried: set[tuple[str, str, int]] = set()  # the same, with nobody's answer

    async def answer_all(self) -> None:
        while True:
            for ask in await self._stage.messages(self._user, f"@{self._user}"):
                self._notice(ask)
                if APPROVE in ask.buttons:
                    await self._answer(ask)
            await asyncio.sleep(PAUSE_S)

    def _notice(self, ask: Seen) -> None:
        """What was tried and is asked no longer was taken, though nobody said so."""
        asked = titles(ask) if APPROVE in ask.buttons else []
        taken = {one for one in self._tried if one[0] == ask.ts and one[1] not in asked}
        self._tried -= taken
        self._note(taken)

    def _note(self, taken: set[tuple[str, str, int]]) -> None:
        self._answered |= taken
        self._story.decided.update((title, version, self._name) for _, title, version in taken)

    async def _answer(self, ask: Seen) -> None:
        versions = self._story.versions
        wanted = {
            title: verdict(self._story.pictures[title], self._name, version=versions[title])
            for title in titles(ask)
            if (ask.ts, title, versions[title]) not in self._answered
        }
        verdicts = {title: said for title, said in wanted.items() if said is not None}
        if not verdicts or len(verdicts) < len(titles(ask)):
            return  # some of them are answered and the message is about to change, or nobody ever will
        meant = {(ask.ts, title, versions[title]) for title in verdicts}
        try:
            if await self._decide(ask, verdicts):
                self._note(meant)
        except NO_ANSWER as error:
            self._tried |= meant
            self._story.upset.append(str(error))

    async def _decide(self, ask: Seen, verdicts: Mapping[str, str]) -> bool:
        """False: they read that it did not work, or no form came; they begin anew."""
        if set(verdicts.values()) == {APPROVED}:
            before = await self._sorries()
            await self._stage.click(self._user, f"@{self._user}", ask, APPROVE)
            return await self._sorries() == before
        if set(verdicts.values()) == {REJECTED}:
            form = await self._stage.click(self._user, f"@{self._user}", ask, REJECT)
            return await self._hand_in(form.get("view_id"), {"reason": {"value": REASON}})
        cards = [one for one in await _cards(self._stage, self._user) if set(verdicts) <= set(titles(one))]
        card = next((one for one in cards if ONE_BY_ONE in one.buttons), None)
        if card is None:
            return False  # the ask was here sooner
        await self._stage.click(self._user, "review", card, ONE_BY_ONE)
        form = await self._stage.form(self._user)
        return await self._hand_in(form["id"], _answers(form, verdicts))

    async def _sorries(self) -> int:
        """How often this person has read that a click came to nothing."""
        private = [one for one in await self._stage.messages(self._user, f"@{self._user}") if one.is_private]
        return sum(any(words in one.words for words in SORRY) for one in private)

    async def _hand_in(self, view_id: str | None, values: Json) -> bool:
        if view_id is None:
            return False
        try:
            await self._stage.submit(self._user, view_id, values)
        except NO_ANSWER:
            with suppress(*NO_ANSWER):
                await self._stage.post("slack/close", user=self._user, view_id=view_id)
            raise
        return True


class BoardPerson:
    """Sets days on tasks, in Wrike."""

    def __init__(self, stage: Stage, story: Story, dice: Random) -> None:
        self._stage, self._story, self._dice = stage, story, dice

    async def edit_all(self) -> None:
        left = self._story.plan.edits
        while left:
            await asyncio.sleep(PAUSE_S * self._dice.uniform(2, 8))
            tasks = [task for task in (await self._stage.get("wrike"))["tasks"] if TITLE.fullmatch(task["title"])]
            if not tasks:
                continue
            task = self._dice.choice(tasks)
            day = f"2026-{self._dice.randint(5, 12):02d}-{self._dice.randint(1, 28):02d}"
            await self._stage.post("wrike/edit", user="designer3", id=task["id"], set={"dueDate": day})
            self._story.edits.setdefault(task["title"], []).append(day)
            left -= 1


async def _cards(stage: Stage, user: str) -> list[Seen]:
    return [one for one in await stage.messages(user, "review") if one.is_card]


def _answers(form: Json, verdicts: Mapping[str, str]) -> Json:
    """Those that were not asked for are put off."""
    values: Json = {}
    for block in form["blocks"]:
        kind, _, stage = str(block.get("block_id", "")).partition("/")
        said = verdicts.get(block["label"]["text"].partition(". ")[2]) if kind == "verdict" else None
        if said == APPROVED:
            values[f"verdict/{stage}"] = {"value": "approve"}
        elif said == REJECTED:
            values |= {f"verdict/{stage}": {"value": "reject"}, f"reason/{stage}": {"value": REASON}}
    return values
