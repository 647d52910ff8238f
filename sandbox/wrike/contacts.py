"""Who is there, the account itself, and the translation of old numbers into ids."""

from sandbox.wrike import errors, ids, reading
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, fields, get, listed, put
from sandbox.wrike.matching import metadata_match
from sandbox.wrike.parameters import moment
from sandbox.wrike.records import Contact, Json
from sandbox.wrike.seed import OPENED
from sandbox.wrike.task_edits import put as put_keys

TYPES = ("Person", "Group", "Asset", "Robot", "Invitation")
FIELDS = frozenset({"metadata", "customFields", "workScheduleId"})


def every(call: Call) -> Answer:
    asked, account = call.asked, call.account
    types, emails = asked.choices("types", TYPES), asked.texts("emails")
    name, wish = asked.text("name"), asked.object("metadata")
    only_me, active, deleted = asked.flag("me"), asked.flag("active"), asked.flag("deleted")
    found = [
        one
        for one in account.contacts.values()
        if (not only_me or one.id == call.by)
        and (not types or one.type in types)
        and (not emails or one.email in emails)
        and (name is None or name.casefold() in f"{one.first_name} {one.last_name}".casefold())
        and (wish is None or metadata_match(wish, one.metadata))
        and active is not False  # nobody has left
        and deleted is not True
    ]
    optional = fields(call, FIELDS)
    return Answer(kind="contacts", data=[shape(one, me=call.by, optional=optional) for one in found])


def by_ids(call: Call) -> Answer:
    optional = fields(call, FIELDS)
    found = [_contact(call.account, one) for one in listed(call)]
    return Answer(kind="contacts", data=[shape(one, me=call.by, optional=optional) for one in found])


def user(call: Call) -> Answer:
    one = _contact(call.account, call.path["id"])
    if one.type != "Person":
        raise errors.not_found("user")
    return Answer(kind="users", data=[shape(one, me=call.by)])


def update(call: Call) -> Answer:
    one = _contact(call.account, call.path["id"])
    put_keys(one.metadata, reading.metadata(call.asked))
    return Answer(kind="contacts", data=[shape(one, me=call.by, optional=frozenset({"metadata"}))])


def _contact(account: Account, contact_id: str) -> Contact:
    if contact_id not in account.contacts:
        raise errors.not_found("contact")
    return account.contacts[contact_id]


def shape(one: Contact, *, me: str, optional: frozenset[str] = frozenset()) -> Json:
    shown: Json = {
        "id": one.id,
        "firstName": one.first_name,
        "lastName": one.last_name,
        "type": one.type,
        "profiles": [_profile(one)] if one.type == "Person" else [],
        "avatarUrl": f"https://www.wrike.com/avatars/{one.id}.png",
        "timezone": one.zone,
        "locale": "en",
        "deleted": False,
    }
    if one.type == "Group":
        shown |= {"memberIds": one.member_ids, "myTeam": False}
    else:
        shown |= {"primaryEmail": one.email}
    if one.id == me:
        shown |= {"me": True}
    if "metadata" in optional:
        shown |= {"metadata": [{"key": key, "value": value} for key, value in one.metadata.items()]}
    return shown


def _profile(one: Contact) -> Json:
    return {
        "accountId": ids.ACCOUNT,
        "email": one.email,
        "role": "Collaborator" if one.is_external else "User",
        "external": one.is_external,
        "admin": one.is_admin,
        "owner": False,
        "active": True,
    }


def account(call: Call) -> Answer:
    fields(call, frozenset({"subscription", "metadata", "customFields"}))
    return Answer(kind="accounts", data=[account_shape(call.account)])


def account_shape(one: Account) -> Json:
    return {
        "id": ids.ACCOUNT,
        "name": one.title,
        "dateFormat": "dd/MM/yyyy",
        "firstDayOfWeek": "Mon",
        "workDays": ["Mon", "Tue", "Wed", "Thu", "Fri"],
        "rootFolderId": ids.ROOT,
        "recycleBinId": ids.RECYCLE_BIN,
        "createdDate": moment(OPENED),
        "joinedDate": moment(OPENED),
    }


def translate(call: Call) -> Answer:
    """The number in a permalink, as an id."""
    numbers = call.asked.texts("ids")
    if not numbers:
        raise errors.required("ids")
    known = _by_number(call)
    if any(number not in known for number in numbers):
        raise errors.not_found("id")
    return Answer(kind="ids", data=[{"id": known[number], "apiV2Id": number} for number in numbers])


def _by_number(call: Call) -> dict[str, str]:
    match call.asked.needed("type"):
        case "ApiV2Task":
            return {str(one.number): one.id for one in call.account.tasks.values()}
        case "ApiV2Folder":
            return {str(one.number): one.id for one in call.account.folders.values()}
        case "ApiV2Account" | "ApiV2User" | "ApiV2Comment" | "ApiV2Attachment" | "ApiV2Timelog" | "ApiV2RequestForm":
            return {}  # nothing here was ever known by such a number
        case _:
            raise errors.invalid("type")


def version(_: Call) -> Answer:
    return Answer(kind="version", data=[{"major": "4", "minor": "154"}])


ENDPOINTS: tuple[Endpoint, ...] = (
    get("/contacts", every, "me", "emails", "name", "types", "active", "deleted", "metadata", "fields"),
    get("/contacts/{ids}", by_ids, "fields"),
    put("/contacts/{id}", update, "metadata"),
    get("/users/{id}", user),
    get("/account", account, "fields"),
    get("/ids", translate, "type", "ids"),
    get("/version", version),
)
