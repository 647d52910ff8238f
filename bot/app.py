"""The composition root: the only place where all rooms meet. No logic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.routing import BaseRoute

from bot import listeners
from bot.absences import Substitutes
from bot.approval.following import FollowUp
from bot.approval.moving import GiveBack, HandOver
from bot.approval.rehearsing import Rehearsal
from bot.approval.rereading import Reseat
from bot.approval.retrying import RetryOpenings
from bot.approval.threads import Threads
from bot.approval.waking import Waking
from bot.audit.sealing import Sealer
from bot.clock import Clock
from bot.comparing.making import CompareVersions
from bot.config import Config
from bot.crew import steps_of, tending_of
from bot.db import Database
from bot.distribution import downloads
from bot.distribution.announcing import Announcements
from bot.distribution.certifying import FileReceipt
from bot.distribution.publishing import PublishVersion
from bot.distribution.redescribing import Redescribe
from bot.distribution.rendering import RenderVersion
from bot.galley_yml import Policies
from bot.history import History
from bot.home.showing import ShowHome
from bot.intake.fetching import FetchVersion
from bot.intake.inspecting import InspectVersion
from bot.intake.receipts import Receipts
from bot.intake.repairing import RepairVersion
from bot.intake.resembling import Resemblance
from bot.intake.sheets import MakeSheet
from bot.intake.tagging import Tagging
from bot.intake.waiting import LookForFile, StopWaiting
from bot.jobs.effects import Effect
from bot.jobs.engine import engine_for
from bot.jobs.port import Engine, Trouble
from bot.kit import Kit, Outside, kit_of
from bot.policy_watch import PolicyWatch
from bot.reactions import Steps, reactions
from bot.remarks import advice
from bot.remarks import offer as remarks
from bot.reminders.views import ReminderTexts
from bot.retention import Retention
from bot.schedule import Schedule, Ticks
from bot.slack.app import build_app
from bot.slack.editing import Edit, EditCard
from bot.slack.files import SlackFiles
from bot.slack.hosts import Hosts
from bot.slack.mishaps import Mishaps
from bot.slack.opening import install_routes
from bot.slack.posts import SAID, Renderer
from bot.slack.reception import each
from bot.slack.sharing import Share
from bot.slack.showing import Remind, Room, Show, Tell
from bot.slack.speaking import Speaker
from bot.slack.uploading import Upload
from bot.slack.whispers import by_what_it_says
from bot.storage import Storage
from models.post import PostKind


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
    rehearsal: Rehearsal


async def compose(config: Config, db: Database, clock: Clock, outside: Outside) -> House:
    async def on_trouble(session: AsyncSession, trouble: Trouble) -> None:
        await steps.notices.job_in_trouble(session, trouble)

    engine = engine_for(db, clock, on_trouble=on_trouble, visits=config.role.sends)
    kit = kit_of(config, db, clock, outside, engine)
    steps = steps_of(kit)
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
        rehearsal=Rehearsal(
            db=db,
            clock=clock,
            policies=kit.policies,
            openings=steps.openings,
            approvals=steps.approvals,
            follow_up=_follow_up(kit, steps),
            renderers=_renderers(kit, steps),
        ),
    )


def _effects(kit: Kit, steps: Steps) -> list[Effect[Any]]:
    workspaces, http = kit.outside.slack.workspaces, kit.outside.http
    darkroom: dict[str, Any] = {"darkroom": kit.outside.darkroom, "storage": kit.storage}
    common: dict[str, Any] = {"history": kit.history, "policies": kit.policies}
    resemblance = Resemblance(**common, channel=kit.outside.slack.channels.known, permalink=kit.permalink)
    hosts = Hosts(kit.config.slack_api_url)
    files = SlackFiles(workspaces, http, hosts=hosts)
    tagging = Tagging(clock=kit.clock, history=kit.history, channel=kit.outside.slack.channels.name_of)
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
        InspectVersion(**darkroom, **common, tagging=tagging, resemblance=resemblance),
        RepairVersion(**darkroom, **common),
        MakeSheet(**darkroom, pictures=kit.pictures, history=kit.history),
        CompareVersions(
            **darkroom, pictures=kit.pictures, history=kit.history, clock=kit.clock, say=steps.comparisons.say_refused
        ),
        StopWaiting(steps.intake),
        RetryOpenings(steps.openings),
        HandOver(steps.handing),
        GiveBack(steps.handing),
        Reseat(steps.reseating),
        _follow_up(kit, steps),
        LookForFile(files=files, intake=steps.intake, is_intake=steps.desk.is_intake),
        RenderVersion(**darkroom, **common),
        PublishVersion(library=kit.outside.library, storage=kit.storage, history=kit.history, clock=kit.clock),
        Redescribe(library=kit.outside.library),
        FileReceipt(library=kit.outside.library, db=kit.db, history=kit.history),
        Show(room),
        Remind(room),
        Edit(room),
        EditCard(room),
        Tell(room),
        Upload(workspaces=workspaces, http=http, hosts=hosts, storage=kit.storage, jobs=kit.jobs, clock=kit.clock),
        ShowHome(workspaces=workspaces, outlooks=kit.outlooks, tending=tending_of(kit)),
        Share(workspaces=workspaces, history=kit.history, jobs=kit.jobs, clock=kit.clock),
        *kit.board.effects,
    ]


def _follow_up(kit: Kit, steps: Steps) -> FollowUp:
    return FollowUp(history=kit.history, openings=steps.openings, threads=Threads(kit.posts))


def _renderers(kit: Kit, steps: Steps) -> Mapping[PostKind, Renderer]:
    receipts = Receipts(policies=kit.policies, permalink=kit.permalink)
    reminders = ReminderTexts(clock=kit.clock, permalink=kit.permalink)
    matters = {
        PostKind.ADVICE: steps.advising.render,
        PostKind.STUCK: steps.stuck.render,
        PostKind.HAND: steps.at_hand.render,
    }
    return {
        **SAID,
        PostKind.CARD: steps.cards.render_card,
        **kit.staff.renderers(steps.cards.render_ask, steps.cards.render_outcome, reminders.render, matters),
        PostKind.RECEIPT: receipts.render,
        PostKind.WHISPER: by_what_it_says(
            {
                "which_picture": receipts.render_which_picture,
                remarks.SAYS: steps.remarks.render,
                advice.SAYS: steps.remarks.render_advice,
            }
        ),
        PostKind.ANNOUNCEMENT: Announcements(kit.permalink, kit.links).render,
    }


def _bolt(kit: Kit, steps: Steps) -> AsyncApp:
    bolt = build_app(
        client=kit.outside.slack.web.client_of(None),
        signing_secret=kit.config.signing_secret,
        let_in=kit.outside.slack.reception.let_in,
        people=kit.outside.slack.people,
        mishaps=Mishaps(),
    )
    listeners.register_all(bolt, steps)
    return bolt


def _ticks(kit: Kit, steps: Steps, watch: PolicyWatch) -> Ticks:
    slack = kit.outside.slack
    return Ticks(
        policy=watch.look,
        seals=Sealer(kit.db).seal,
        reminders=steps.reminders.send_due,
        openings=steps.openings.retry,
        approvals=Waking(
            db=kit.db, clock=kit.clock, history=kit.history, openings=steps.openings, handing=steps.handing
        ).wake_due,
        absences=kit.staff.days.keep,
        digests=steps.digests.send_due,
        board=kit.board.look,
        calls=kit.board.attend,
        workspaces=slack.reception.look,
        tokens=slack.keep_tokens,
        groups=each(slack.workspaces, steps.reseating.keep_up),
        people=each(slack.workspaces, steps.reseating.read_again),
        channels=each(slack.workspaces, slack.channels.refresh),
        retention=Retention(kit.db, kit.clock, kit.policies).sweep,
    )
