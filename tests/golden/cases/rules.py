"""/galley policy: the rules of a channel."""

from dataclasses import replace
from datetime import timedelta

from bot.rulebook.page import Answerless, Page, StageLine
from bot.rulebook.views import page
from models.review.words import Closing, Opening, Rule
from tests.cast import BRAND, LEAD
from tests.golden.cases.studio import DANA, DENIZ, DORA, EVENING
from tests.golden.golden import Golden

HOUR = timedelta(hours=1)
TOLD = (Answerless(after=8 * HOUR, told=(LEAD.name,)),)
DESIGN = StageLine(
    name="Design",
    number=1,
    approvers=(DANA, DENIZ, DORA),
    rule=Rule.ANY,
    quorum=1,
    decider="",
    closes_all=Closing.STAGE,
    advisers=(),
    own_work=False,
    due_in=8 * HOUR,
    opens=Opening.APPROVED,
    opens_at=None,
    only_for=(),
    late=TOLD,
)
BRANDS = replace(DESIGN, name="Brand", number=2, approvers=(BRAND.name,), due_in=16 * HOUR)
MARKETS = (("region", ("DE", "AT")), ("file type", ("JPEG",)))
PLAIN = Page(
    channel_id="C0INTAKE",
    campaign="",
    stages=(DESIGN, BRANDS),
    ladder=(-4 * HOUR, timedelta(), 4 * HOUR),
    lead=LEAD.name,
    carries_over=False,
    digest="ba711df3b2f8".ljust(64, "0"),
    is_pilot=False,
)
LATE = (
    Answerless(after=4 * HOUR, told=(LEAD.name,)),
    Answerless(after=8 * HOUR, asked=(DANA, DENIZ)),
    Answerless(after=40 * HOUR),
)
WORKFLOW = (
    replace(DESIGN, rule=Rule.QUORUM, quorum=2, advisers=("Phil <!here> Photographer",), own_work=True),
    replace(BRANDS, name="Legal", rule=Rule.ALL, approvers=("@lawyers", DORA), late=()),
    replace(BRANDS, name="Market", only_for=MARKETS, opens=Opening.DEADLINE),
    replace(BRANDS, name="Press", number=3, opens=Opening.DATE, opens_at=EVENING, approvers=()),
    replace(BRANDS, name="Archive", number=3, opens=Opening.HAND, due_in=timedelta(minutes=90)),
    replace(BRANDS, number=4, decider=BRAND.name, approvers=(DANA,), closes_all=Closing.APPROVAL, late=LATE),
)

GOLDENS = (
    Golden(name="rules/plain", title="/galley policy, two stages", shown=page(PLAIN)),
    Golden(
        name="rules/workflow",
        title="/galley policy, everything that a workflow can say, in a campaign and on trial",
        shown=page(replace(PLAIN, campaign="Spring & <Summer>", stages=WORKFLOW, carries_over=True, is_pilot=True)),
    ),
    Golden(
        name="rules/nobody",
        title="/galley policy, where no stage applies",
        shown=page(replace(PLAIN, channel_id="D0DM", stages=())),
    ),
)
