"""Every step of the house, each given what it works with."""

from collections.abc import Mapping
from typing import Any

from bot import clicks
from bot.approval.advising import Advising
from bot.approval.flow import Approvals
from bot.approval.second_thoughts import SecondThoughts
from bot.approval.welcoming import welcome
from bot.approval.wishing import Wishing
from bot.asides import advise_by, approve_by, ask_by
from bot.comparing.flow import Comparisons
from bot.distribution.flow import Distribution
from bot.home.flow import Home
from bot.home.tending import Tending
from bot.intake.candidates import Candidates
from bot.intake.correcting import Correcting
from bot.intake.describing import Describing
from bot.intake.desk import Desk
from bot.intake.flow import Intake
from bot.intake.joining import Joining
from bot.intake.proofs import Proofs
from bot.kit import Kit
from bot.noise.flow import NoiseReport
from bot.notices import Notices
from bot.reactions import Steps
from bot.remarks.flow import Remarks
from bot.reminders.flow import Reminders
from bot.reports.completing import Completeness
from bot.reports.inventory import inventory
from bot.requests.board import BoardRequests
from bot.requests.commands import Answer, Handler, Request
from bot.requests.flow import Requests
from bot.requests.reports import ReportRequests
from bot.requests.snoozing import Snoozing
from bot.reviewroom import review_room
from bot.rulebook.flow import Rulebook
from bot.search.flow import Search
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.presence import Presence


def steps_of(kit: Kit) -> Steps:
    common: dict[str, Any] = {"clock": kit.clock, "history": kit.history, "policies": kit.policies}
    people, review = kit.outside.slack.people, review_room(kit)
    candidates = Candidates(clock=kit.clock, history=kit.history, posts=kit.posts)
    arrivals = {**common, "jobs": kit.jobs, "posts": kit.posts, "roles": kit.roles, "candidates": candidates}
    intake = Intake(**arrivals)
    desk = _desk(kit, intake, candidates)
    reminders = Reminders(**common, db=kit.db, posts=kit.posts, people=people, held=kit.staff.delivery.held)
    noise = NoiseReport(db=kit.db, clock=kit.clock, roles=kit.roles)
    search = Search(db=kit.db, people=people, outlooks=kit.outlooks, policies=kit.policies)
    rulebook, completeness = _rulebook(kit), Completeness(db=kit.db, policies=kit.policies, roles=kit.roles)
    correcting = _correcting(kit)
    report = _report(kit, noise, completeness)
    answers = {**_answers(kit, desk, search, review.second_thoughts), "policy": _policy(rulebook), "report": report}
    return Steps(
        intake=intake,
        candidates=candidates,
        desk=desk,
        correcting=correcting,
        joining=Joining(
            db=kit.db,
            clock=kit.clock,
            history=kit.history,
            posts=kit.posts,
            roles=kit.roles,
            candidates=candidates,
        ),
        proofs=Proofs(jobs=kit.jobs, pictures=kit.pictures, storage=kit.storage, permalinks=kit.permalink),
        comparisons=_comparisons(kit),
        distribution=_distribution(kit),
        remarks=_remarks(kit, review.approvals, review.advising),
        reminders=reminders,
        notices=Notices(**common, people=people, posts=kit.posts, teams=kit.outside.slack.teams),
        posts=kit.posts,
        pictures=kit.pictures,
        presence=_presence(kit, desk),
        campaigns=kit.board.campaigns,
        tasks=kit.board.tasks,
        noise=noise,
        requests=_requests(kit, reminders, answers, thoughts=review.second_thoughts, correcting=correcting),
        rulebook=rulebook,
        completeness=completeness,
        search=search,
        home=Home(db=kit.db, clock=kit.clock, jobs=kit.jobs, tending=tending_of(kit)),
        **review.steps,
        **kit.staff.steps,
    )


def _distribution(kit: Kit) -> Distribution:
    channels = kit.outside.slack.channels
    return Distribution(clock=kit.clock, jobs=kit.jobs, posts=kit.posts, policies=kit.policies, channels=channels)


