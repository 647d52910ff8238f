"""Files that are not what they seem, and names that want to be more than names."""

from functools import partial

from bot.approval import views
from tests.imaging.pictures import SVG, TEXT, png, tiff
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually

NASTY = ("<!channel> *bold* <@U0LEAD>.jpg", "<http://evil.example|good>.jpg", "line\nbreak.jpg", "\u202egpj.exe.jpg")


async def test_bad_files_are_explained_and_the_good_ones_beside_them_go_on(galley: Galley) -> None:
    await newer_files_that_are_no_good_disturb_nothing(galley)
    await each_bad_file_is_explained_and_its_neighbours_go_on(galley)
    await a_file_that_could_not_be_read_is_explained_every_time(galley)
    await a_drawing_without_a_preview_is_decided_by_its_original(galley)
    assert await galley.stage.direct("admin") == []


async def newer_files_that_are_no_good_disturb_nothing(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await eventually(lambda: card_naming(galley, "*Design*"))
    await galley.stage.click("designer1", card, views.APPROVE)
    await eventually(lambda: card_naming(galley, "*Brand*"))

    bad = (("same.jpg", photo(1)), ("cut.jpg", photo(2)[:10_000]), ("empty.jpg", b""))
    await galley.stage.drop("designer3", "review", *bad, thread_ts=card.ts)

    async def explained() -> bool:
        thread = await galley.stage.messages("designer3", "review", thread_ts=card.ts)
        said = "\n".join(one.words for one in thread if one.is_private)
        reasons = ("same.jpg has the same bytes as version 1", "cut.jpg is cut off", "empty.jpg is empty")
        return all(reason in said for reason in reasons) and "Version 1 of *hero* stays under review." in said

    await eventually(explained)
    card = await eventually(lambda: card_naming(galley, "*Brand*"))
    await galley.stage.click("brand", card, views.APPROVE)
    await eventually(lambda: card_naming(galley, "In the library"))
    thread = await galley.stage.messages("designer1", "review", thread_ts=card.ts)
    assert not any("no longer count" in one.words or "version 2" in one.words for one in thread)


async def each_bad_file_is_explained_and_its_neighbours_go_on(galley: Galley) -> None:
    ts = await galley.stage.drop(
        "uploader",
        "intake",
        ("good.jpg", photo(5)),
        ("empty.jpg", b""),
        ("cut.jpg", photo(2)[:10_000]),
        ("note.jpg", TEXT),
        ("lying.png", photo(3)),
        ("bomb.png", png((40_000, 40_000), rows=b"")),
        ("pages.tiff", tiff(100, (300, 220))),
        ("tiny.jpg", photo(4, size=(100, 50))),
    )

    receipt = await eventually(lambda: settled(galley, ts))
    for words in (
        "empty.jpg is empty (0 bytes)",
        "cut.jpg is cut off",
        "note.jpg is not a picture",
        "lying.png is a JPEG picture inside",
        "40,000 × 40,000 pixels",  # noqa: RUF001  the sign of multiplication is meant
        "pages.tiff has 100 pages",
        "100 x 50 px, expected at least 200 x 200 px",
    ):
        assert words in receipt.words
    card = await eventually(lambda: card_naming(galley, "good"))
    assert card.text.startswith("Approve good?")


async def a_file_that_could_not_be_read_is_explained_every_time(galley: Galley) -> None:
    for name in ("logo.jpg", "logo again.jpg"):
        ts = await galley.stage.drop("uploader", "intake", (name, TEXT))

        receipt = await eventually(partial(settled, galley, ts))
        assert f"{name} is not a picture" in receipt.words


async def a_drawing_without_a_preview_is_decided_by_its_original(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("mark.svg", SVG))
    card = await eventually(lambda: card_naming(galley, "No preview: an SVG drawing is not opened here"))
    assert "Size: not known without a preview" in card.words

    async def led() -> bool:
        thread = await galley.stage.messages("designer1", "review", thread_ts=card.ts)
        return any("no preview" in one.words and "Open the original" in one.words for one in thread)

    await eventually(led)
    await galley.stage.click("designer1", card, views.APPROVE)
    card = await eventually(lambda: card_naming(galley, "*Brand*"))
    await galley.stage.click("brand", card, views.APPROVE)

    async def told() -> list[Seen]:
        read = await galley.stage.messages("designer1", "campaign")
        return [one for one in read if "Only the original: without a preview no other sizes are made" in one.words]

    assert await eventually(told)


async def test_the_same_bytes_come_in_once_and_a_name_is_only_a_name(galley: Galley) -> None:
    await the_same_bytes_are_already_here(galley)
    await a_nasty_name_is_only_a_name(galley)


async def the_same_bytes_are_already_here(galley: Galley) -> None:
    twice = ("one.jpg", photo(1)), ("other.jpg", photo(1))
    ts = await galley.stage.drop("uploader", "intake", *twice, ("third.jpg", photo(2)))
    receipt = await eventually(lambda: settled(galley, ts))
    assert "is already here" in receipt.words

    await eventually(lambda: card_naming(galley, "third"))
    later = await galley.stage.drop("designer1", "intake", ("again.jpg", photo(1)))

    async def known() -> bool:
        seen = await galley.stage.receipt(later, "designer1")
        return seen is not None and "already here" in seen.words and "/archives/" in seen.words

    await eventually(known)
    assert len([one for one in await galley.stage.messages("designer1", "review") if one.is_card]) == 1


async def a_nasty_name_is_only_a_name(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", *((name, photo(n)) for n, name in enumerate(NASTY, start=10)))
    card = await eventually(lambda: card_naming(galley, "line"))
    form = await galley.stage.click("designer1", card, views.REJECT)
    await galley.stage.submit("designer1", form["view_id"], {"reason": {"value": "<!here> no\n\n<@U0LEAD>"}})

    async def told() -> list[Seen]:
        return [one for one in await galley.stage.direct("uploader") if "here" in one.words]

    outcome = await eventually(told)
    card = await eventually(galley.stage.card)
    thread = await galley.stage.messages("designer1", "review", thread_ts=card.ts)
    for seen in (*outcome, card, *thread):
        for mark_up in ("<!channel", "<!here", "<@U0LEAD", "<http://evil", "\u202e"):
            assert mark_up not in seen.words
    assert await galley.stage.buzzes("lead") == []


async def settled(galley: Galley, ts: str) -> Seen | None:
    """The receipt, once nothing is being checked any more."""
    receipt = await galley.stage.receipt(ts)
    return receipt if receipt and "hecking" not in receipt.words and "being checked" not in receipt.words else None


async def card_naming(galley: Galley, words: str) -> Seen | None:
    card = await galley.stage.card()
    return card if card and words in card.words else None
