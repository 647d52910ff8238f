"""Who is in the workspace: people, the bot, and the user groups."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.people import Person, person
from sandbox.slack import names
from sandbox.slack.groups import Group, designers
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json, NotPossible

ZONE = "Europe/Berlin"


class Directory:
    def __init__(self, here: Presence) -> None:
        self._here = here
        self.people: dict[str, Person] = {one.slack_id: one for one in here.team.people}
        self.groups: dict[str, Group] = {here.team.designers: designers(here.team)}
        self.deactivated: set[str] = set()

    def find(self, known_as: object) -> Person:
        """By role, id or e-mail, as the control API names people."""
        try:
            return self.people.get(str(known_as)) or person(str(known_as), list(self.people.values()))
        except KeyError:
            raise NotPossible(f"There is nobody called {known_as!r}.", status=404) from None

    def acting(self, known_as: object) -> Person:
        """The same, who must have a working account."""
        one = self.find(known_as)
        if one.slack_id in self.deactivated:
            raise NotPossible(f"The account of {one.role} is deactivated.", status=403)
        return one

    def fill(self, count: int) -> list[str]:
        """A crowd joins; answers their ids."""
        for number in range(1, count + 1):
            role = f"crowd{number}"
            one = Person(role=role, slack_id=f"U0{role.upper()}", wrike_id="", name=f"Cleo Crowd {number}", zone=ZONE)
            self.people[one.slack_id] = one
        return [one for one in self.people if one.startswith("U0CROWD")]

    def deactivate(self, user: str, *, is_deactivated: bool) -> None:
        (self.deactivated.add if is_deactivated else self.deactivated.discard)(user)

    def knows(self, user: str) -> bool:
        return user in self.people or user == self._here.bot_user

    def is_person(self, user: str) -> bool:
        return user in self.people

    def ids(self) -> list[str]:
        return [*self.people, self._here.bot_user]

    def groups_of(self, user: str) -> set[str]:
        return {group.id for group in self.groups.values() if user in group.users and not group.is_disabled}

    def user_json(self, user: str, *, at: datetime, has_email: bool) -> Json:
        if user == self._here.bot_user:
            return _bot_json(self._here)
        is_deleted = user in self.deactivated
        return _person_json(self._here, self.people[user], at=at, has_email=has_email, is_deleted=is_deleted)


def _person_json(here: Presence, one: Person, *, at: datetime, has_email: bool, is_deleted: bool) -> Json:
    offset = at.astimezone(ZoneInfo(one.zone)).utcoffset()
    profile = {
        "real_name": one.name,
        "real_name_normalized": one.name,
        "display_name": one.role,
        "display_name_normalized": one.role,
        "avatar_hash": one.slack_id.lower(),
        "team": here.team.id,
    }
    answer: Json = {
        "id": one.slack_id,
        "team_id": here.team.id,
        "name": one.role,
        "real_name": one.name,
        "deleted": is_deleted,
        "profile": profile | ({"email": one.email} if has_email else {}),
        "is_bot": False,
        "is_app_user": False,
        "updated": int(at.timestamp()),
    }
    answer |= _in_org(here, one)
    return answer if is_deleted else answer | _standing(one, int(offset.total_seconds()) if offset else 0)


def _in_org(here: Presence, one: Person) -> Json:
    """docs.slack.dev/reference/objects/user-object: who works in an Enterprise organization."""
    if here.enterprise is None:
        return {}
    return {
        "enterprise_user": {
            "id": one.slack_id,
            "enterprise_id": here.enterprise.id,
            "enterprise_name": here.enterprise.name,
            "is_admin": one.is_admin,
            "is_owner": False,
            "teams": [here.team.id],
        }
    }


def _standing(one: Person, offset: int) -> Json:
    return {
        "tz": one.zone,
        "tz_label": one.zone,
        "tz_offset": offset,
        "is_admin": one.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": one.is_guest,
        "is_ultra_restricted": False,
    }


def _bot_json(here: Presence) -> Json:
    return {
        "id": here.bot_user,
        "team_id": here.team.id,
        "name": names.BOT_NAME,
        "real_name": names.BOT_NAME.title(),
        "deleted": False,
        "is_bot": True,
        "is_app_user": False,
        "tz": "America/Los_Angeles",
        "tz_offset": -28800,
        "profile": {
            "real_name": names.BOT_NAME.title(),
            "display_name": "",
            "bot_id": here.bot,
            "api_app_id": names.APP,
        },
    }
