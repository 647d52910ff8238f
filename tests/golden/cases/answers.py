"""What /galley answers, privately, to whoever asked."""

from datetime import date, timedelta

from bot.campaigns import views as campaigns
from bot.requests import views
from bot.search import views as search
from bot.slack.parts import Message
from bot.tasks import views as tasks
from models.campaign import Campaign, TaskLink
from tests.cast import DESIGNERS, FIRST_MORNING, LEAD, TEAM, UPLOADER
from tests.golden.cases.outlooks import (
    AHEAD,
    BY_HAND,
    CHANGES,
    CHECKING,
    FOR_BEA,
    HEARD_OUT,
    IN_REVIEW,
    LATE,
    NEEDS_WORK,
    NOBODY,
    ON_TRIAL,
    PUBLISHED,
    REJECTED,
    THEN_BY_HAND,
    TO_DO,
)
from tests.golden.cases.studio import TASK, TITLES
from tests.golden.golden import Golden

SPRING = Campaign(
    id="campaign-1",
    team_id=TEAM,
    channel_id="C0CAMPAIGN",
    board="wrike",
    project_id="IEAAAAA1",
    title="Spring / Instagram",
    permalink="https://www.wrike.com/open.htm?id=4700",
    linked_by=LEAD.slack_id,
    linked_at=FIRST_MORNING,
    hook_id="hook-1",
)
TASK_LINK = TaskLink(
    id="task-1",
    team_id=TEAM,
    asset_id="asset-1",
    board="wrike",
    task_id="IEAAAAB1",
    permalink=TASK,
    title="Hero shot for Instagram",
    status="Design Review",
    due=date(2026, 3, 6),
    assignees=[UPLOADER.name],
)
DANA = DESIGNERS[0].slack_id
EVERYTHING = (IN_REVIEW, LATE, CHANGES, REJECTED, PUBLISHED)


def _answer(name: str, title: str, shown: Message) -> Golden:
    return Golden(name=f"answer/{name}", title=title, shown=shown)