def _comparisons(kit: Kit) -> Comparisons:
    return Comparisons(
        db=kit.db, clock=kit.clock, jobs=kit.jobs, posts=kit.posts, roles=kit.roles, permalinks=kit.permalink
    )


def _remarks(kit: Kit, approvals: Approvals, advising: Advising) -> Remarks:
    return Remarks(
        db=kit.db,
        clock=kit.clock,
        posts=kit.posts,
        approve=approve_by(approvals),
        ask=ask_by(approvals),
        welcome=welcome,
        advise=advise_by(advising),
    )


def _presence(kit: Kit, desk: Desk) -> Presence:
    slack = kit.outside.slack
    return Presence(
        db=kit.db,
        posts=kit.posts,
        channels=slack.channels,
        history=kit.history,
        reception=slack.reception,
        is_intake=desk.is_intake,
    )


def tending_of(kit: Kit) -> Tending:
    return Tending(db=kit.db, jobs=kit.jobs, roles=kit.roles, teams=kit.outside.slack.teams)


def _desk(kit: Kit, intake: Intake, candidates: Candidates) -> Desk:
    return Desk(
        db=kit.db,
        clock=kit.clock,
        history=kit.history,
        jobs=kit.jobs,
        posts=kit.posts,
        policies=kit.policies,
        roles=kit.roles,
        channels=kit.outside.slack.channels,
        intake=intake,
        candidates=candidates,
    )


def _correcting(kit: Kit) -> Correcting:
    describing = Describing(clock=kit.clock, history=kit.history, policies=kit.policies)
    return Correcting(db=kit.db, policies=kit.policies, roles=kit.roles, posts=kit.posts, describing=describing)


def _requests(
    kit: Kit,
    reminders: Reminders,
    elsewhere: Mapping[str, Handler],
    *,
    thoughts: SecondThoughts,
    correcting: Correcting,
) -> Requests:
    return Requests(
        db=kit.db,
        posts=kit.posts,
        standings=kit.staff.standings,
        snoozing=Snoozing(db=kit.db, clock=kit.clock, policies=kit.policies, snooze=reminders.snooze),
        elsewhere=elsewhere,
        choices={
            clicks.TAKE_BACK: thoughts.take_back,
            clicks.WISH: Wishing(thoughts),
            clicks.CORRECT: correcting.of_batch,
        },
    )


def _rulebook(kit: Kit) -> Rulebook:
    slack = kit.outside.slack
    return Rulebook(
        db=kit.db, policies=kit.policies, people=slack.people, roles=kit.roles, channel=slack.channels.known
    )


def _policy(rulebook: Rulebook) -> Handler:
    async def policy(request: Request) -> Answer:
        return await rulebook.read(request.actor)

    return policy


def _report(kit: Kit, noise: NoiseReport, completeness: Completeness) -> Handler:
    async def attributes(least: str, by: Actor) -> Message:
        return inventory(await completeness.read(least, by=by))

    return ReportRequests(noise=noise, absences=kit.staff.absences, attributes=attributes).report


def _answers(kit: Kit, desk: Desk, search: Search, thoughts: SecondThoughts) -> Mapping[str, Handler]:
    """The commands of /galley that other steps answer."""
    board = BoardRequests(campaigns=kit.board.campaigns, tasks=kit.board.tasks)

    async def submit(request: Request) -> Answer:
        return await desk.submit_form(request.actor)

    async def find(request: Request) -> Answer:
        return await search.find(request.words, by=request.actor)

    async def withdraw(request: Request) -> Answer:
        return await thoughts.withdraw(request.words, by=request.actor)

    async def reopen(request: Request) -> Answer:
        return await thoughts.reopen(request.words, by=request.actor)

    handed = {"submit": submit, "find": find, "withdraw": withdraw, "reopen": reopen}
    return {**handed, "campaign": board.campaign, "task": board.task, **kit.staff.answers}
