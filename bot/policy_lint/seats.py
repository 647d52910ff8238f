"""Stages that nobody can make pass: without people, with too few of them, with a decider who may not decide."""

from collections.abc import Iterator

from bot.policy import Policy
from bot.policy_lint.census import SUBMITTER, Census, crowd
from bot.policy_lint.findings import Flaw, error, warning
from bot.policy_lint.stages import Room, rooms


def flaws(policy: Policy, census: Census) -> Iterator[Flaw]:
    for room in rooms(policy, census):
        yield from _of_decider(room) if room.stage.final_decider else _of_approvers(room)
        yield from _of_submitters(room)


def _of_decider(room: Room) -> Iterator[Flaw]:
    place, named = (*room.place, "final_decider"), room.stage.final_decider or ""
    meant = room.crowd([named])
    if meant.is_empty:
        yield error(place, f"{named} means nobody{room.where}, so nothing passes {room.stage.name}; name one person")
    elif meant.people[0] == SUBMITTER and SUBMITTER in room.barred:
        yield error(place, f"{_OWN}; name somebody else, or set self_approval: true for {room.stage.name}")
    elif meant.people[0] in room.barred:
        yield error(place, f"{named} decides alone and stands under deny{room.where}; take them out of one of the two")
    elif len(meant.people) > 1:
        yield warning(place, f"{named} means several people{room.where}, and the first alone decides; name that one")


def _of_approvers(room: Room) -> Iterator[Flaw]:
    stage, most = room.stage, room.seated.most
    if room.seated.is_empty:
        yield error((*room.place, "approvers"), _why_empty(room))
    elif most is not None and most < room.needed:
        sentence = f"{room.needed} must say yes and only {most} may decide{room.where}; name more, or lower the quorum"
        yield error((*room.place, "quorum"), sentence)
    elif most is not None and most < stage.fail_count:
        sentence = f"{stage.fail_count} must say no and only {most} may decide{room.where}; name more, or lower it"
        yield error((*room.place, "fail_count"), sentence)


def _why_empty(room: Room) -> str:
    named = room.crowd(room.stage.approvers)
    if named.is_empty:
        return f"these names mean nobody{room.where}, so nothing passes {room.stage.name}; name somebody who may decide"
    if named.people == (SUBMITTER,) and not room.stage.deny:
        return f"{_OWN}; name somebody else, or set self_approval: true for {room.stage.name}"
    return f"everybody who is named may not decide here{room.where}; take somebody out of deny, or name others"


def _of_submitters(room: Room) -> Iterator[Flaw]:
    """Who is expected to bring pictures, and is needed to approve them."""
    named = room.policy.roles.submitters or ()
    for name in () if room.policy.review.allows_own_work(room.stage) else named:
        bringing = crowd([name], room.census)
        if bringing.most == 1 and _is_needed(room, bringing.people[0]):
            sentence = f"{name} submits pictures, and without {name} {room.stage.name} cannot pass{room.where}"
            yield warning(room.place, f"{sentence}; name somebody else too, or set self_approval: true")


def _is_needed(room: Room, person: str) -> bool:
    if room.stage.final_decider:
        return room.crowd([room.stage.final_decider]).people[:1] == (person,)
    seated = room.seated
    return seated.most == room.needed and person in seated.people


_OWN = "whoever brings a picture would decide about it, and may not"
