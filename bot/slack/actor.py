"""Who did something in Slack, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`channel_id` is None where it happened outside a channel: in App Home, a modal, a global shortcut."""

    team_id: str
    person_id: str
    channel_id: str | None = None


async def is_somebody(actor: Actor | None) -> bool:
    """A matcher: workflows and other apps write too, and behind some of that stands nobody."""
    return actor is not None
