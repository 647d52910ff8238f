"""The workspaces that always exist: their names, their ids, who works there, who the app is in each."""

from dataclasses import dataclass

from sandbox.people import ATELIER as ATELIER_PEOPLE
from sandbox.people import PEOPLE, Person
from sandbox.slack import names


@dataclass(frozen=True, kw_only=True)
class Team:
    id: str
    name: str
    domain: str
    number: int  # the figure in every id of this workspace: C0REVIEW, C1REVIEW
    bot_user: str
    bot: str
    people: tuple[Person, ...]

    @property
    def designers(self) -> str:
        """The user group."""
        return f"S{self.number}DESIGNERS"

    @property
    def email_domain(self) -> str:
        return self.people[0].host

    def channel_id(self, name: str) -> str:
        return f"C{self.number}{name.upper()}"


SANDBOX = Team(
    id=names.TEAM,
    name=names.TEAM_NAME,
    domain=names.TEAM_DOMAIN,
    number=0,
    bot_user=names.BOT_USER,
    bot=names.BOT,
    people=PEOPLE,
)
ATELIER = Team(
    id="T1ATELIER",
    name="Atelier",
    domain="atelier",
    number=1,
    bot_user="U1GALLEY",
    bot="B1GALLEY",
    people=ATELIER_PEOPLE,
)
TEAMS = (SANDBOX, ATELIER)
