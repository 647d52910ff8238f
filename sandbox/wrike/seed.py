"""What the account holds on the first morning."""

from dataclasses import dataclass
from datetime import timedelta

from sandbox.clock import FIRST_MORNING, Clock
from sandbox.people import PEOPLE, person
from sandbox.wrike import ids
from sandbox.wrike.account import Account, Listener
from sandbox.wrike.records import Contact, CustomField, CustomStatus, Dates, Folder, Project, Task, Workflow

OPENED = FIRST_MORNING - timedelta(days=400)
LAST_WEEK = FIRST_MORNING - timedelta(days=7)
INTEGRATION = "KUAAAA00"
LEAD = person("lead").wrike_id
DESIGNERS = "KXAAAA01"

SPACE = ids.old_id(ids.Kind.SPACE, 1)
SPRING = ids.old_id(ids.Kind.FOLDER, 11)
AUTUMN = ids.old_id(ids.Kind.FOLDER, 12)
EVERGREEN = ids.old_id(ids.Kind.FOLDER, 13)
FIRST_PERMALINK = 1_500_000_000  # stable, so that a page or a test may name one

DEFAULT_STATUSES = (
    ("New", "Active", "Blue"),
    ("In Progress", "Active", "Turquoise"),
    ("Completed", "Completed", "Green"),
    ("On Hold", "Deferred", "Gray"),
    ("Cancelled", "Cancelled", "Gray"),
)
CREATIVE_STATUSES = (
    ("New", "Active", "Blue"),
    ("In Progress", "Active", "Turquoise"),
    ("In Review", "Active", "Yellow"),
    ("Design Review", "Active", "Orange"),
    ("Brand Review", "Active", "Purple"),
    ("Changes Requested", "Active", "Red"),
    ("Approved", "Active", "YellowGreen"),
    ("On Hold", "Deferred", "Gray"),
    ("Published", "Completed", "Green"),
    ("Rejected", "Cancelled", "Brown"),
)


@dataclass(frozen=True, kw_only=True)
class Planned:
    number: int
    title: str
    folder: str
    status: str
    due: str
    who: str
    description: str = ""


TASKS = (
    Planned(
        number=21,
        title="Hero picture",
        folder=SPRING,
        status="In Progress",
        due="2026-03-13T17:00:00",
        who="designer1",
        description="The picture at the top of the spring page.<br />At least 2400 px wide.",
    ),
    Planned(number=22, title="Banner set", folder=SPRING, status="New", due="2026-03-20T17:00:00", who="designer2"),
    Planned(number=23, title="Autumn moods", folder=AUTUMN, status="New", due="2026-09-04T17:00:00", who="designer3"),
)


def first_morning(clock: Clock, tell: Listener) -> Account:
    account = Account(clock=clock, tell=tell)
    account.contacts = {one.id: one for one in _contacts()}
    creative = _workflow("Creative Production", 2, CREATIVE_STATUSES)
    account.workflows = {
        one.id: one for one in (_workflow("Default Workflow", 1, DEFAULT_STATUSES, standard=True), creative)
    }
    account.custom_fields = {one.id: one for one in _custom_fields()}
    account.folders = {one.id: one for one in _folders(creative)}
    account.tasks = {one.id: one for one in (_task(planned, creative) for planned in TASKS)}
    blueprint = _blueprint(creative)
    account.blueprints = {blueprint.id: blueprint}
    account.blueprint_tasks = _blueprint_tasks(blueprint, creative)
    return account


def _contacts() -> list[Contact]:
    integration = Contact(
        id=INTEGRATION, first_name="Galley", last_name="Integration", email="integration@sandbox.example"
    )
    people = [
        Contact(
            id=one.wrike_id,
            first_name=one.name.split()[0],
            last_name=one.name.split()[1],
            email=one.email,
            zone=one.zone,
            is_admin=one.is_admin,
            is_external=one.is_guest,
        )
        for one in PEOPLE
    ]
    designers = [one.wrike_id for one in PEOPLE if one.role.startswith("designer")]
    return [integration, *people, Contact(id=DESIGNERS, first_name="Designers", type="Group", member_ids=designers)]


