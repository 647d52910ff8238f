"""What all workspaces share: the app's registration, its tokens, its sockets, the organization."""

from sandbox.slack import names
from sandbox.slack.codes import Codes
from sandbox.slack.dispatch import Dispatch
from sandbox.slack.installation import Installation
from sandbox.slack.org import Org
from sandbox.slack.registration import Registration
from sandbox.slack.sockets import Sockets
from sandbox.slack.team import SANDBOX
from sandbox.slack.tokens import Tokens
from sandbox.slack.uploads import Uploads
from sandbox.traffic import Remark
from sandbox.world import World


class Shared:
    def __init__(self, world: World) -> None:
        self.world = world
        self.host = world.addresses.slack
        self.sockets = Sockets(address=self.host)
        self.registration = Registration()
        self.dispatch = Dispatch(world.clock, self.sockets, lambda: self.registration)
        self._begin()

    def _begin(self) -> None:
        self.org = Org()
        self.tokens = Tokens()
        self.codes = Codes()
        self.uploads = Uploads(host=self.host)

    def reset(self) -> None:
        """Where the app listens is its own affair, and outlives the world."""
        self.registration = Registration(request_url=self.registration.request_url)
        self._begin()

    def caller(self, token: str, remark: Remark) -> Installation:
        """Whose token this is; the log names the workspace, never the token."""
        held = self.tokens.whose(token)
        if held is not None:
            remark.who = "bot" if held.team_id == SANDBOX.id else f"bot of {held.team_id or self.org.id}"
        return self.tokens.holder(token, at=self.world.clock.now())

    def first_installation(self) -> Installation:
        installation = Installation(team_id=SANDBOX.id, installer="U0ADMIN")
        self.tokens.add(names.BOT_TOKEN, installation)
        return installation
