"""The forms, as they open."""

from bot.approval.asked import Question
from bot.approval.forms import advice_form, each_form, reason_form
from bot.intake.forms import correct_form, details_form, submit_form, which_form
from bot.policy import Intake, People, Policy
from bot.policy_review import Review
from bot.policy_stage import StagePolicy
from models.asset import Asset, AssetState
from models.attributes.completing import Gap, Sheet, gaps
from models.attributes.schema import Attribute, Kind
from models.attributes.suggesting import Hint
from models.attributes.vocabulary import Vocabulary
from models.review.words import Verdict
from tests.cast import ADMIN, BRAND, FIRST_MORNING, LEAD, TEAM, UPLOADER
from tests.golden.cases.studio import TITLES
from tests.golden.golden import Golden

POLICY = Policy(
    intake=Intake(channels=("intake",)),
    review=Review(channel="review", stages=(StagePolicy(name="Brand", approvers=(BRAND.handle,)),)),
    people=People(lead=LEAD.handle, admins=(ADMIN.handle,)),
    attributes={
        "title": Attribute(label="Title", required=True, default="file_name"),
        "photographer": Attribute(label="Photographer", required=True),
        "region": Attribute(label="Region", options=("Europe", "Asia", "Americas"), required=True),
        "tags": Attribute(label="Tags", many=True, hint="Words to find it by, with commas between them"),
    },
)
ASSET = Asset(
    id="asset-1",
    team_id=TEAM,
    batch_id="batch-1",
    position=1,
    submitter_id=UPLOADER.slack_id,
    attributes={"title": "hero shot"},
    created_at=FIRST_MORNING,
)


TAGGED = ASSET.model_copy(
    update={
        "state": AssetState.PUBLISHED,
        "attributes": {
            "title": "hero <!channel> shot",
            "photographer": "Ana Alder",
            "region": "Europa",
            "tags": ["beach", "sea"],
        },
    }
)


def questions(*titles: str) -> tuple[Question, ...]:
    return tuple(
        Question(stage_id=f"{number:026d}", stage="Design", number=number, title=title, version_id=f"version-{number}")
        for number, title in enumerate(titles, start=1)
    )


ONE, FIVE = questions("hero shot"), questions(*TITLES)
FIFTY = questions(*(f"Look {number}" for number in range(1, 51)))

HINTS = (
    Hint(attribute="photographer", value="Ana Alder", source="file"),
    Hint(attribute="region", value="Europe", source="file"),
    Hint(attribute="region", value="Asia", source="rule:asia-channel"),
    Hint(attribute="tags", value=["beach", "sea"], source="rule:spring-folder"),
)
EVERY = POLICY.model_copy(
    update={
        "attributes": {
            f"{kind}": Attribute(label=f"As {kind}", type=kind, required=True, hint="Known from the shooting")
            for kind in Kind
        }
        | {"city": Attribute(label="One of 150 cities", vocabulary="cities", required=True)}
        | {"cities": Attribute(label="Some of 150 cities", vocabulary="cities", many=True)},
        "vocabularies": {"cities": Vocabulary(terms={f"City {number}": () for number in range(150)})},
    }
)
KINDS = tuple(Gap(attribute=name, is_needed=name != "cities") for name in EVERY.attributes)


def sheet(*hints: Hint) -> Sheet:
    readers = {name: POLICY.reader(name) for name in POLICY.attributes}
    found = gaps(readers, ASSET.attributes, POLICY.needed(""), hints)
    return Sheet(asset_id=ASSET.id, title=ASSET.title, gaps=found)


GOLDENS = (
    Golden(name="form/advice", title="Give advice", shown=advice_form(ONE)),
    Golden(name="form/advice_many", title="Give advice on some of five", shown=advice_form(FIVE)),
    Golden(name="form/reject", title="Reject", shown=reason_form(ONE, Verdict.REJECT)),
    Golden(
        name="form/request_changes_heard",
        title="Request changes, begun with words from the thread",
        shown=reason_form(ONE, Verdict.REQUEST_CHANGES, reason="Please move the logo, it hides her hand"),
    ),
    Golden(name="form/request_changes", title="Request changes", shown=reason_form(ONE, Verdict.REQUEST_CHANGES)),
    Golden(
        name="form/approve_with_changes",
        title="Approve with changes",
        shown=reason_form(ONE, Verdict.APPROVE_WITH_CHANGES),
    ),
    Golden(
        name="form/request_changes_batch",
        title="Request changes to some of a batch",
        shown=reason_form(FIVE, Verdict.REQUEST_CHANGES),
    ),
    Golden(name="form/reject_fifty", title="Reject some of fifty", shown=reason_form(FIFTY, Verdict.REJECT)),
    Golden(name="form/one_by_one", title="One by one", shown=each_form(FIVE)),
    Golden(name="form/one_by_one_fifty", title="One by one, fifty pictures", shown=each_form(FIFTY)),
    Golden(
        name="form/submit",
        title="Submit a picture",
        shown=submit_form(POLICY, [("Spring / Instagram", "campaign-1"), ("Autumn", "campaign-2")], channel="C0INTAKE"),
    ),
    Golden(name="form/details", title="What is missing", shown=details_form([sheet()], POLICY)),
    Golden(
        name="form/details_suggested",
        title="What is missing, suggested and contradicted",
        shown=details_form([sheet(*HINTS)], POLICY),
    ),
    Golden(
        name="form/correct",
        title="Wrong tag, of a published picture; one of them is a word of before",
        shown=correct_form(TAGGED, POLICY),
    ),
    Golden(
        name="form/correct_which",
        title="Wrong tag: which picture?",
        shown=which_form([ASSET, ASSET.model_copy(update={"id": "asset-2", "position": 2, "attributes": {}})]),
    ),
    Golden(
        name="form/correct_nothing",
        title="Wrong tag, where no attributes are declared",
        shown=correct_form(ASSET, POLICY.model_copy(update={"attributes": {}})),
    ),
    Golden(
        name="form/details_kinds",
        title="A field of every kind",
        shown=details_form([Sheet(asset_id="asset-1", title="hero", gaps=KINDS)], EVERY),
    ),
    Golden(
        name="form/details_batch",
        title="What is missing of three",
        shown=details_form([sheet(), sheet(HINTS[0]), sheet()], POLICY),
    ),
)
