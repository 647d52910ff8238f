"""What is promised for the day on which nobody answers, and leads nowhere."""

from collections.abc import Iterator

from bot.policy import Policy
from bot.policy_lint.census import Census, Crowd
from bot.policy_lint.findings import Flaw, error, warning
from bot.policy_lint.stages import Room, rooms
from bot.yaml_text import Place
from models.review.words import Rule


def flaws(policy: Policy, census: Census) -> Iterator[Flaw]:
    for room in rooms(policy, census):
        yield from _of_steps(room)


def _of_steps(room: Room) -> Iterator[Flaw]:
    """As it goes when nobody ever answers: who is asked instead takes the seats of all."""
    asked = ever = room.seated
    for number, late in enumerate(room.stage.late):
        if late.ask_instead:
            place = (*room.place, "late", number, "ask_instead")
            joined = room.crowd(late.ask_instead).without(room.barred.union(asked.people))
            yield from _of_step(room, place, joined, ever)
            asked, ever = (asked if joined.is_empty else joined), ever.beside(joined)


def _of_step(room: Room, place: Place, joined: Crowd, ever: Crowd) -> Iterator[Flaw]:
    if joined.is_empty:
        yield error(place, f"this asks nobody who is not asked already{room.where}; name others, or tell the lead")
    elif joined.without(ever.people).is_empty:
        yield error(place, f"this leads back to those who did not answer before{room.where}; name somebody new")
    elif room.stage.rule is Rule.QUORUM and joined.most is not None and joined.most < room.needed:
        sentence = f"{room.needed} must say yes and this asks {joined.most} instead of all who have not decided"
        yield warning(place, f"{sentence}{room.where}; name more people here, or tell them only")
