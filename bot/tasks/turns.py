"""When to look next at what. Kept in memory: after a start everything is looked at once."""

from datetime import datetime, timedelta

LOOKS = (
    60  # calls a minute for looking, all campaigns together: well within what bot/jobs/declared.py leaves of Wrike's
)


class Turns:
    def __init__(self) -> None:
        self._rests: dict[str, tuple[datetime, datetime]] = {}

    def is_due(self, name: str, *, at: datetime) -> bool:
        """Also after the clock went back, which a sandbox's does when it is reset."""
        since, until = self._rests.get(name, (at, at))
        return not since <= at < until

    def rest(self, name: str, pause: timedelta, *, at: datetime) -> None:
        self._rests[name] = (at, at + pause)


def paced(pause: timedelta, *, campaigns: int, calls: int) -> timedelta:
    """`pause`, or longer where so many campaigns of so many calls each would together look too often."""
    return max(pause, timedelta(minutes=1) * campaigns * calls / LOOKS)
