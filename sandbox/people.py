"""The people who always exist: roles, each one person in all four systems."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Person:
    role: str
    slack_id: str
    wrike_id: str
    name: str
    zone: str
    is_admin: bool = False
    is_guest: bool = False
    host: str = "sandbox.example"  # of the e-mail address

    @property
    def email(self) -> str:
        return f"{self.role}@{self.host}"


PEOPLE = (
    Person(role="uploader", slack_id="U0UPLOADER", wrike_id="KUAAAA01", name="Uma Uploader", zone="Europe/Berlin"),
    Person(role="designer1", slack_id="U0DESIGNER1", wrike_id="KUAAAA02", name="Dana Designer", zone="Europe/Berlin"),
    Person(role="designer2", slack_id="U0DESIGNER2", wrike_id="KUAAAA03", name="Deniz Designer", zone="Europe/London"),
    Person(role="designer3", slack_id="U0DESIGNER3", wrike_id="KUAAAA04", name="Dora Designer", zone="Europe/Paris"),
    Person(role="brand", slack_id="U0BRAND", wrike_id="KUAAAA05", name="Bea Brand", zone="Europe/London"),
    Person(role="legal", slack_id="U0LEGAL", wrike_id="KUAAAA06", name="Leela Legal", zone="Asia/Kolkata"),
    Person(role="market", slack_id="U0MARKET", wrike_id="KUAAAA07", name="Max Market", zone="America/New_York"),
    Person(role="director", slack_id="U0DIRECTOR", wrike_id="KUAAAA08", name="Dirk Director", zone="Europe/Berlin"),
    Person(role="lead", slack_id="U0LEAD", wrike_id="KUAAAA09", name="Lea Lead", zone="Europe/Berlin"),
    Person(
        role="admin", slack_id="U0ADMIN", wrike_id="KUAAAA10", name="Ada Admin", zone="Europe/London", is_admin=True
    ),
    Person(
        role="guest", slack_id="U0GUEST", wrike_id="KUAAAA11", name="Gus Guest", zone="Europe/Madrid", is_guest=True
    ),
    Person(role="stranger", slack_id="U0STRANGER", wrike_id="KUAAAA12", name="Sam Stranger", zone="Europe/Berlin"),
)


# Those of the second Slack workspace; the other systems do not know them.
ATELIER = tuple(
    Person(
        role=role,
        slack_id=f"U1{role.upper()}",
        wrike_id="",
        name=name,
        zone="Europe/Paris",
        is_admin=role == "admin",
        is_guest=role == "guest",
        host="atelier.example",
    )
    for role, name in (
        ("uploader", "Ugo Uploader"),
        ("designer1", "Delphine Designer"),
        ("designer2", "Didier Designer"),
        ("designer3", "Denise Designer"),
        ("brand", "Benoît Brand"),
        ("legal", "Léa Legal"),
        ("market", "Manon Market"),
        ("director", "Denis Director"),
        ("lead", "Louis Lead"),
        ("admin", "Alice Admin"),
        ("guest", "Gaël Guest"),
        ("stranger", "Sylvie Stranger"),
    )
)


def person(known_as: str, people: Sequence[Person] = PEOPLE) -> Person:
    """By role, Slack id, Wrike id or e-mail; KeyError when nobody is."""
    wanted = known_as.lstrip("@")
    for one in people:
        if wanted and wanted in (one.role, one.slack_id, one.wrike_id, one.email):
            return one
    raise KeyError(known_as)
