"""A registry that knows one workspace, by whatever client a test has."""

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.web import Web
from bot.slack.workspaces import Workspace, Workspaces
from sandbox.slack import names


class OneWorkspace(Workspaces):
    """`team_id` is everybody's: a test about one workspace need not say which."""

    def __init__(self, client: AsyncWebClient | None = None, *, team_id: str = names.TEAM, token: str = "") -> None:
        super().__init__(Web(api_url="http://127.0.0.1/api/"))
        self._one = Workspace(
            team_id=team_id,
            name="Sandbox",
            address="https://sandbox.slack.com/",
            bot_id=names.BOT,
            bot_user_id=names.BOT_USER,
            token=token or (client.token if client else None) or "xoxb-none",
            client=client or AsyncWebClient(),
        )

    @property
    def team_ids(self) -> tuple[str, ...]:
        return (self._one.team_id,)

    def known(self, team_id: str) -> Workspace | None:
        return self._one if team_id == self._one.team_id else None

    async def find(self, team_id: str, enterprise_id: str | None = None) -> Workspace | None:
        del enterprise_id
        return self.known(team_id)

    async def look(self) -> None:
        """There is nothing to look for."""


async def let_in(*, team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
    """Bolt's question, answered for the sandbox's first workspace whoever asks."""
    del team_id, enterprise_id
    workspace = OneWorkspace(token=names.BOT_TOKEN).known(names.TEAM)
    return workspace.pass_for_bolt if workspace else None
