"""How look-alikes are told, on a card and on a receipt alike."""

from collections.abc import Sequence

from bot.slack.parts import escape, link, when
from models.asset import AssetState
from models.likeness import Nearness
from models.lookalike import LookAlike

_NEAR = {
    Nearness.SAME: "the same picture in another file",
    Nearness.LIKELY: "very much alike",
    Nearness.POSSIBLE: "possibly the same motif",
}
_STANDS = {
    AssetState.PUBLISHED: "published",
    AssetState.APPROVED: "approved",
    AssetState.IN_REVIEW: "in review",
}


def told(alike: Sequence[LookAlike]) -> str:
    """`Looks like <hero spring> (published 3 May): the same picture in another file. Also alike: ...`; mrkdwn."""
    first, *others = alike
    also = f" Also alike: {', '.join(_named(one) for one in others)}." if others else ""
    return f"Looks like {_named(first)}: {_NEAR[first.nearness]}.{also}"


def name(one: LookAlike) -> str:
    """`picture 2` of the same card, or a link to the other card."""
    if one.position is not None:
        return f"picture {one.position}, *{escape(one.title, 80)}*"
    return f"*{link(one.place, one.title) if one.place else escape(one.title, 80)}*"


def _named(one: LookAlike) -> str:
    of = f"version {one.version} of " if one.version else ""
    if one.position is not None:
        return f"{of}{name(one)}"
    stands = _STANDS.get(one.state, "not approved yet")
    since = f"{stands} {when(one.since)}" if one.state is AssetState.PUBLISHED else stands
    return f"{of}{name(one)} ({since})"
