"""More pictures in one message than one card can carry."""

from bot.approval import views
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually

MANY = 22


async def test_every_picture_of_a_large_upload_is_decided_and_published(galley: Galley) -> None:
    files = [(f"look{n}.jpg", photo(n, size=(200, 200))) for n in range(1, MANY + 1)]
    ts = await galley.stage.drop("uploader", "intake", *files)

    for user, stage in (("designer1", "Design"), ("brand", "Brand")):
        for number, count in ((0, 20), (1, MANY - 20)):
            card = await asked(galley, user, number, stage, f"Approve all {count}")
            await galley.stage.click(user, card, views.APPROVE)

    sidecars = galley.config.data / "library"

    async def published() -> bool:
        return len(list(sidecars.rglob("asset.json"))) == MANY

    await eventually(published, within=60)
    receipts = [one for one in await galley.stage.messages("uploader", "intake", thread_ts=ts) if one.is_ours]
    assert [f"{MANY} pictures, 2 cards" in one.words for one in receipts] == [True, True]
    cards = [one for one in await galley.stage.messages("lead", "review") if one.is_card]
    assert len(cards) == len({one.picture for one in cards}) == 2


async def asked(galley: Galley, user: str, number: int, stage: str, button: str) -> Seen:
    """One of the cards, once it asks this stage about all of its pictures."""

    async def seen() -> Seen | None:
        cards = [one for one in await galley.stage.messages(user, "review") if one.is_card]
        card = sorted(cards, key=lambda one: f"look{MANY}" in one.words)[number] if len(cards) == 2 else None
        is_asked = card is not None and f"*{stage}*" in card.words and button in card.words and card.picture
        return card if is_asked else None

    return await eventually(seen, within=60)
