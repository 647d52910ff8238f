"""Our side of Slack, put together: who is served there, by which tokens, and how they come and go."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

from starlette.routing import BaseRoute

from bot.clock import Clock
from bot.config import Config
from bot.db import Database
from bot.history import History
from bot.slack.channels import Channels
from bot.slack.installations import Installations
from bot.slack.installing import GrantStore, Installing
from bot.slack.people import People
from bot.slack.reception import GoOn, Reception
from bot.slack.rotating import Credentials, Rotation
from bot.slack.states import StateStore
from bot.slack.web import Web
from bot.slack.workspaces import Workspaces
from bot.vault import Vault


@dataclass(frozen=True, kw_only=True)
class Slack:
    """`rotation` is None where nobody installs by OAuth."""

    web: Web
    vault: Vault
    history: History
    workspaces: Workspaces
    rotation: Rotation | None
    reception: Reception
    people: People
    channels: Channels

    def teams(self) -> Sequence[str]:
        """The workspaces that are served now."""
        return self.workspaces.team_ids

    async def keep_tokens(self) -> None:
        """For the schedule."""
        if self.rotation is not None:
            await self.rotation.look()


async def open_slack(config: Config, db: Database, clock: Clock, stack: AsyncExitStack) -> Slack:
    web = await stack.enter_async_context(Web(api_url=config.slack_api_url))
    vault, history = Vault.open(config), History(clock)
    credentials, rotation = _credentials(config), None
    if credentials is not None:
        rotation = Rotation(db=db, clock=clock, vault=vault, web=web, credentials=credentials)
        stack.push_async_callback(rotation.close)
    installations = Installations(db=db, clock=clock, vault=vault, history=history)
    kept = installations if credentials is not None else None
    workspaces = Workspaces(web, token=config.bot_token, installations=kept, rotation=rotation)
    people, channels = People(workspaces, db, clock), Channels(workspaces, clock)
    stack.push_async_callback(people.close)
    return Slack(
        web=web,
        vault=vault,
        history=history,
        workspaces=workspaces,
        rotation=rotation,
        reception=Reception(
            db=db, workspaces=workspaces, people=people, channels=channels, installations=installations
        ),
        people=people,
        channels=channels,
    )


def install_routes(config: Config, slack: Slack, db: Database, clock: Clock, *, go_on: GoOn) -> Sequence[BaseRoute]:
    credentials = _credentials(config)
    if credentials is None:
        return ()
    grants = GrantStore(
        web=slack.web,
        clock=clock,
        vault=slack.vault,
        keep=partial(slack.reception.keep, go_on=go_on),
        welcome=config.welcome_teams,
    )
    installing = Installing(
        web=slack.web,
        credentials=credentials,
        api_url=config.slack_api_url,
        public_url=config.base_url,
        store=grants,
        states=StateStore(db=db, clock=clock, vault=slack.vault),
    )
    return installing.routes()


def _credentials(config: Config) -> Credentials | None:
    if not config.takes_installations:
        return None
    return Credentials(client_id=config.slack_client_id or "", client_secret=config.client_secret)
