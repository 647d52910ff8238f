"""User groups: @designers, and those that an administrator makes, renames, fills and disables."""

from dataclasses import dataclass

from sandbox.slack.refusals import Json
from sandbox.slack.team import Team


@dataclass(kw_only=True)
class Group:
    id: str
    team: str
    handle: str
    name: str
    users: list[str]
    created: int = 0
    updated: int = 0
    disabled: int = 0  # when; 0 while it is in use

    @property
    def is_disabled(self) -> bool:
        return self.disabled > 0

    def as_json(self, *, has_users: bool) -> Json:
        """https://docs.slack.dev/reference/objects/usergroup-object"""
        answer: Json = {
            "id": self.id,
            "team_id": self.team,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "description": "",
            "is_external": False,
            "date_create": self.created,
            "date_update": self.updated,
            "date_delete": self.disabled,
            "user_count": len(self.users),
        }
        return answer | ({"users": list(self.users)} if has_users else {})


def designers(team: Team) -> Group:
    users = [one.slack_id for one in team.people if one.role.startswith("designer")]
    return Group(id=team.designers, team=team.id, handle="designers", name="Designers", users=users)