def _workflow(
    name: str, number: int, statuses: tuple[tuple[str, str, str], ...], *, standard: bool = False
) -> Workflow:
    made = [
        CustomStatus(
            id=ids.old_id(ids.Kind.CUSTOM_STATUS, 32 * number + place),
            name=title,
            group=group,
            color=color,
            standard=standard,
        )
        for place, (title, group, color) in enumerate(statuses)
    ]
    return Workflow(id=ids.old_id(ids.Kind.WORKFLOW, number), name=name, standard=standard, statuses=made)


def _custom_fields() -> list[CustomField]:
    common = {"inheritanceType": "All", "applicableEntityTypes": ["WorkItem"], "readOnly": False}
    channels = ["Web", "Print", "Social", "Out of home"]
    choices = {"values": channels, "options": [{"value": one} for one in channels], "allowOtherValues": False}
    wanted = (
        ("Asset link", "Text", common),
        ("Channel", "DropDown", common | choices),
        ("Budget", "Currency", common | {"decimalPlaces": 2, "currency": "EUR", "aggregation": "Sum"}),
        ("Expires", "Date", common),
        ("Markets", "Multiple", common | {"values": ["DE", "FR", "UK", "US"], "allowOtherValues": True}),
        ("Legal cleared", "Checkbox", common),
    )
    return [
        CustomField(
            id=ids.old_id(ids.Kind.CUSTOM_FIELD, number), title=title, type=type_, settings=dict(settings),
            space_id=SPACE,
        )
        for number, (title, type_, settings) in enumerate(wanted, start=1)
    ]  # fmt: skip


def _folders(creative: Workflow) -> list[Folder]:
    space = _folder(SPACE, 1, "Marketing", ids.ROOT)
    space.is_space, space.workflow_id = True, creative.id
    spring = _folder(SPRING, 11, "Spring Campaign", SPACE)
    spring.project = _project(creative, "2026-03-02", "2026-04-30")
    autumn = _folder(AUTUMN, 12, "Autumn Campaign", SPACE)
    autumn.project = _project(creative, "2026-08-03", "2026-10-30")
    return [space, spring, autumn, _folder(EVERGREEN, 13, "Evergreen", SPACE)]


def _folder(folder_id: str, number: int, title: str, parent: str) -> Folder:
    return Folder(
        id=folder_id,
        number=FIRST_PERMALINK + number,
        title=title,
        created=LAST_WEEK,
        updated=LAST_WEEK,
        author_id=LEAD,
        parent_ids=[parent],
        shared_ids=[INTEGRATION, LEAD],
    )


def _project(workflow: Workflow, start: str, end: str) -> Project:
    return Project(
        author_id=LEAD,
        owner_ids=[LEAD],
        custom_status_id=workflow.statuses[1].id,
        created=LAST_WEEK,
        start=start,
        end=end,
    )


def _task(planned: Planned, workflow: Workflow) -> Task:
    status = next(one for one in workflow.statuses if one.name == planned.status)
    return Task(
        id=ids.old_id(ids.Kind.TASK, planned.number),
        number=FIRST_PERMALINK + planned.number,
        title=planned.title,
        description=planned.description,
        created=LAST_WEEK,
        updated=LAST_WEEK,
        author_id=LEAD,
        custom_status_id=status.id,
        parent_ids=[planned.folder],
        shared_ids=[INTEGRATION, LEAD],
        responsible_ids=[person(planned.who).wrike_id],
        follower_ids=[LEAD],
        dates=Dates(type="Planned", start=f"{planned.due[:10]}T09:00:00", due=planned.due, duration=480),
    )


def _blueprint(workflow: Workflow) -> Folder:
    campaign = _folder(ids.old_id(ids.Kind.BLUEPRINT, 1), 31, "Campaign", SPACE)
    campaign.project = _project(workflow, "2026-01-05", "2026-01-30")
    return campaign


def _blueprint_tasks(blueprint: Folder, workflow: Workflow) -> list[Task]:
    campaign = (("Brief", "2026-01-06"), ("Hero picture", "2026-01-16"), ("Banner set", "2026-01-23"))
    planned = [
        Planned(number=41 + place, title=title, folder=blueprint.id, status="New", due=f"{day}T17:00:00", who="lead")
        for place, (title, day) in enumerate(campaign)
    ]
    return [_task(one, workflow) for one in planned]
