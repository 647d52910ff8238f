"""The composition root's other annex: everything about people's time and attention. No logic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.absences import Absences, Substitutes
from bot.away.answering import AwayAnswers
from bot.away.days import Days
from bot.away.flow import Away
from bot.away.telling import Telling
from bot.boardroom import Furniture
from bot.budget import NoiseBudget
from bot.choices.delivery import Delivery
from bot.choices.flow import Choosing
from bot.choices.forms import choices_form
from bot.choices.muting import Muting
from bot.digests.flow import Digests
from bot.digests.readers import Readers
from bot.outlook import Outlooks
from bot.reports.flow import Reports
from bot.reports.news import Weekly
from bot.reports.views import coverage
from bot.requests.commands import Answer, Handler, Request
from bot.requests.standings import Standings
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.people import People
from bot.slack.posts import Renderer
from models.post import PostKind


@dataclass(frozen=True, kw_only=True)
class StaffRoom:
    away: Away
    telling: Telling
    days: Days
    choosing: Choosing
    digests: Digests
    reports: Reports
    delivery: Delivery
    standings: Standings
    substitutes: Substitutes
    answers: Mapping[str, Handler]

    async def absences(self, by: Actor) -> Message:
        return coverage(await self.reports.absences(by))

    @property
    def steps(self) -> Mapping[str, Any]:
        """Their names in bot/reactions.py."""
        names = ("away", "telling", "choosing", "digests", "reports")
        return {name: getattr(self, name) for name in names}

    def renderers(
        self, ask: Renderer, outcome: Renderer, reminder: Renderer, matters: Mapping[PostKind, Renderer]
    ) -> Mapping[PostKind, Renderer]:
        """Of what is this room's own, and of what somebody may rather read in their digest."""
        return {
            **{kind: self.delivery.unless_held(render) for kind, render in matters.items()},
            PostKind.ASK: self.delivery.unless_held(ask),
            PostKind.OUTCOME: self.delivery.unless_held(outcome),
            PostKind.REMINDER: self.delivery.unless_held(reminder),
            PostKind.ABSENCE: self.telling.render,
            PostKind.DIGEST: self.digests.telling(matters),
        }


def staff_room(
    its: Furniture,
    *,
    people: People,
    outlooks: Outlooks,
    teams: Callable[[], Sequence[str]],
    budget: NoiseBudget,
    delivery: Delivery,
) -> StaffRoom:
    common: dict[str, Any] = {"db": its.db, "clock": its.clock, "history": its.history, "policies": its.policies}
    days = Days(db=its.db, clock=its.clock, history=its.history)
    away = Away(**common, people=people, roles=its.roles, days=days)
    choosing, standings = Choosing(**common), Standings(db=its.db, outlooks=outlooks)
    reports = Reports(db=its.db, clock=its.clock, policies=its.policies, people=people, roles=its.roles, teams=teams)
    news = Weekly(reports)
    readers = Readers(budget=budget, news=news, holds=delivery.holds_matter)
    return StaffRoom(
        away=away,
        telling=Telling(clock=its.clock, policies=its.policies, posts=its.posts),
        days=days,
        choosing=choosing,
        digests=Digests(**common, posts=its.posts, outlooks=outlooks, readers=readers, news=news),
        reports=reports,
        delivery=delivery,
        standings=standings,
        substitutes=Absences(),
        answers=_answers(AwayAnswers(away), choosing, Muting(choosing=choosing, meant=standings.meant)),
    )


def _answers(away: AwayAnswers, choosing: Choosing, muting: Muting) -> Mapping[str, Handler]:
    """The commands of /galley that are answered here."""

    async def going(request: Request) -> Answer:
        return await away.answer(request.words, by=request.actor)

    async def notices(request: Request) -> Answer:
        return choices_form(await choosing.open(request.actor))

    async def mute(request: Request) -> Answer:
        return await muting.answer(request.words, by=request.actor)

    return {"away": going, "notices": notices, "mute": mute}
