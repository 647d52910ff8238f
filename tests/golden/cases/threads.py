"""The card's thread: one line per happening."""

from bot.approval.lines import (
    asked_again,
    done,
    new_version,
    opened,
    others_sit_there,
    recalled,
    taken_back,
    withdrawn,
)
from bot.approval.opinions import advice_line
from bot.approval.views import decision_line
from models.review.words import Verdict
from tests.cast import BRAND, LEAD, UPLOADER
from tests.golden.cases.studio import CHANGES_BY_DENIZ, DANA, DENIZ, DORA, TITLES
from tests.golden.golden import Golden

GOLDENS = (
    Golden(
        name="thread/approved",
        title="Somebody approved",
        shown=decision_line(DANA, Verdict.APPROVE, ["hero shot"], "Design", ""),
    ),
    Golden(
        name="thread/approved_for",
        title="Somebody approved for somebody who is away",
        shown=decision_line(f"{DANA} for {BRAND.name}", Verdict.APPROVE, ["hero shot"], "Brand", ""),
    ),
    Golden(
        name="thread/changes_requested",
        title="Somebody asked for changes",
        shown=decision_line(DENIZ, Verdict.REQUEST_CHANGES, ["hero shot"], "Design", CHANGES_BY_DENIZ.reason),
    ),
    Golden(
        name="thread/rejected",
        title="Somebody rejected",
        shown=decision_line(
            BRAND.name, Verdict.REJECT, ["hero shot"], "Brand", "<!channel> the old logo may not be used any more"
        ),
    ),
    Golden(
        name="thread/approved_many",
        title="Somebody approved five at once",
        shown=decision_line(DANA, Verdict.APPROVE, TITLES, "Design", ""),
    ),
    Golden(
        name="thread/new_version",
        title="A new version came",
        shown=new_version("hero shot", 2, UPLOADER.name, holds=[]),
    ),
    Golden(
        name="thread/new_version_carried_over",
        title="A new version, for which a yes to the one before holds",
        shown=new_version("hero shot", 2, UPLOADER.name, holds=["Design", "Legal"]),
    ),
    Golden(
        name="thread/approved_with_changes",
        title="Somebody approved with changes",
        shown=decision_line(DANA, Verdict.APPROVE_WITH_CHANGES, ["hero shot"], "Design", "The year is 2025"),
    ),
    Golden(
        name="thread/opened",
        title="A stage is opened by hand",
        shown=opened(LEAD.name, "Legal", ["hero shot", "harbour"]),
    ),
    Golden(
        name="thread/done",
        title="What a yes asked for is done",
        shown=done(UPLOADER.name, "hero shot", DANA, "The year is 2025"),
    ),
    Golden(name="thread/taken_back", title="A decision is taken back", shown=taken_back(DANA, "hero shot", "Design")),
    Golden(name="thread/recalled", title="A question is withdrawn", shown=recalled(UPLOADER.name, "hero shot")),
    Golden(name="thread/asked_again", title="Asked again", shown=asked_again(LEAD.name, "hero shot", "Legal")),
    Golden(
        name="thread/asked_again_because",
        title="Asked again, and why",
        shown=asked_again(LEAD.name, "hero shot", "Legal", "The <!channel> licence is new."),
    ),
    Golden(
        name="thread/others_sit_there",
        title="Somebody came into a user group, and two left it",
        shown=others_sit_there("Design", [DANA], [DENIZ, "<!channel> Dora"]),
    ),
    Golden(
        name="thread/another_decides",
        title="Another one decides alone",
        shown=others_sit_there("Brand", [BRAND.name], [DANA], decider=BRAND.name),
    ),
    Golden(
        name="thread/advised",
        title="An adviser says what they think",
        shown=advice_line(
            DORA, ["hero shot"], "Legal", "The <!channel> claim is hard to read.\nThe colours are right."
        ),
    ),
    Golden(name="thread/withdrawn", title="Open votes are withdrawn", shown=withdrawn("hero shot", 1)),
)