GOLDENS = (
    _answer("help", "/galley help", views.help_page()),
    _answer("unknown", "A mistyped command", views.unknown("aprove <!channel>", "mine")),
    _answer("unknown_verb", "A mistyped second word", views.unknown_verb("campaign", "lnik", ("link", "unlink"))),
    _answer(
        "unknown_report",
        "/galley report, of nothing",
        views.unknown_verb("report", "nois", ("absences", "attributes", "noise")),
    ),
    _answer("status", "/galley status, one picture in review", views.standing(IN_REVIEW)),
    _answer("status_needs_work", "/galley status, one picture that failed its checks", views.standing(NEEDS_WORK)),
    _answer("status_published", "/galley status, one picture in the library", views.standing(PUBLISHED)),
    _answer("status_many", "/galley status, several pictures", views.standings(EVERYTHING)),
    _answer("status_nothing", "/galley status, a word nobody knows", views.nothing_called("heroo", ["hero shot"])),
    _answer("status_empty", "/galley status, before the first picture", views.nothing_called("", [])),
    _answer("why_waiting", "/galley why, in review", views.reasons([IN_REVIEW])),
    _answer("why_on_trial", "/galley why, asked by an edition on trial", views.reasons([ON_TRIAL])),
    _answer("why_ahead", "/galley why, before the first stage begins", views.reasons([AHEAD])),
    _answer("status_ahead", "/galley status, before the first stage begins", views.standing(AHEAD)),
    _answer("why_late", "/galley why, late", views.reasons([LATE])),
    _answer("why_heard_out", "/galley why, enough have said no", views.reasons([HEARD_OUT])),
    _answer("why_checking", "/galley why, being checked", views.reasons([CHECKING])),
    _answer("why_needs_work", "/galley why, failed its checks", views.reasons([NEEDS_WORK])),
    _answer("why_nobody", "/galley why, nobody may decide", views.reasons([NOBODY])),
    _answer("why_changes_requested", "/galley why, changes requested", views.reasons([CHANGES])),
    _answer("why_rejected", "/galley why, rejected", views.reasons([REJECTED])),
    _answer("why_published", "/galley why, published", views.reasons([PUBLISHED])),
    _answer("why_by_hand", "/galley why, before it is opened by hand", views.reasons([BY_HAND, THEN_BY_HAND])),
    _answer("status_by_hand", "/galley status, before it is opened by hand", views.standing(BY_HAND)),
    _answer("why_to_do", "/galley why, published with a wish", views.reasons([TO_DO])),
    _answer("status_to_do", "/galley status, published with a wish", views.standing(TO_DO)),
    _answer("why_asked", "Why am I asked?", views.reasons_asked([IN_REVIEW], DESIGNERS[0].slack_id)),
    _answer("why_asked_for", "Why am I asked? I stand in", views.reasons_asked([FOR_BEA], DANA)),
    _answer("why_waiting_for", "/galley why, somebody stands in", views.reasons([FOR_BEA])),
    _answer("why_not_asked", "Why am I asked? I am not", views.reasons_asked([IN_REVIEW], UPLOADER.slack_id)),
    _answer("mine", "/galley mine", views.waiting([LATE, IN_REVIEW], reader=DANA, count=2, after="")),
    _answer(
        "mine_for", "/galley mine, standing in", views.waiting([FOR_BEA, IN_REVIEW], reader=DANA, count=2, after="")
    ),
    _answer(
        "mine_paged",
        "/galley mine, more than fit",
        views.waiting([LATE, IN_REVIEW], reader=DANA, count=24, after="stage-2"),
    ),
    _answer("mine_nothing", "/galley mine, nothing waits", views.waiting([], reader=DANA, count=0, after="")),
    _answer("snoozed", "/galley snooze", views.snoozed(FIRST_MORNING + timedelta(hours=4), ["hero shot"])),
    _answer("snoozed_nothing", "/galley snooze, nothing to put off", views.nothing_to_snooze("heroo")),
    _answer("snoozed_too_long", "/galley snooze, for too long", views.too_long(14)),
    _answer("tasks", "/galley tasks", views.tasks([(TASK_LINK, "hero shot"), (TASK_LINK, TITLES[0])])),
    _answer("tasks_nothing", "/galley tasks, none", views.tasks([])),
    _answer("find", "/galley find", search.results(EVERYTHING, asked="spring", query="spring", after="")),
    _answer(
        "find_paged",
        "/galley find, more than fit",
        search.results(EVERYTHING, asked="type:jpg", query="type:jpg", after="asset-9"),
    ),
    _answer("find_nothing", "/galley find, nothing", search.results((), asked="zebra", query="zebra", after="")),
    _answer("campaign_linked", "/galley campaign link", campaigns.linked(SPRING, [])),
    _answer(
        "campaign_linked_unknown",
        "/galley campaign link, to a workflow without our statuses",
        campaigns.linked(SPRING, ["Design Review", "Brand Review"]),
    ),
    _answer("campaign_looking", "/galley campaign link, while it looks", campaigns.looking(SPRING.permalink)),
    _answer(
        "campaign_not_linked", "/galley campaign link, to nothing", campaigns.not_linked("Wrike knows no such project")
    ),
    _answer("campaign_shown", "/galley campaign", campaigns.shown(SPRING, tasks=5)),
    _answer("campaign_none", "/galley campaign, in a channel without one", campaigns.none_here()),
    _answer("campaign_ended", "/galley campaign unlink", campaigns.ended(SPRING)),
    _answer("task_adopted", "/galley task link", tasks.adopted("hero shot", TASK_LINK)),
    _answer(
        "task_not_adopted", "/galley task link, to nothing", tasks.not_adopted("hero shot", "Wrike knows no such task")
    ),
    _answer("task_no_picture", "/galley task link, for no picture", tasks.no_such_picture("heroo")),
)
