"""The composition root: the only place where all rooms meet. No logic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from slack_bolt.async_app import AsyncApp
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.routing import BaseRoute

from bot import listeners
from bot.absences import Substitutes
from bot.approval.cards import Cards
from bot.approval.flow import Approvals
from bot.approval.following import FollowUp
from bot.approval.openings import Openings
from bot.approval.retrying import RetryOpenings
from bot.approval.threads import Threads
from bot.audit.sealing import Sealer
from bot.boardroom import BoardRoom, Furniture, board_room
from bot.clock import Clock
from bot.config import Config
from bot.db import Database
from bot.distribution import downloads
from bot.distribution.announcing import Announcements
from bot.distribution.certifying import FileReceipt
from bot.distribution.flow import Distribution
from bot.distribution.publishing import PublishVersion
from bot.distribution.rendering import RenderVersion
from bot.galley_yml import Policies
from bot.history import History
from bot.home.flow import Home
from bot.home.showing import ShowHome
from bot.home.tending import Tending
from bot.intake.candidates import Candidates
from bot.intake.desk import Desk
from bot.intake.fetching import FetchVersion
from bot.intake.flow import Intake
from bot.intake.inspecting import InspectVersion
from bot.intake.proofs import Proofs
from bot.intake.receipts import Receipts
from bot.intake.repairing import RepairVersion
from bot.intake.sheets import MakeSheet
from bot.intake.waiting import LookForFile, StopWaiting
from bot.jobs.effects import Effect
from bot.jobs.engine import engine_for
from bot.jobs.port import Engine, Trouble
from bot.links import Links
from bot.notices import Notices
from bot.outlook import Outlooks
from bot.policy_watch import PolicyWatch
from bot.reactions import Steps, reactions
from bot.reminders.flow import Reminders
from bot.reminders.views import ReminderTexts
from bot.requests.board import BoardRequests
from bot.requests.commands import Answer, Handler, Request
from bot.requests.flow import Requests
from bot.requests.snoozing import Snoozing
from bot.retention import Retention
from bot.roles import Roles
from bot.schedule import Schedule, Ticks
from bot.search.flow import Search
from bot.slack.app import build_app
from bot.slack.files import SlackFiles
from bot.slack.hosts import Hosts
from bot.slack.mishaps import Mishaps
from bot.slack.opening import Slack, install_routes
from bot.slack.permalinks import Permalinks
from bot.slack.pictures import Pictures
from bot.slack.posts import SAID, Posts, Renderer
from bot.slack.presence import Presence
from bot.slack.reception import each
from bot.slack.sharing import Share
from bot.slack.showing import Edit, EditCard, Remind, Room, Show, Tell
from bot.slack.speaking import Speaker
from bot.slack.uploading import Upload
from bot.staffroom import StaffRoom, staff_room
from bot.storage import Storage
from bot.vault import Vault
from connectors.board import BoardConnection
from connectors.library import Library
from imaging.darkroom import Darkroom
from models.post import PostKind


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Whatever reaches beyond our database, opened by bot/service.py."""

    slack: Slack
    http: httpx.AsyncClient
    darkroom: Darkroom
    library: Library
    board: BoardConnection | None


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything that runs, for whoever has to reach in: the commands, the journeys, the bench."""

    config: Config
    clock: Clock
    db: Database
    outside: Outside
    policies: Policies
    storage: Storage
    history: History
    jobs: Engine
    steps: Steps
    substitutes: Substitutes
    watch: PolicyWatch
    bolt: AsyncApp
    routes: tuple[BaseRoute, ...]
    schedule: Schedule


async def compose(config: Config, db: Database, clock: Clock, outside: Outside) -> House:
    async def on_trouble(session: AsyncSession, trouble: Trouble) -> None:
        await steps.notices.job_in_trouble(session, trouble)

    engine = engine_for(db, clock, on_trouble=on_trouble, visits=config.role.sends)
    kit = _kit(config, db, clock, outside, engine)
    steps = _steps(kit)
    kit.history.follow(reactions(steps))
    kit.jobs.perform(_effects(kit, steps))
    watch = PolicyWatch(policies=kit.policies, db=db, history=kit.history, clock=clock, teams=kit.outside.slack.teams)
    return House(
        config=config,
        clock=clock,
        db=db,
        outside=outside,
        policies=kit.policies,
        storage=kit.storage,
        history=kit.history,
        jobs=kit.jobs,
        steps=steps,
        substitutes=kit.staff.substitutes,
        watch=watch,
        bolt=_bolt(kit, steps),
        routes=(
            *kit.board.routes,
            *install_routes(config, outside.slack, db, clock, go_on=kit.jobs.reopen),
            *downloads.routes(db=db, clock=clock, links=kit.links, storage=kit.storage),
        ),
        schedule=Schedule(clock, _ticks(kit, steps, watch)),
    )


@dataclass(frozen=True, kw_only=True)
class _Kit:
    """What nearly every step is given."""

    config: Config
    db: Database
    clock: Clock
    outside: Outside
    policies: Policies
    history: History
    roles: Roles
    vault: Vault
    storage: Storage
    jobs: Engine
    posts: Posts
    pictures: Pictures
    permalink: Permalinks
    links: Links
    outlooks: Outlooks
    board: BoardRoom
    staff: StaffRoom


def _kit(config: Config, db: Database, clock: Clock, outside: Outside, jobs: Engine) -> _Kit:
    policies, permalink = Policies(config.policy), Permalinks(outside.slack.workspaces)
    history = outside.slack.history
    outlooks = Outlooks(clock=clock, policies=policies, permalink=permalink)
    furniture: dict[str, Any] = {
        "config": config,
        "db": db,
        "clock": clock,
        "policies": policies,
        "history": history,
        "vault": outside.slack.vault,
        "roles": Roles(db=db, history=history, policies=policies, people=outside.slack.people),
        "jobs": jobs,
        "posts": Posts(jobs, clock),
        "storage": Storage(config.data.resolve()),
        "permalink": permalink,
    }
    return _Kit(
        **furniture,
        outside=outside,
        pictures=Pictures(jobs),
        links=Links(vault=furniture["vault"], policies=policies, base=config.public_url),
        outlooks=outlooks,
        board=board_room(Furniture(**furniture), outside.board),
        staff=staff_room(
            Furniture(**furniture), people=outside.slack.people, outlooks=outlooks, teams=outside.slack.teams
        ),
    )


def _steps(kit: _Kit) -> Steps:
    common: dict[str, Any] = {"clock": kit.clock, "history": kit.history, "policies": kit.policies}
    people, channels = kit.outside.slack.people, kit.outside.slack.channels
    candidates = Candidates(clock=kit.clock, history=kit.history, posts=kit.posts)
    arrivals = {**common, "jobs": kit.jobs, "posts": kit.posts, "roles": kit.roles, "candidates": candidates}
    intake = Intake(**arrivals)
    openings = Openings(**common, db=kit.db, people=people, jobs=kit.jobs)
    desk = _desk(kit, intake, candidates)
    reminders = Reminders(**common, db=kit.db, posts=kit.posts, people=people, held=kit.staff.delivery.held)
    search = Search(db=kit.db, people=people, outlooks=kit.outlooks)
    return Steps(
        intake=intake,
        candidates=candidates,
        desk=desk,
        proofs=Proofs(jobs=kit.jobs, pictures=kit.pictures, storage=kit.storage),
        openings=openings,
        approvals=Approvals(
            db=kit.db,
            clock=kit.clock,
            history=kit.history,
            jobs=kit.jobs,
            openings=openings,
            threads=Threads(kit.posts),
        ),
        cards=_cards(kit),
        distribution=Distribution(
            clock=kit.clock, jobs=kit.jobs, posts=kit.posts, policies=kit.policies, channels=channels
        ),
        reminders=reminders,
        notices=Notices(**common, people=people, posts=kit.posts, teams=kit.outside.slack.teams),
        posts=kit.posts,
        pictures=kit.pictures,
        presence=_presence(kit, desk),
        campaigns=kit.board.campaigns,
        tasks=kit.board.tasks,
        requests=_requests(kit, reminders, _answers(kit, desk, search)),
        search=search,
        home=Home(db=kit.db, clock=kit.clock, jobs=kit.jobs, tending=_tending(kit)),
        **kit.staff.steps,
    )


def _cards(kit: _Kit) -> Cards:
    slack = kit.outside.slack
    return Cards(
        clock=kit.clock,
        policies=kit.policies,
        posts=kit.posts,
        people=slack.people,
        channels=slack.channels,
        permalink=kit.permalink,
        links=kit.links,
    )


def _presence(kit: _Kit, desk: Desk) -> Presence:
    slack = kit.outside.slack
    return Presence(
        db=kit.db,
        posts=kit.posts,
        channels=slack.channels,
        history=kit.history,
        reception=slack.reception,
        is_intake=desk.is_intake,
    )


def _tending(kit: _Kit) -> Tending:
    return Tending(db=kit.db, jobs=kit.jobs, roles=kit.roles, teams=kit.outside.slack.teams)


def _desk(kit: _Kit, intake: Intake, candidates: Candidates) -> Desk:
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


def _requests(kit: _Kit, reminders: Reminders, elsewhere: Mapping[str, Handler]) -> Requests:
    return Requests(
        db=kit.db,
        posts=kit.posts,
        standings=kit.staff.standings,
        snoozing=Snoozing(db=kit.db, clock=kit.clock, policies=kit.policies, snooze=reminders.snooze),
        elsewhere=elsewhere,
    )


def _answers(kit: _Kit, desk: Desk, search: Search) -> Mapping[str, Handler]:
    """The commands of /galley that other steps answer."""
    board = BoardRequests(campaigns=kit.board.campaigns, tasks=kit.board.tasks)

    async def submit(request: Request) -> Answer:
        return await desk.submit_form(request.actor)

    async def find(request: Request) -> Answer:
        return await search.find(request.words, by=request.actor)

    return {"submit": submit, "find": find, "campaign": board.campaign, "task": board.task, **kit.staff.answers}


def _effects(kit: _Kit, steps: Steps) -> list[Effect[Any]]:
    workspaces, http = kit.outside.slack.workspaces, kit.outside.http
    darkroom: dict[str, Any] = {"darkroom": kit.outside.darkroom, "storage": kit.storage}
    common: dict[str, Any] = {"history": kit.history, "policies": kit.policies}
    hosts = Hosts(kit.config.slack_api_url)
    files = SlackFiles(workspaces, http, hosts=hosts)
    room = Room(
        speaker=Speaker(workspaces),
        renderers=_renderers(kit, steps),
        history=kit.history,
        jobs=kit.jobs,
        clock=kit.clock,
        channels=kit.outside.slack.channels,
    )
    return [
        FetchVersion(files=files, storage=kit.storage, **common),
        InspectVersion(**darkroom, **common),
        RepairVersion(**darkroom, **common),
        MakeSheet(**darkroom, pictures=kit.pictures, history=kit.history),
        StopWaiting(steps.intake),
        RetryOpenings(steps.openings),
        FollowUp(clock=kit.clock, history=kit.history, openings=steps.openings, threads=Threads(kit.posts)),
        LookForFile(files=files, intake=steps.intake, is_intake=steps.desk.is_intake),
        RenderVersion(**darkroom, **common),
        PublishVersion(library=kit.outside.library, storage=kit.storage, history=kit.history, clock=kit.clock),
        FileReceipt(library=kit.outside.library, db=kit.db, history=kit.history),
        Show(room),
        Remind(room),
        Edit(room),
        EditCard(room),
        Tell(room),
        Upload(workspaces=workspaces, http=http, hosts=hosts, storage=kit.storage, jobs=kit.jobs, clock=kit.clock),
        ShowHome(workspaces=workspaces, outlooks=kit.outlooks, tending=_tending(kit)),
        Share(workspaces=workspaces, history=kit.history, jobs=kit.jobs, clock=kit.clock),
        *kit.board.effects,
    ]


def _renderers(kit: _Kit, steps: Steps) -> Mapping[PostKind, Renderer]:
    receipts = Receipts(policies=kit.policies, permalink=kit.permalink)
    return {
        **SAID,
        PostKind.CARD: steps.cards.render_card,
        **kit.staff.renderers(steps.cards.render_ask, steps.cards.render_outcome),
        PostKind.RECEIPT: receipts.render,
        PostKind.WHISPER: receipts.render_whisper,
        PostKind.ANNOUNCEMENT: Announcements(kit.permalink, kit.links).render,
        PostKind.REMINDER: ReminderTexts(clock=kit.clock, permalink=kit.permalink).render,
    }


def _bolt(kit: _Kit, steps: Steps) -> AsyncApp:
    bolt = build_app(
        client=kit.outside.slack.web.client_of(None),
        signing_secret=kit.config.signing_secret,
        let_in=kit.outside.slack.reception.let_in,
        people=kit.outside.slack.people,
        mishaps=Mishaps(),
    )
    listeners.register_all(bolt, steps)
    return bolt


def _ticks(kit: _Kit, steps: Steps, watch: PolicyWatch) -> Ticks:
    slack = kit.outside.slack
    return Ticks(
        policy=watch.look,
        seals=Sealer(kit.db).seal,
        reminders=steps.reminders.send_due,
        openings=steps.openings.retry,
        absences=kit.staff.days.keep,
        digests=steps.digests.send_due,
        board=kit.board.look,
        workspaces=slack.reception.look,
        tokens=slack.keep_tokens,
        people=each(slack.workspaces, slack.people.refresh),
        channels=each(slack.workspaces, slack.channels.refresh),
        retention=Retention(kit.db, kit.clock, kit.policies).sweep,
    )
