"""Everything the stand-in holds, together; forgotten together."""

import re
from collections.abc import Callable

from sandbox.slack import names
from sandbox.slack.conversations import Conversation, Conversations
from sandbox.slack.delivery import Delivery
from sandbox.slack.directory import Directory
from sandbox.slack.files import Files
from sandbox.slack.installation import Installation
from sandbox.slack.limits import Limits
from sandbox.slack.refusals import Json
from sandbox.slack.scheduled import Scheduled
from sandbox.slack.sockets import Sockets
from sandbox.slack.tickets import Replies, Triggers
from sandbox.slack.times import Alarm, Stamps
from sandbox.slack.views import Views
from sandbox.world import World

_MENTION = re.compile(r"(?<![\w<])(?P<sign>[@#])(?P<name>[\w.-]*\w)")


class Workspace:
    def __init__(self, world: World) -> None:
        self.world = world
        self.host = world.addresses.slack
        self.alarm = Alarm(world.clock)
        self.sockets = Sockets(address=self.host)
        self.delivery = Delivery(world, self.sockets, self.alarm)
        self.listeners: list[Callable[[str, Json], None]] = []  # who waits for an answer to what a person did
        self._begin()

    def _begin(self) -> None:
        self.stamps = Stamps(self.world.clock)
        self.directory = Directory()
        self.conversations = Conversations(created=self.seconds())
        self.files = Files(host=self.host)
        self.views = Views()
        self.triggers = Triggers()
        self.replies = Replies(host=self.host)
        self.limits = Limits()
        self.scheduled = Scheduled()
        self.typed: dict[tuple[str, str], dict[str, Json]] = {}  # (message, person) -> what stands in its inputs
        self.offers: dict[str, list[Json]] = {}  # action_id -> what an external menu last suggested
        self.buzzes: dict[str, list[Json]] = {}  # person -> messages that rang, as they were then

    @property
    def installation(self) -> Installation:
        return self.delivery.installation

    def reset(self) -> None:
        self.delivery.forget()
        self._begin()

    def seconds(self) -> int:
        return int(self.world.clock.now().timestamp())

    def tell(self, kind: str, **details: object) -> None:
        self.world.feed.tell("slack", kind, **details)

    def answered(self, user: str, kind: str, answer: Json) -> None:
        """Something that a person who just acted will see at once."""
        for listener in self.listeners:
            listener(user, {"kind": kind, **answer})

    def permalink(self, conversation: Conversation, message: Json) -> str:
        link = f"{self.host}/archives/{conversation.id}/p{message['ts'].replace('.', '')}"
        thread = message.get("thread_ts")
        if thread in (None, message["ts"]):
            return link
        return f"{link}?thread_ts={thread}&cid={conversation.id}"

    def escaped(self, text: str) -> str:
        """Mentions in a command arrive as ids, docs.slack.dev/interactivity/implementing-slash-commands."""
        return _MENTION.sub(self._escape, text)

    def _escape(self, mention: re.Match[str]) -> str:
        sign, name = mention["sign"], mention["name"]
        for one in self.directory.people.values():
            if sign == "@" and one.role == name:
                return f"<@{one.slack_id}|{name}>"
        for group in self.directory.groups.values():
            if sign == "@" and group.handle == name:
                return f"<!subteam^{group.id}|@{name}>"
        for conversation in self.conversations:
            if sign == "#" and conversation.name == name:
                return f"<#{conversation.id}|{name}>"
        return mention[0]

    def bot_profile(self) -> Json:
        return {
            "id": names.BOT,
            "deleted": False,
            "name": names.BOT_NAME,
            "updated": self.seconds(),
            "app_id": names.APP,
            "icons": {},
            "team_id": names.TEAM,
        }
