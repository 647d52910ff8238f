"""App Home of one person."""

from collections.abc import Sequence
from dataclasses import replace

from bot.absences import AwayNote
from bot.home.page import HomePage, Place, ToOpen
from bot.home.views import home_view
from bot.jobs.port import Trouble
from bot.outlook import Outlook
from models.choices import Choices
from models.job import JobState
from tests.cast import BRAND, DESIGNERS, FIRST_MORNING, LEAD, TEAM
from tests.golden.cases.absences import DANAS, FOR_BEA
from tests.golden.cases.attention import BY_DIGEST
from tests.golden.cases.outlooks import BY_HAND, CHANGES, IN_REVIEW, LATE, PUBLISHED, REJECTED
from tests.golden.cases.outlooks import FOR_BEA as FOR_BEA_NOW
from tests.golden.golden import Golden

FIRST = Place(team_id=TEAM, person_id=DESIGNERS[0].slack_id)


def _home(
    name: str,
    title: str,
    *,
    waiting: Sequence[Outlook] = (),
    mine: Sequence[Outlook] = (),
    place: Place = FIRST,
    count: int | None = None,
    troubles: Sequence[Trouble] = (),
    away: Sequence[AwayNote] = (),
    chosen: Choices | None = None,
    to_open: Sequence[ToOpen] = (),
) -> Golden:
    page = HomePage(
        place=place,
        waiting=[(f"stage-{number}", one) for number, one in enumerate(waiting, start=1)],
        waiting_count=len(waiting) if count is None else count,
        waiting_next="stage-10" if count else "",
        to_open=to_open,
        mine=mine,
        mine_next="asset-10" if count else "",
        troubles=troubles,
        away=away,
        chosen=chosen or Choices(),
    )
    return Golden(name=f"home/{name}", title=title, shown=home_view(page))


def _trouble(number: int, kind: str, state: JobState, problem: str) -> Trouble:
    return Trouble(
        id=f"job-{number}", kind=kind, subject="s", lane="l", state=state, problem=problem, since=FIRST_MORNING
    )


TROUBLES = (
    _trouble(2, "slack.show", JobState.SET_ASIDE, "Slack said no: is_archived."),
    _trouble(1, "task.comment", JobState.NEEDS_LOOK, "Wrike did not say <!channel> whether it has *it*."),
)

LEGAL = ToOpen(stage_id="version-002", stage="Legal", outlook=BY_HAND)

GOLDENS = (
    _home("empty", "Nothing yet"),
    _home("waiting", "Two pictures wait", waiting=(LATE, IN_REVIEW)),
    _home(
        "standing_in",
        "A picture waits for somebody who is away",
        waiting=(FOR_BEA_NOW,),
        away=(replace(FOR_BEA, absent=BRAND.name),),
    ),
    _home("to_open", "A stage waits for one's hand", to_open=(LEGAL,)),
    _home("admin", "What was set aside", troubles=TROUBLES),
    _home(
        "away",
        "Away, standing in, somebody whom one sent away; a digest instead of messages",
        chosen=BY_DIGEST,
        away=(
            DANAS,
            replace(FOR_BEA, absent=LEAD.name, scope=("Spring / Instagram", "Acme")),
            replace(DANAS, is_absent=False, absent=DESIGNERS[1].name, substitute=""),
        ),
    ),
    _home("submitter", "One's own submissions", mine=(IN_REVIEW, CHANGES, REJECTED, PUBLISHED)),
    _home(
        "full",
        "More than fits",
        waiting=[replace(IN_REVIEW, title=f"Look {number}") for number in range(11, 21)],
        mine=[replace(PUBLISHED, title=f"Look {number}") for number in range(31, 41)],
        place=replace(FIRST, waiting_after="stage-1", mine_after="asset-1"),
        count=47,
    ),
)
