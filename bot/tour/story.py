"""Story S1: five pictures, one repaired by a click, one rejected with a reason, four published; then a better fifth."""

from typing import Any

from bot.tour.pictures import FOR_PRINT, GOOD, STRAIGHT, TILTED, photograph, title
from bot.tour.stage import Differs, Seen, Stage
from bot.tour.telling import Teller

PICTURES = (*GOOD, TILTED, FOR_PRINT)
TITLES = tuple(map(title, PICTURES))
PUBLISHED = tuple(map(title, (*GOOD, FOR_PRINT)))
RENDITIONS = ("social", "thumb", "web")
CAMPAIGN = "Spring Campaign"
REASON = "The horizon is tilted. Please straighten it."
CAST = {"uploader": "The photographer", "designer1": "A designer", "brand": "Brand", "lead": "The campaign's lead"}
ONCE = {"uploader": 1, "designer1": 1, "designer2": 1, "brand": 1, "admin": 0}  # notifications of the first round

REPAIR, APPROVE, ONE_BY_ONE = "intake.repair", "approval.approve", "approval.one_by_one"


class Story:
    """`tour` makes its pictures unlike those of any other tour."""

    def __init__(self, stage: Stage, teller: Teller, *, tour: str) -> None:
        self._stage, self._teller, self._tour = stage, teller, tour
        self._buzzed: dict[str, int] = {}
        self._upload = self._card = ""  # where they stand
        self._tasks_before: set[str] = set()

    async def play(self) -> None:
        await self._stage.until("Galley is connected", self._is_connected)
        self._buzzed = {who: await self._stage.notified(who) for who in ONCE}
        self._tasks_before = {task["id"] for task in (await self._stage.get("wrike"))["tasks"]}
        await self._link_the_campaign()
        await self._upload_five()
        await self._repair_one()
        await self._decide_one_by_one()
        await self._brand_approves()
        await self._everybody_hears_once()
        await self._bring_a_better_one()

    async def _link_the_campaign(self) -> None:
        self._teller.act("1. A campaign")
        folders = (await self._stage.get("wrike"))["folders"]
        permalink = next(one["permalink"] for one in folders if one["title"] == CAMPAIGN)
        before = {seen.ts for seen in await self._stage.messages("lead", "campaign")}
        self._teller.does(CAST["lead"], f"types /galley campaign link {permalink}")
        await self._stage.post(
            "slack/command", user="lead", channel="campaign", command="/galley", text=f"campaign link {permalink}"
        )

        async def linked() -> Seen | None:
            seen = [one for one in await self._stage.messages("lead", "campaign") if one.ts not in before]
            return next((one for one in seen if one.names(CAMPAIGN)), None)

        answer = await self._stage.until(f"an answer that names {CAMPAIGN} in #campaign", linked)
        self._teller.sees(CAST["lead"], "#campaign", answer)

    async def _upload_five(self) -> None:
        self._teller.act("2. Five pictures")
        self._teller.does(CAST["uploader"], f"drops five pictures into #intake: {', '.join(TITLES)}")
        files = [photograph(name, self._tour) for name in PICTURES]
        self._upload = await self._stage.drop("uploader", "intake", files, text="The pictures for spring")
        receipt = await self._receipt("a receipt with a repair", lambda seen: REPAIR in seen.buttons)
        self._teller.sees(CAST["uploader"], "the thread in #intake", receipt)
        self._must(receipt, "CMYK", "sRGB", *TITLES)

    async def _repair_one(self) -> None:
        self._teller.act("3. One click repairs")
        receipt = await self._receipt("a receipt with a repair", lambda seen: REPAIR in seen.buttons)
        label = receipt.buttons[REPAIR]["text"]["text"]
        self._teller.does(CAST["uploader"], f"clicks [ {label} ]")
        await self._stage.click("uploader", "intake", receipt, REPAIR)
        card = await self._find_card("a card with all five pictures and a contact sheet", TITLES)
        self._card = card.ts
        self._teller.sees(CAST["designer1"], "#review", card)

    async def _decide_one_by_one(self) -> None:
        self._teller.act("4. Design decides, picture by picture")
        card = await self._find_card("a card with all five pictures and a contact sheet", TITLES)
        self._teller.does(CAST["designer1"], f"clicks [ One by one ], approves four and rejects {title(TILTED)}")
        await self._stage.click("designer1", "review", card, ONE_BY_ONE)
        form = await self._stage.form("designer1")
        await self._stage.submit("designer1", form["id"], _answers(form))

        async def noted() -> Seen | None:
            thread = await self._stage.messages("designer1", "review", thread_ts=self._card)
            return next((one for one in thread[1:] if one.names(REASON, title(TILTED))), None)

        line = await self._stage.until("a line in the card's thread with the reason", noted)
        self._teller.sees("Everybody", "the card's thread", line)

    async def _brand_approves(self) -> None:
        self._teller.act("5. Brand approves the rest")

        async def asked() -> Seen | None:
            messages = await self._stage.messages("brand", "@brand")
            return next((one for one in reversed(messages) if APPROVE in one.buttons), None)

        question = await self._stage.until("a message to Brand with an Approve button", asked)
        self._teller.sees(CAST["brand"], "a direct message", question)
        self._teller.does(CAST["brand"], f"clicks [ {question.buttons[APPROVE]['text']['text']} ]")
        await self._stage.click("brand", "@brand", question, APPROVE)

    async def _everybody_hears_once(self) -> None:
        self._teller.act("6. Published, and everybody told once")
        post = await self._announced(PUBLISHED)
        self._teller.sees(CAST["lead"], "#campaign", post)
        self._must(post, CAMPAIGN, *RENDITIONS)
        self._must_not(post, title(TILTED))
        self._teller.checks(f"{len(PUBLISHED)} pictures in the library, each in {len(RENDITIONS)} renditions")
        summary = await self._summary(REASON)
        self._teller.sees(CAST["uploader"], "a direct message", summary)
        self._must(summary, *TITLES, REASON)
        await self._statuses({**dict.fromkeys(PUBLISHED, "Published"), title(TILTED): "Rejected"})
        await self._count_notifications()

    async def _bring_a_better_one(self) -> None:
        self._teller.act("7. A better version")
        _, content = photograph(STRAIGHT, self._tour)
        self._teller.does(CAST["uploader"], f"drops a straightened {TILTED}.jpg into the card's thread")
        await self._stage.drop("uploader", "review", [(f"{TILTED}.jpg", content)], thread_ts=self._card)
        await self._see_both()
        for who, words in (("designer1", "Design"), ("brand", "Brand")):
            card = await self._asking(words)
            self._teller.sees(CAST[who], "#review", card)
            self._teller.does(CAST[who], "clicks [ Approve ]")
            await self._stage.click(who, "review", card, APPROVE)
        post = await self._announced(TITLES)
        self._teller.sees(CAST["lead"], "#campaign, the same message", post)
        await self._statuses(dict.fromkeys(TITLES, "Published"))

    async def _see_both(self) -> None:
        """What has changed is shown without anybody asking for it."""

        async def look() -> Seen | None:
            thread = await self._stage.messages("designer1", "review", thread_ts=self._card)
            return next((one for one in thread[1:] if one.files and one.names(title(TILTED), "beside version 1")), None)

        shown = await self._stage.until("both versions side by side in the card's thread", look)
        self._teller.sees("Everybody", "the card's thread, with both versions in one picture", shown)

    async def _is_connected(self) -> bool:
        return await self._stage.is_connected()

    async def _receipt(self, expected: str, fits: Any) -> Seen:
        async def look() -> Seen | None:
            thread = await self._stage.messages("uploader", "intake", thread_ts=self._upload)
            ours = [one for one in thread[1:] if one.is_galleys]
            if len(ours) > 1:
                raise Differs(f"the photographer should get one receipt, not {len(ours)}")
            return ours[0] if ours and fits(ours[0]) else None

        return await self._stage.until(expected, look)

    async def _find_card(self, expected: str, titles: tuple[str, ...]) -> Seen:
        async def look() -> Seen | None:
            messages = await self._stage.messages("designer1", "review")
            cards = [one for one in messages if one.is_card and one.ts > self._upload]
            newest = cards[-1] if cards else None
            return newest if newest and newest.names(*titles) and newest.shows_a_picture else None

        return await self._stage.until(expected, look)

    async def _asking(self, stage: str) -> Seen:
        async def look() -> Seen | None:
            messages = await self._stage.messages("designer1", "review")
            card = next((one for one in messages if one.ts == self._card), None)
            fits = card and APPROVE in card.buttons and "version 2" in card.words and card.names(stage, "stage ")
            return card if card and fits and self._turn_of(card) == stage else None

        return await self._stage.until(f"the card asks {stage} about version 2", look)

    def _turn_of(self, card: Seen) -> str:
        """The stage whose people are awaited."""
        return "Brand" if "stage 2 of 2" in card.words.casefold() else "Design"

    async def _announced(self, titles: tuple[str, ...]) -> Seen:
        async def look() -> Seen | None:
            posts = [one for one in await self._stage.messages("lead", "campaign") if one.ts > self._upload]
            ours = [one for one in posts if one.is_galleys and one.names(titles[0])]
            if len(ours) > 1:
                raise Differs(f"#campaign should hear once, not {len(ours)} times")
            return ours[0] if ours and ours[0].names(*titles) else None

        return await self._stage.until(f"#campaign reads of {', '.join(titles)}", look)

    async def _summary(self, words: str) -> Seen:
        async def look() -> Seen | None:
            messages = await self._stage.messages("uploader", "@uploader")
            return next((one for one in reversed(messages) if one.names(words) and one.ts > self._upload), None)

        return await self._stage.until("one message to the photographer with the reason", look)

    async def _statuses(self, wanted: dict[str, str]) -> None:
        """Of the tasks that came with this tour."""

        async def look() -> dict[str, str] | None:
            tasks = [one for one in (await self._stage.get("wrike"))["tasks"] if one["id"] not in self._tasks_before]
            found = {name: one["customStatus"] for name in wanted for one in tasks if name in one["title"]}
            return found if found == wanted else None

        found = await self._stage.until(f"Wrike shows {wanted}", look)
        self._teller.checks(f"Wrike: {', '.join(f'{name} is {status}' for name, status in found.items())}")

    async def _count_notifications(self) -> None:
        heard = {who: await self._stage.notified(who) - before for who, before in self._buzzed.items()}
        self._teller.counts((who, str(times)) for who, times in heard.items())
        for who, times in ONCE.items():
            if heard[who] != times:
                raise Differs(f"{who} should be notified {times} times, not {heard[who]}")

    def _must(self, seen: Seen, *words: str) -> None:
        if missing := [word for word in words if word not in seen.words]:
            raise Differs(f"the message should name {', '.join(missing)}: {seen.words}")

    def _must_not(self, seen: Seen, word: str) -> None:
        if word in seen.words:
            raise Differs(f"the message should not name {word}: {seen.words}")


def _answers(form: dict[str, Any]) -> dict[str, Any]:
    """Approve everything but the tilted one."""
    values: dict[str, Any] = {}
    for block in form["blocks"]:
        kind, _, stage = str(block.get("block_id", "")).partition("/")
        if kind != "verdict":
            continue
        is_tilted = block["label"]["text"].endswith(title(TILTED))
        values[f"verdict/{stage}"] = {"value": "reject" if is_tilted else "approve"}
        if is_tilted:
            values[f"reason/{stage}"] = {"value": REASON}
    return values
