"""The composition root's third annex: everything about asking and deciding. No logic."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.approval.advising import Advising
from bot.approval.at_hand import AtHand
from bot.approval.by_hand import ByHand
from bot.approval.cards import Cards
from bot.approval.covering import Covering
from bot.approval.finishing import Finishing
from bot.approval.flow import Approvals
from bot.approval.handing import Handing
from bot.approval.lacking import lacks_by
from bot.approval.leading import Leading
from bot.approval.openings import Openings
from bot.approval.recasting import Recasting
from bot.approval.reseating import Reseating
from bot.approval.second_thoughts import SecondThoughts
from bot.approval.stuck import Stuck
from bot.approval.threads import Threads
from bot.kit import Kit


@dataclass(frozen=True, kw_only=True)
class ReviewRoom:
    openings: Openings
    handing: Handing
    reseating: Reseating
    stuck: Stuck
    advising: Advising
    approvals: Approvals
    second_thoughts: SecondThoughts
    finishing: Finishing
    by_hand: ByHand
    at_hand: AtHand
    cards: Cards

    @property
    def steps(self) -> Mapping[str, Any]:
        """Their names in bot/reactions.py."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def review_room(kit: Kit) -> ReviewRoom:
    common: dict[str, Any] = {"db": kit.db, "clock": kit.clock, "history": kit.history}
    covering, threads = Covering(kit.staff.substitutes), Threads(kit.posts)
    openings = _openings(kit, covering)
    return ReviewRoom(
        openings=openings,
        handing=Handing(clock=kit.clock, history=kit.history, jobs=kit.jobs, covering=covering, openings=openings),
        reseating=_reseating(kit, openings, covering),
        stuck=_stuck(kit),
        advising=_advising(kit, threads),
        approvals=Approvals(**common, jobs=kit.jobs, openings=openings, threads=threads, lacks=lacks_by(kit.policies)),
        second_thoughts=SecondThoughts(**common, openings=openings),
        finishing=Finishing(**common, roles=kit.roles, threads=threads),
        by_hand=ByHand(**common, roles=kit.roles, openings=openings, threads=threads),
        at_hand=_at_hand(kit),
        cards=_cards(kit),
    )


def _openings(kit: Kit, covering: Covering) -> Openings:
    slack = kit.outside.slack
    return Openings(
        db=kit.db,
        clock=kit.clock,
        history=kit.history,
        policies=kit.policies,
        people=slack.people,
        jobs=kit.jobs,
        covering=covering,
        channel=slack.channels.known,
    )


def _reseating(kit: Kit, openings: Openings, covering: Covering) -> Reseating:
    people = kit.outside.slack.people
    return Reseating(
        db=kit.db,
        clock=kit.clock,
        history=kit.history,
        jobs=kit.jobs,
        people=people,
        openings=openings,
        recasting=Recasting(clock=kit.clock, people=people, covering=covering),
        threads=Threads(kit.posts),
    )


def _at_hand(kit: Kit) -> AtHand:
    return AtHand(
        clock=kit.clock,
        history=kit.history,
        policies=kit.policies,
        leading=Leading(policies=kit.policies, people=kit.outside.slack.people),
        posts=kit.posts,
        permalink=kit.permalink,
    )


def _stuck(kit: Kit) -> Stuck:
    return Stuck(
        clock=kit.clock,
        policies=kit.policies,
        leading=Leading(policies=kit.policies, people=kit.outside.slack.people),
        posts=kit.posts,
        permalink=kit.permalink,
    )


def _advising(kit: Kit, threads: Threads) -> Advising:
    return Advising(
        db=kit.db,
        clock=kit.clock,
        history=kit.history,
        policies=kit.policies,
        posts=kit.posts,
        threads=threads,
        permalink=kit.permalink,
    )


def _cards(kit: Kit) -> Cards:
    slack = kit.outside.slack
    return Cards(
        clock=kit.clock,
        policies=kit.policies,
        posts=kit.posts,
        people=slack.people,
        channels=slack.channels,
        permalink=kit.permalink,
        links=kit.links,
        held=kit.staff.delivery.held,
    )
