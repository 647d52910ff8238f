"""Who is in the workspace: people, the bot, and the one user group."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.people import PEOPLE, Person, person
from sandbox.slack import names
from sandbox.slack.refusals import Json, NotPossible


@dataclass(kw_only=True)
class Group:
    id: str
    handle: str
    name: str
    users: list[str]

    def as_json(self, *, has_users: bool) -> Json:
        answer: Json = {
            "id": self.id,
            "team_id": names.TEAM,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "description": "",
            "is_external": False,
            "date_delete": 0,
            "user_count": len(self.users),
        }
        return answer | ({"users": list(self.users)} if has_users else {})


def _designers() -> Group:
    users = [one.slack_id for one in PEOPLE if one.role.startswith("designer")]
    return Group(id=names.DESIGNERS, handle="designers", name="Designers", users=users)


@dataclass(kw_only=True)
class Directory:
    people: dict[str, Person] = field(default_factory=lambda: {one.slack_id: one for one in PEOPLE})
    groups: dict[str, Group] = field(default_factory=lambda: {names.DESIGNERS: _designers()})
    deactivated: set[str] = field(default_factory=set)

    def find(self, known_as: object) -> Person:
        """By role, id or e-mail, as the control API names people."""
        try:
            return person(str(known_as))
        except KeyError:
            raise NotPossible(f"There is nobody called {known_as!r}.", status=404) from None

    def acting(self, known_as: object) -> Person:
        """The same, who must have a working account."""
        one = self.find(known_as)
        if one.slack_id in self.deactivated:
            raise NotPossible(f"The account of {one.role} is deactivated.", status=403)
        return one

    def deactivate(self, user: str, *, is_deactivated: bool) -> None:
        (self.deactivated.add if is_deactivated else self.deactivated.discard)(user)

    def knows(self, user: str) -> bool:
        return user in self.people or user == names.BOT_USER

    def ids(self) -> list[str]:
        return [*self.people, names.BOT_USER]

    def groups_of(self, user: str) -> set[str]:
        return {group.id for group in self.groups.values() if user in group.users}

    def user_json(self, user: str, *, at: datetime, has_email: bool) -> Json:
        if user == names.BOT_USER:
            return _bot_json()
        return _person_json(self.people[user], at=at, has_email=has_email, is_deleted=user in self.deactivated)


def _person_json(one: Person, *, at: datetime, has_email: bool, is_deleted: bool) -> Json:
    offset = at.astimezone(ZoneInfo(one.zone)).utcoffset()
    profile = {
        "real_name": one.name,
        "real_name_normalized": one.name,
        "display_name": one.role,
        "display_name_normalized": one.role,
        "avatar_hash": one.slack_id.lower(),
        "team": names.TEAM,
    }
    answer: Json = {
        "id": one.slack_id,
        "team_id": names.TEAM,
        "name": one.role,
        "real_name": one.name,
        "deleted": is_deleted,
        "profile": profile | ({"email": one.email} if has_email else {}),
        "is_bot": False,
        "is_app_user": False,
        "updated": int(at.timestamp()),
    }
    return answer if is_deleted else answer | _standing(one, int(offset.total_seconds()) if offset else 0)


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


def _bot_json() -> Json:
    return {
        "id": names.BOT_USER,
        "team_id": names.TEAM,
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
            "bot_id": names.BOT,
            "api_app_id": names.APP,
        },
    }
