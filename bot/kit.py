"""What nearly every step works with, made once."""

from dataclasses import dataclass
from typing import Any

import httpx

from bot.boardroom import BoardRoom, Furniture, board_room
from bot.budget import above_budget
from bot.choices.delivery import Delivery
from bot.clock import Clock
from bot.config import Config
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.jobs.port import Engine
from bot.links import Links
from bot.outlook import Outlooks
from bot.roles import Roles
from bot.slack.opening import Slack
from bot.slack.permalinks import Permalinks
from bot.slack.pictures import Pictures
from bot.slack.posts import Posts
from bot.staffroom import StaffRoom, staff_room
from bot.storage import Storage
from bot.vault import Vault
from connectors.board import BoardConnection
from connectors.library import Library
from imaging.darkroom import Darkroom


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Whatever reaches beyond our database, opened by bot/service.py."""

    slack: Slack
    http: httpx.AsyncClient
    darkroom: Darkroom
    library: Library
    board: BoardConnection | None


@dataclass(frozen=True, kw_only=True)
class Kit:
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


def kit_of(config: Config, db: Database, clock: Clock, outside: Outside, jobs: Engine) -> Kit:
    policies, permalink = Policies(config.policy), Permalinks(outside.slack.workspaces)
    history = outside.slack.history
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
    delivery = Delivery(above_budget)
    outlooks = Outlooks(
        clock=clock,
        policies=policies,
        permalink=permalink,
        held=delivery.held,
        channel=outside.slack.channels.known,
    )
    return Kit(
        **furniture,
        outside=outside,
        pictures=Pictures(jobs),
        links=Links(vault=furniture["vault"], policies=policies, base=config.public_url),
        outlooks=outlooks,
        board=board_room(Furniture(**furniture), outside.board),
        staff=staff_room(
            Furniture(**furniture),
            people=outside.slack.people,
            outlooks=outlooks,
            teams=outside.slack.teams,
            budget=above_budget,
            delivery=delivery,
        ),
    )
