"""Custom fields: what a value may be is said once, here; the values are on the tasks and folders."""

from sandbox.wrike import errors, ids
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, get, listed, post, put
from sandbox.wrike.records import CustomField, Json

TYPES = (
    "Text", "DropDown", "Numeric", "Currency", "Percentage", "Date", "Duration", "Checkbox", "Contacts", "Multiple",
)  # fmt: skip
SETTINGS = frozenset(
    {
        "inheritanceType", "applicableEntityTypes", "decimalPlaces", "useThousandsSeparator", "currency", "aggregation",
        "values", "options", "optionColorsEnabled", "allowOtherValues", "contacts", "readOnly", "allowTime",
    }
)  # fmt: skip


def every(call: Call) -> Answer:
    return _shown(list(call.account.custom_fields.values()))


def by_ids(call: Call) -> Answer:
    return _shown([_field(call.account, one) for one in listed(call)])


def create(call: Call) -> Answer:
    title, type_ = call.asked.needed("title"), call.asked.choice("type", TYPES)
    if type_ is None:
        raise errors.required("type")
    space_id = call.asked.text("spaceId")
    field = CustomField(
        id=ids.old_id(ids.Kind.CUSTOM_FIELD, call.account.mint.number()),
        title=title,
        type=type_,
        settings={"inheritanceType": "All", "applicableEntityTypes": ["WorkItem"], "readOnly": False} | _settings(call),
        space_id=call.account.space(space_id).id if space_id else None,
    )
    call.account.custom_fields[field.id] = field
    return _shown([field])


def update(call: Call) -> Answer:
    field = _field(call.account, call.path["id"])
    settings, type_ = _settings(call), call.asked.choice("type", TYPES)
    field.title = call.asked.needed("title") if "title" in call.asked else field.title
    field.type = type_ or field.type
    field.settings = field.settings | settings
    return _shown([field])


def _settings(call: Call) -> Json:
    given = call.asked.object("settings") or {}
    if not given.keys() <= SETTINGS:
        raise errors.invalid("settings")
    return given


def _field(account: Account, field_id: str) -> CustomField:
    if field_id not in account.custom_fields:
        raise errors.not_found("custom field")
    return account.custom_fields[field_id]


def _shown(found: list[CustomField]) -> Answer:
    return Answer(kind="customfields", data=[shape(one) for one in found])


def shape(one: CustomField) -> Json:
    shown: Json = {
        "id": one.id,
        "accountId": ids.ACCOUNT,
        "title": one.title,
        "type": one.type,
        "sharedIds": [],
        "sharing": {},
        "settings": one.settings,
    }
    return shown | ({"spaceId": one.space_id} if one.space_id else {})


ENDPOINTS: tuple[Endpoint, ...] = (
    get("/customfields", every),
    get("/customfields/{ids}", by_ids),
    post("/customfields", create, "title", "type", "settings", "spaceId"),
    put("/customfields/{id}", update, "title", "type", "settings"),
)
