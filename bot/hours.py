"""When one person may be written to: the team's quiet hours or their own, where they are."""

from datetime import datetime

from bot.policy import Policy
from bot.slack.people import zone_of
from models.person import Person


def free_from(moment: datetime, person: Person, policy: Policy) -> datetime:
    """`moment` itself, or the end of their quiet time. It moves a message, never a deadline."""
    return person.chosen.hours(policy.quiet_hours).release(moment, zone_of(person))
