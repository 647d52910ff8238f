"""The composition root's annex: everything that needs a project board, or does without one where none is connected."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute

from bot.campaigns.flow import Campaigns
from bot.campaigns.linking import LinkCampaign
from bot.clock import Clock
from bot.config import Config
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.jobs.effects import Effect
from bot.jobs.port import Jobs
from bot.roles import Roles
from bot.slack.posts import Posts
from bot.storage import Storage
from bot.tasks import webhook
from bot.tasks.adopting import AdoptTask
from bot.tasks.attaching import AttachProof
from bot.tasks.creating import CreateTask
from bot.tasks.flow import Tasks
from bot.tasks.hearing import Hearing
from bot.tasks.hints import Hints
from bot.tasks.hooks import Hooks
from bot.tasks.learning import Learning
from bot.tasks.moving import MoveTask
from bot.tasks.orders import Orders
from bot.tasks.reading import ReadTask
from bot.tasks.saying import SayDecision, SayPlace
from bot.tasks.wanted import all_statuses
from bot.tasks.watching import Watching
from bot.vault import Vault
from connectors.board import BoardConnection
from models.post import Post


@dataclass(frozen=True, kw_only=True)
class BoardRoom:
    campaigns: Campaigns
    tasks: Tasks
    effects: tuple[Effect[Any], ...]
    routes: tuple[BaseRoute, ...]
    look: Callable[[], Awaitable[None]]
    attend: Callable[[], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class Furniture:
    """What the room is furnished with."""

    config: Config
    db: Database
    clock: Clock
    policies: Policies
    history: History
    roles: Roles
    vault: Vault
    jobs: Jobs
    posts: Posts
    storage: Storage
    permalink: Callable[[Post], str]


def board_room(its: Furniture, board: BoardConnection | None) -> BoardRoom:
    orders = Orders(its.jobs)
    hearing, watching = _watchers(its, board, orders) if board else (None, None)
    return BoardRoom(
        campaigns=Campaigns(
            db=its.db,
            clock=its.clock,
            history=its.history,
            jobs=its.jobs,
            roles=its.roles,
            has_board=board is not None,
        ),
        tasks=Tasks(db=its.db, clock=its.clock, jobs=its.jobs, orders=orders, roles=its.roles, board=board),
        effects=_effects(its, board, orders) if board else (),
        routes=webhook.routes(hearing) if hearing else (),
        look=watching.look if watching else _nothing,
        attend=hearing.attend if hearing else _nothing,
    )


def _effects(its: Furniture, board: BoardConnection, orders: Orders) -> tuple[Effect[Any], ...]:
    learning = Learning(clock=its.clock, history=its.history, posts=its.posts)
    common: dict[str, Any] = {"board": board, "learning": learning}
    linking: dict[str, Any] = {"board": board, "clock": its.clock, "history": its.history, "posts": its.posts}
    return (
        LinkCampaign(**linking, statuses=lambda: _statuses(its.policies)),
        CreateTask(**common, policies=its.policies, orders=orders, permalink=its.permalink),
        AdoptTask(**common, orders=orders, posts=its.posts),
        MoveTask(**common, policies=its.policies),
        ReadTask(**common),
        AttachProof(**common, storage=its.storage),
        SayDecision(**common),
        SayPlace(**common),
    )


def _watchers(its: Furniture, board: BoardConnection, orders: Orders) -> tuple[Hearing, Watching]:
    common: dict[str, Any] = {
        "db": its.db,
        "board": board,
        "hooks": Hooks(db=its.db, vault=its.vault, board=board, base=its.config.base_url),
        "hints": Hints(db=its.db, orders=orders, board=board.declaration.name),
    }
    return Hearing(**common), Watching(**common, clock=its.clock, policies=its.policies, history=its.history)


def _statuses(policies: Policies) -> tuple[str, ...]:
    """Of what is on trial, too."""
    return tuple(dict.fromkeys(name for policy in policies.every for name in all_statuses(policy)))


async def _nothing() -> None:
    """No board is connected."""
