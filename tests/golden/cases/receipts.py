"""What the uploader reads in their own thread about what they dropped."""

from dataclasses import replace

from bot.intake.receipt import Awaited, Line, Receipt, Suggested
from bot.intake.views import receipt, sent_back, unseen, which_picture
from bot.wishes import ToDo
from imaging import sentences
from models.asset import AssetState
from models.batch import MOST
from models.checks import Finding, Level, Mend
from tests.cast import BRAND
from tests.golden.cases.cards import SPRING
from tests.golden.cases.studio import DANA, DENIZ, DORA, PLACE
from tests.golden.golden import Golden

HERO = Line(
    number=1,
    title="hero shot",
    file_name="hero_shot.jpg",
    version=1,
    state=AssetState.CHECKING,
    is_inspected=False,
    is_given_up=False,
    is_followed=False,
    problem="",
    failed=(),
    missing=(),
    repaired=(),
    repair_version="",
    details_asset="",
    twin="",
    twin_title="",
    stages=(),
    awaited=(),
)
CMYK = Finding(rule="Colour space", level=Level.FAILED, expected="sRGB or Grey", actual="CMYK", mend=Mend.TO_SRGB)
HEAVY = Finding(rule="Weight", level=Level.FAILED, expected="at most 2 MB", actual="14.2 MB", mend=Mend.TO_WEIGHT)
LARGE = Finding(
    rule="Largest size",
    level=Level.FAILED,
    expected="at most 4000 x 4000 px",
    actual="6000 x 4000 px",
    mend=Mend.TO_SIZE,
)
GPS = Finding(rule="GPS place", level=Level.WARNED, expected="none", actual="in the file", mend=Mend.STRIP_GPS)
MISNAMED = Finding(
    rule="File name",
    level=Level.FAILED,
    expected="small letters, digits and dashes",
    actual="HERO shot.JPG",
    mend=Mend.RENAME,
)
SMALL = Finding(rule="Size", level=Level.FAILED, expected="at least 200 x 200 px", actual="120 x 90 px")
ANY_DESIGNER = Awaited(names=(DANA, DENIZ, DORA), needed=1)
IN_REVIEW = replace(HERO, state=AssetState.IN_REVIEW, is_inspected=True, stages=("Design",), awaited=(ANY_DESIGNER,))
YEAR = ToDo(decision_id="decision-1", name=DANA, stage="Design", wish="The year is 2025", title="hero shot")
LOGO = replace(YEAR, decision_id="decision-2", name=DENIZ, wish="A larger logo, <!channel>")
WISHED = replace(HERO, state=AssetState.PUBLISHED, is_inspected=True, to_do=(YEAR,))
TAGS = Suggested(label="Tags", value="beach, sea", source="from the file")
CITY = Suggested(label="City", value="", source="New York from the file and Berlin by the rule berlin-channel")
BACK = replace(HERO, state=AssetState.NEEDS_WORK, is_inspected=True)


def _receipt(
    name: str,
    title: str,
    *lines: Line,
    campaign: str = "Spring / Instagram",
    place: str = "",
    pictures: int = 0,
    cards: int = 1,
) -> Golden:
    shown = Receipt(pictures=pictures or len(lines), cards=cards, lines=lines, campaign=campaign, place=place)
    return Golden(name=f"receipt/{name}", title=title, shown=receipt(shown))


def _unreadable(name: str, title: str, sentence: str) -> Golden:
    return _receipt(f"unreadable_{name}", f"Unreadable: {title}", replace(BACK, problem=sentence))


FILE = "hero_shot.jpg"

