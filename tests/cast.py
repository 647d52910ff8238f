"""Who appears in the tests: one person per role, the same as on the sandbox's first morning."""

from datetime import UTC, datetime

from models.person import Person

TEAM = "T0GALLEY"
FIRST_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _person(handle: str, name: str, zone: str) -> Person:
    return Person(
        team_id=TEAM, slack_id=f"U0{handle.upper()}", handle=handle, name=name, zone=zone, read_at=FIRST_MORNING
    )


UPLOADER = _person("uploader", "Uma Uploader", "Europe/Berlin")
DESIGNERS = (
    _person("designer1", "Dana Designer", "Europe/Berlin"),
    _person("designer2", "Deniz Designer", "Europe/London"),
    _person("designer3", "Dora Designer", "Europe/Paris"),
)
BRAND = _person("brand", "Bea Brand", "Europe/London")
LEAD = _person("lead", "Lea Lead", "Europe/Berlin")
ADMIN = _person("admin", "Ada Admin", "Europe/London")

PEOPLE = {one.slack_id: one for one in (UPLOADER, *DESIGNERS, BRAND, LEAD, ADMIN)}