GOLDENS = (
    _receipt("checking", "Being checked", HERO),
    _receipt("given_up", "The checks were given up", replace(HERO, is_given_up=True)),
    _receipt("checking_no_campaign", "Being checked, outside a campaign", HERO, campaign=""),
    _receipt("in_review", "In review", IN_REVIEW, place=PLACE),
    _receipt(
        "in_review_beside",
        "In review, in two stages at once",
        replace(IN_REVIEW, stages=("Legal", "Market"), awaited=(Awaited(names=(BRAND.name,), needed=1), ANY_DESIGNER)),
        place=PLACE,
    ),
    _receipt("in_review_stuck", "In review, where nobody can decide", replace(IN_REVIEW, awaited=("",)), place=PLACE),
    _receipt(
        "by_hand",
        "The next stage is opened by hand",
        replace(IN_REVIEW, stages=(), awaited=(), by_hand=("Legal",)),
        place=PLACE,
    ),
    _receipt("to_do", "Approved with a wish", WISHED, place=PLACE),
    _receipt("to_do_two", "Two wishes for one picture", replace(WISHED, to_do=(YEAR, LOGO)), place=PLACE),
    _receipt(
        "failed",
        "A check failed, one click repairs it",
        replace(BACK, failed=(CMYK,), repair_version="version-1"),
    ),
    _receipt(
        "failed_several",
        "Several checks failed, one click repairs them all",
        replace(BACK, failed=(CMYK, HEAVY), repair_version="version-1"),
    ),
    _receipt(
        "failed_and_warned",
        "A check failed, another one warns, one click repairs both",
        replace(BACK, failed=(LARGE,), warned=(GPS,), repair_version="version-1"),
    ),
    _receipt(
        "misnamed", "A name that one click puts right", replace(BACK, failed=(MISNAMED,), repair_version="version-1")
    ),
    _receipt("warned", "A check warns; the picture goes on", replace(IN_REVIEW, warned=(GPS,)), place=PLACE),
    _receipt("failed_for_good", "A check failed that no click repairs", replace(BACK, failed=(CMYK, SMALL))),
    _receipt(
        "failed_and_missing",
        "A check failed, and a detail is missing",
        replace(BACK, failed=(CMYK,), repair_version="version-1", missing=("Photographer",), details_asset="asset-1"),
    ),
    _receipt(
        "needs_details",
        "Details are missing",
        replace(BACK, missing=("Photographer", "Licence until"), details_asset="asset-1"),
    ),
    _receipt(
        "suggested",
        "In review, with suggestions and a contradiction",
        replace(IN_REVIEW, details_asset="asset-1", later=("Licence until",), hints=(TAGS, CITY)),
        place=PLACE,
    ),
    _receipt(
        "needs_details_all",
        "The same is missing of two",
        replace(BACK, missing=("Photographer",), details_asset="asset-1"),
        replace(BACK, number=2, title="detail", missing=("Photographer",), details_asset="asset-2"),
    ),
    _receipt(
        "repaired",
        "Repaired, in review",
        replace(IN_REVIEW, version=2, repaired=("Converted the colours from ISO Coated v2 to sRGB.",)),
        place=PLACE,
    ),
    _receipt(
        "followed",
        "A better file is being looked at",
        replace(BACK, failed=(CMYK,), is_followed=True),
    ),
    _receipt(
        "duplicate",
        "Already here",
        replace(HERO, state=AssetState.DUPLICATE, is_inspected=True, twin=PLACE, twin_title="hero shot, final"),
    ),
    _receipt("changes_requested", "Changes requested", replace(HERO, state=AssetState.CHANGES_REQUESTED), place=PLACE),
    _receipt("rejected", "Rejected", replace(HERO, state=AssetState.REJECTED), place=PLACE),
    _receipt("approved", "Approved, being published", replace(HERO, state=AssetState.APPROVED), place=PLACE),
    _receipt("published", "Published", replace(HERO, state=AssetState.PUBLISHED), place=PLACE),
    _receipt(
        "unpublished",
        "Approved, and the library was given up",
        replace(HERO, state=AssetState.APPROVED, is_given_up=True),
        place=PLACE,
    ),
    _receipt(
        "alike",
        "The same picture is here in another file",
        replace(IN_REVIEW, alike=SPRING, join_version="version-1"),
        place=PLACE,
    ),
    _receipt(
        "alike_and_failed",
        "The same, and a check failed",
        replace(BACK, failed=(CMYK,), repair_version="version-1", alike=SPRING, join_version="version-1"),
    ),
    _receipt(
        "alike_neighbour",
        "The same picture twice in one message",
        replace(IN_REVIEW, title="Beach morning"),
        replace(IN_REVIEW, number=2, title="Beach", alike=replace(SPRING, title="Beach morning", position=1)),
        place=PLACE,
    ),
    _receipt("withdrawn", "Withdrawn", replace(HERO, state=AssetState.WITHDRAWN), place=PLACE),
    _receipt(
        "batch_mixed",
        "Five pictures, each somewhere else",
        replace(IN_REVIEW, title="Beach morning"),
        replace(BACK, number=2, title="Harbour at dusk", failed=(CMYK,), repair_version="version-2"),
        replace(IN_REVIEW, number=3, title="Red umbrella"),
        replace(BACK, number=4, title="notes", problem=sentences.not_a_picture("notes.jpg").sentence),
        replace(HERO, number=5, title="Market stall", state=AssetState.DUPLICATE, twin=PLACE, twin_title="Market"),
        place=PLACE,
    ),
    _receipt(
        "batch_twenty",
        "As many as one card carries, all to be repaired",
        *(
            replace(BACK, number=n, title=f"Look {n}", failed=(CMYK, HEAVY), repair_version=f"version-{n}")
            for n in range(1, MOST + 1)
        ),
    ),
    _receipt(
        "part_of_sixty",
        "The second of three cards of one message",
        *(replace(IN_REVIEW, number=n, title=f"Look {n}") for n in range(MOST + 1, 2 * MOST + 1)),
        place=PLACE,
        pictures=60,
        cards=3,
    ),
    _unreadable("empty", "no bytes", sentences.empty(FILE).sentence),
    _unreadable("text", "a text file", sentences.not_a_picture(FILE).sentence),
    _unreadable(
        "lying",
        "a lying extension",
        sentences.mislabelled(FILE, kind="a PNG", extension="jpg", right="png", has_preview=True).sentence,
    ),
    _unreadable("unsupported", "no preview", sentences.unsupported("hero.svg", kind="an SVG drawing").sentence),
    _unreadable("truncated", "cut off", sentences.truncated(FILE).sentence),
    _unreadable("damaged", "damaged", sentences.damaged(FILE).sentence),
    _unreadable("bomb", "a bomb", sentences.too_many_pixels(FILE, size=(60_000, 50_000), limit=200_000_000).sentence),
    _unreadable(
        "pages", "a document", sentences.too_many_frames("hero.tif", found="100", limit=50, pages=True).sentence
    ),
    _unreadable("slow", "too slow", sentences.took_too_long(FILE, seconds=30).sentence),
    _unreadable("memory", "too large for memory", sentences.too_much_memory(FILE, limit=768_000_000).sentence),
    _unreadable("crashed", "given up", sentences.crashed(FILE).sentence),
    Golden(
        name="thread/unseen",
        title="In place of a preview, the way to the original",
        shown=unseen(
            "IMG 0042",
            2,
            "a HEIC picture needs galley[heif], which is not installed here",
            place=f"{PLACE}/F1/img_0042",
        ),
    ),
    Golden(
        name="receipt/sent_back",
        title="A newer file with known bytes",
        shown=sent_back(
            "hero_v2.jpg has the same bytes as version 1 of hero shot. Please upload the file that you meant.",
            "hero shot",
            1,
            AssetState.IN_REVIEW,
        ),
    ),
    Golden(
        name="receipt/which_picture",
        title="Which picture does it replace?",
        shown=which_picture(
            "hero_brighter.jpg",
            [("asset-1", "1. Beach morning"), ("asset-2", "2. Harbour at dusk"), ("asset-3", "3. Red umbrella")],
            post_id="post-1",
        ),
    ),
)
